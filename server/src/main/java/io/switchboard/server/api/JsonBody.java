package io.switchboard.server.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.switchboard.server.api.http.Request;
import io.switchboard.server.api.http.Response;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The JSON object in a request. Everything that is wrong with it is told at once. */
final class JsonBody {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final JsonNode node;
    private final List<String> problems = new ArrayList<>();
    private final List<String> known = new ArrayList<>();

    private JsonBody(JsonNode node) {
        this.node = node;
    }

    /** The object of a request. */
    static JsonBody of(Request request) throws BadRequest {
        type(request, Set.of("application/json"));
        try {
            JsonNode node = MAPPER.readTree(request.body());
            if (!node.isObject()) {
                throw new BadRequest(400, "the body should be a JSON object");
            }
            return new JsonBody(node);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String where = at == null ? "" : " in line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw new BadRequest(400, "the body is no JSON" + where + ": " + e.getOriginalMessage());
        }
    }

    /** Checks the Content-Type. */
    static void type(Request request, Set<String> allowed) throws BadRequest {
        List<String> types = request.header("content-type");
        String type = types.size() == 1 ? types.get(0) : "";
        int end = type.indexOf(';');
        String media = (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        if (!allowed.contains(media)) {
            String meant = String.join(" or ", allowed.stream().sorted().toList());
            throw new BadRequest(
                    Response.problem(415, "Content-Type " + meant + " is meant").with("Accept", meant));
        }
    }

    /** A text that has to be there and not to be empty. */
    String text(String name, int longest) {
        JsonNode value = ask(name);
        if (value == null
                || !value.isTextual()
                || value.asText().isEmpty()
                || value.asText().length() > longest) {
            problems.add(name + ": a text of 1 to " + longest + " characters is meant");
            return "";
        }
        return value.asText();
    }

    /** A text that may be left out; "" then. */
    String optional(String name, int longest) {
        if (!node.has(name)) {
            known.add(name);
            return "";
        }
        return text(name, longest);
    }

    /** One text, or several that are not the same. */
    List<String> texts(String name, int most, int longest) {
        JsonNode value = node.get(name);
        if (value == null || !value.isArray()) {
            return List.of(text(name, longest));
        }
        known.add(name);
        Set<String> texts = new LinkedHashSet<>();
        for (JsonNode each : value) {
            if (each.isTextual() && !each.asText().isEmpty() && each.asText().length() <= longest) {
                texts.add(each.asText());
            }
        }
        if (texts.isEmpty() || texts.size() > most || texts.size() < value.size()) {
            problems.add(name + ": 1 to " + most + " texts of 1 to " + longest
                    + " characters are meant, none of them twice");
        }
        return List.copyOf(texts);
    }

    /** A number that may be left out. */
    int number(String name, int usual) {
        if (!node.has(name)) {
            known.add(name);
            return usual;
        }
        return number(name);
    }

    /** A number that has to be there. */
    int number(String name) {
        JsonNode value = ask(name);
        if (value == null || !value.isInt() || value.asInt() < 0) {
            problems.add(name + ": a whole number from 0 is meant");
            return -1;
        }
        return value.asInt();
    }

    /** A flag, null if it is absent. */
    @Nullable Boolean flag(String name) {
        JsonNode value = ask(name);
        if (value != null && !value.isBoolean()) {
            problems.add(name + ": true or false is meant");
            return null;
        }
        return value == null ? null : value.asBoolean();
    }

    void problem(String text) {
        problems.add(text);
    }

    private @Nullable JsonNode ask(String name) {
        known.add(name);
        return node.get(name);
    }

    /** All names have been asked for. */
    void done() throws BadRequest {
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                problems.add(name + ": unknown; known are " + String.join(", ", known));
            }
        });
        if (!problems.isEmpty()) {
            throw new BadRequest(Response.problem(422, "the body has problems", problems, 0));
        }
    }

    /** For nodes that are built, not read. */
    static JsonMapper mapper() {
        return MAPPER;
    }
}
