package io.switchboard.sip.call;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import io.switchboard.sip.message.SipUri;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A Replaces value (RFC 3891 section 6.1): a dialog as the one who is to give it up sees it.
 *
 * @param toTag tag of the side that is asked, so ours
 * @param fromTag tag of its peer
 * @param earlyOnly whether it must not be confirmed yet
 */
record Replaces(String callId, String toTag, String fromTag, boolean earlyOnly) {
    /** Reads a value; null if it names no dialog. */
    static @Nullable Replaces parse(String value) {
        if (CharMatcher.javaIsoControl().matchesAnyOf(value)) {
            return null;
        }
        String callId = "";
        String toTag = "";
        String fromTag = "";
        boolean earlyOnly = false;
        for (String part : Splitter.on(';').trimResults().split(value)) {
            String lower = part.toLowerCase(Locale.ROOT);
            if (callId.isEmpty()) {
                callId = part;
            } else if (lower.startsWith("to-tag=")) {
                toTag = part.substring(7).strip();
            } else if (lower.startsWith("from-tag=")) {
                fromTag = part.substring(9).strip();
            } else if (lower.equals("early-only")) {
                earlyOnly = true;
            }
        }
        return callId.isEmpty() || toTag.isEmpty() || fromTag.isEmpty()
                ? null
                : new Replaces(callId, toTag, fromTag, earlyOnly);
    }

    /** The one in the headers part of a URI (RFC 3261 section 19.1.1), or null. */
    static @Nullable Replaces inHeadersOf(String headers) {
        for (String part : Splitter.on('&').split(headers)) {
            if (part.regionMatches(true, 0, "replaces=", 0, 9)) {
                return parse(SipUri.unescaped(part.substring(9)));
            }
        }
        return null;
    }

    /** As a header's value. */
    String value() {
        return callId + ";to-tag=" + toTag + ";from-tag=" + fromTag + (earlyOnly ? ";early-only" : "");
    }
}
