package io.switchboard.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.switchboard.server.api.http.Response;
import io.switchboard.server.command.Outcome;
import java.util.function.Function;

/** Turns what commands come to into responses. */
final class Answers {
    private Answers() {}

    /** 200 with the value, or a problem. */
    static <T> Response of(Outcome<T> outcome, Function<T, JsonNode> json) {
        return of(outcome, 200, json);
    }

    /** The same with another status. */
    static <T> Response of(Outcome<T> outcome, int status, Function<T, JsonNode> json) {
        return switch (outcome) {
            case Outcome.Done<T> done -> Response.json(status, json.apply(done.value()));
            case Outcome.Failed<T> failed -> problem(failed);
        };
    }

    /** 204, or a problem. */
    static Response of(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Done<?> done -> Response.nothing();
            case Outcome.Failed<?> failed -> problem(failed);
        };
    }

    private static Response problem(Outcome.Failed<?> failed) {
        int status = switch (failed.why()) {
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case INVALID -> 422;
            case TOO_LARGE -> 413;
            case REFUSED -> 502;
            case TIMEOUT -> 504;
            case UNAVAILABLE -> 503;
        };
        return Response.problem(status, failed.detail(), failed.problems(), failed.sipStatus());
    }
}
