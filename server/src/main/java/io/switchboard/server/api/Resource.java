package io.switchboard.server.api;

import com.google.common.base.Splitter;
import io.switchboard.server.api.http.Request;
import io.switchboard.server.api.http.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A path with a method, and what it does.
 *
 * @param path as {@code /calls/{call}}
 */
record Resource(String method, String path, Action action) {
    /** What is asked. */
    record Asked(Request request, Map<String, String> names, String by) {
        /** A variable of the path. */
        String name(String variable) {
            return names.getOrDefault(variable, "");
        }

        /** A variable that is a number; -1 if it is none. */
        int number(String variable) {
            String text = name(variable);
            return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
        }

        /** A parameter that is a number from 1. */
        long parameter(String name, long usual, long most) throws BadRequest {
            String text = request.query().getOrDefault(name, String.valueOf(usual));
            long number = text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
            if (number < 1 || number > most) {
                throw new BadRequest(400, name + ": a whole number from 1 to " + most + " is meant");
            }
            return number;
        }
    }

    /** Answers. */
    interface Action {
        Response answer(Asked asked) throws BadRequest;
    }

    /** The variables of the path, if the request's fits; else null. */
    @Nullable Map<String, String> match(List<String> segments) {
        List<String> template = Splitter.on('/').splitToList(path.substring(1));
        if (template.size() != segments.size()) {
            return null;
        }
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < template.size(); i++) {
            String part = template.get(i);
            if (part.startsWith("{")) {
                names.put(part.substring(1, part.length() - 1), segments.get(i));
            } else if (!part.equals(segments.get(i))) {
                return null;
            }
        }
        return names;
    }
}
