package io.switchboard.server.api.http;

import java.util.List;
import java.util.Map;

/**
 * A whole request.
 *
 * @param method in upper case
 * @param path its segments, escapes undone
 * @param query parameters, escapes undone; each at most once
 * @param headers values by name in lower case, in order
 * @param body it has to be UTF-8; empty if there was none
 */
public record Request(
        String method, List<String> path, Map<String, String> query, Map<String, List<String>> headers, String body) {
    /** Copies the collections. */
    public Request {
        path = List.copyOf(path);
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /** All values of a header, by its name in lower case. */
    public List<String> header(String name) {
        return headers.getOrDefault(name, List.of());
    }
}
