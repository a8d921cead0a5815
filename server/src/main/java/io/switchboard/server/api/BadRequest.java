package io.switchboard.server.api;

import io.switchboard.server.api.http.Response;

/** A request that makes no sense, with the answer to it. */
final class BadRequest extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Response.Whole answer;

    BadRequest(int status, String detail) {
        this(Response.problem(status, detail));
    }

    BadRequest(Response.Whole answer) {
        super("", null, false, false); // expected, so no stack
        this.answer = answer;
    }

    Response.Whole answer() {
        return answer;
    }
}
