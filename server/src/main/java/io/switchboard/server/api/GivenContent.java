package io.switchboard.server.api;

import com.google.common.base.CharMatcher;
import com.google.common.net.MediaType;
import io.switchboard.server.api.http.HttpLimits;
import io.switchboard.sip.messaging.MessageContent;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What a message says, in the JSON of whoever sends it: {@code text}, or {@code content_type} with {@code body} or
 * {@code body_base64}; besides, {@code expires_in}.
 */
record GivenContent(MessageContent made) {
    private static final int LONGEST = HttpLimits.USUAL.body();
    private static final int LONGEST_TYPE = 255;
    private static final CharMatcher PRINTABLE = CharMatcher.inRange(' ', '~');

    /** Reads it; the body knows what is wrong. */
    static GivenContent of(JsonBody json) {
        int expires = json.number("expires_in", -1);
        String text = json.optional("text", LONGEST);
        String type = json.optional("content_type", LONGEST_TYPE);
        String body = json.optional("body", LONGEST);
        String base64 = json.optional("body_base64", LONGEST);
        boolean one = type.isEmpty()
                ? !text.isEmpty() && body.isEmpty() && base64.isEmpty()
                : text.isEmpty() && body.isEmpty() != base64.isEmpty();
        if (!one) {
            json.problem("text is meant, or content_type with one of body and body_base64");
            return new GivenContent(MessageContent.text("", expires));
        }
        if (type.isEmpty()) {
            bytes(json, "text", text);
            return new GivenContent(MessageContent.text(text, expires));
        }
        byte[] bytes = base64.isEmpty() ? bytes(json, "body", body) : decoded(json, base64);
        check(json, type, body);
        return new GivenContent(new MessageContent(type, bytes, expires));
    }

    /** UTF-8; half of a surrogate pair would silently become a question mark. */
    private static byte[] bytes(JsonBody json, String name, String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            json.problem(name + ": is no Unicode: it has half of a surrogate pair");
            return new byte[0];
        }
    }

    private static byte[] decoded(JsonBody json, String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            json.problem("body_base64: is no base64 (RFC 4648 section 4)");
            return new byte[0];
        }
    }

    /** The type becomes a header's value as it is, so it has to be one. */
    private static void check(JsonBody json, String type, String body) {
        boolean utf8;
        try {
            if (!PRINTABLE.matchesAllOf(type) || MediaType.parse(type).hasWildcard()) {
                throw new IllegalArgumentException(type);
            }
            utf8 = MediaType.parse(type).parameters().get("charset").stream().allMatch("utf-8"::equalsIgnoreCase);
        } catch (IllegalArgumentException e) {
            json.problem("content_type: a media type is meant, as application/json");
            return;
        }
        if (!utf8 && !CharMatcher.ascii().matchesAllOf(body)) {
            json.problem("body: is UTF-8; for another charset body_base64 is meant");
        }
    }
}
