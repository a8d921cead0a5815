package io.switchboard.server.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a request is answered with. */
public sealed interface Response {
    /**
     * A whole answer.
     *
     * @param type value of Content-Type; empty if there is no body
     * @param headers further ones
     */
    record Whole(int status, String type, String body, Map<String, String> headers) implements Response {
        /** Copies the map. */
        public Whole {
            headers = Map.copyOf(headers);
        }

        /** The same with one more header. */
        public Whole with(String name, String value) {
            Map<String, String> more = new HashMap<>(headers);
            more.put(name, value);
            return new Whole(status, type, body, more);
        }
    }

    /** Events for as long as the client listens (text/event-stream). */
    record Stream(Feed feed) implements Response {}

    /** 204. */
    static Whole nothing() {
        return new Whole(204, "", "", Map.of());
    }

    /** JSON. */
    static Whole json(int status, JsonNode body) {
        return new Whole(status, "application/json", body + "\n", Map.of());
    }

    /** A problem document (RFC 9457). */
    static Whole problem(int status, String detail) {
        return problem(status, detail, List.of(), 0);
    }

    /**
     * A problem document with more to it.
     *
     * @param problems what is wrong with what was sent, one a line
     * @param sipStatus what another party answered, 0 for none
     */
    static Whole problem(int status, String detail, List<String> problems, int sipStatus) {
        return problem(
                status,
                detail,
                problems,
                sipStatus,
                JsonMapper.builder().build().createObjectNode());
    }

    /**
     * The same with members of its own (RFC 9457 section 3.2).
     *
     * @param more these members
     */
    static Whole problem(int status, String detail, List<String> problems, int sipStatus, ObjectNode more) {
        ObjectNode body = JsonMapper.builder().build().createObjectNode();
        body.put("type", "about:blank"); // section 4.2.1: the title says it
        body.put("title", HttpReason.of(status));
        body.put("status", status);
        body.put("detail", detail);
        if (sipStatus > 0) {
            body.put("sip_status", sipStatus);
        }
        if (!problems.isEmpty()) {
            problems.forEach(body.putArray("problems")::add);
        }
        body.setAll(more);
        return new Whole(status, "application/problem+json", body + "\n", Map.of());
    }
}
