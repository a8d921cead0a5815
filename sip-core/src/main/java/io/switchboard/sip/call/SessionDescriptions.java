package io.switchboard.sip.call;

import io.switchboard.media.sdp.SdpException;
import io.switchboard.media.sdp.SdpSession;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipMessage;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Session descriptions in messages (RFC 8866). Pure. */
final class SessionDescriptions {
    static final String TYPE = "application/sdp";

    private SessionDescriptions() {}

    /** The session description that is a message's whole body, or null. */
    static byte @Nullable [] of(SipMessage message) {
        if (message.bodyLength() == 0) {
            return null;
        }
        String type = message.value(HeaderName.CONTENT_TYPE);
        return type != null && type.regionMatches(true, 0, TYPE, 0, TYPE.length()) ? message.body() : null;
    }

    /** Whether a description ends a hold that the one before began (RFC 3264 section 8.4). */
    static boolean endsHold(byte @Nullable [] before, byte @Nullable [] after) {
        try {
            return before != null
                    && after != null
                    && SdpSession.parse(before).onHold()
                    && !SdpSession.parse(after).onHold();
        } catch (SdpException e) {
            return false;
        }
    }

    /** The same description without hold (RFC 3264 section 8.4): whoever is offered it shall hear and be heard. */
    static byte[] withoutHold(byte[] description) {
        String text = new String(description, StandardCharsets.ISO_8859_1);
        StringBuilder kept = new StringBuilder(text.length());
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            int next = end < 0 ? text.length() : end + 1;
            String line = text.substring(from, next);
            switch (line.strip()) {
                case "a=sendonly", "a=recvonly", "a=inactive" -> {}
                default -> kept.append(line);
            }
            from = next;
        }
        return kept.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The session description in a message, empty if it has no body; null if the body is something else. */
    static byte @Nullable [] alone(SipMessage message) {
        if (message.bodyLength() == 0) {
            return SeatedLeg.NOTHING;
        }
        return type(message).equals(TYPE) && !message.has(HeaderName.CONTENT_ENCODING) ? message.body() : null;
    }

    static String type(SipMessage message) {
        String type = message.value(HeaderName.CONTENT_TYPE);
        if (type == null) {
            return "";
        }
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).trim().toLowerCase(Locale.ROOT);
    }
}
