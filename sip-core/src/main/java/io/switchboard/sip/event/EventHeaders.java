package io.switchboard.sip.event;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipRequest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values of headers that SUBSCRIBE and PUBLISH have in common. Pure. */
public final class EventHeaders {
    /** Digits of 32 bits. */
    private static final int LONGEST_VERSION = 10;

    private EventHeaders() {}

    /** The value without its parameters, in lower case; empty for none. */
    public static String token(@Nullable String value) {
        if (value == null) {
            return "";
        }
        int end = value.indexOf(';');
        return (end < 0 ? value : value.substring(0, end)).trim().toLowerCase(Locale.ROOT);
    }

    /**
     * Seconds of the Expires header.
     *
     * @param usual where there is none
     * @return -1 if it is no number; what is too large to count is {@link Integer#MAX_VALUE}
     */
    public static int expires(SipRequest request, int usual) {
        String value = request.value(HeaderName.EXPIRES);
        if (value == null) {
            return usual;
        }
        String digits = value.trim();
        if (!isNumber(digits)) {
            return -1;
        }
        return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }

    /**
     * The state that a subscriber says it has, in Linphone's header Last-Notify-Version: the version of the document
     * that it got last.
     *
     * @return {@link EventSource#UNKNOWN} if it does not say, or nothing that can be read
     */
    public static long lastNotifyVersion(SipRequest request) {
        List<String> values = request.values(HeaderName.LAST_NOTIFY_VERSION);
        String digits = values.size() == 1 ? values.get(0).trim() : "";
        return isNumber(digits) && digits.length() <= LONGEST_VERSION ? Long.parseLong(digits) : EventSource.UNKNOWN;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
