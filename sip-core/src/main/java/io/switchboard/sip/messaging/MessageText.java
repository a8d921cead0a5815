package io.switchboard.sip.messaging;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipRequest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What people read of a message.
 *
 * @param type media type of the content, inside of CPIM if it is wrapped
 * @param text null if it is no text, or not readable without undoing an encoding
 */
public record MessageText(String type, @Nullable String text) {
    /** Reads a message. */
    public static MessageText of(SipRequest message) {
        String contentType = message.value(HeaderName.CONTENT_TYPE);
        boolean encoded = message.has(HeaderName.CONTENT_ENCODING);
        byte[] body = message.body();
        Cpim cpim = Cpim.type(contentType).equals(Cpim.TYPE) && !encoded ? Cpim.parse(body) : null;
        if (cpim != null) {
            contentType = cpim.contentType();
            encoded = cpim.contentEncoding() != null || !cpim.standsAlone();
            body = cpim.content();
        }
        String type = Cpim.type(contentType);
        boolean readable = type.startsWith("text/") && !encoded;
        return new MessageText(type, readable ? new String(body, charset(contentType)) : null);
    }

    /** UTF-8 (RFC 3428 section 9), unless it says Latin-1. */
    private static Charset charset(@Nullable String contentType) {
        String lower = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        return lower.contains("iso-8859-1") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
    }
}
