package io.switchboard.sip.dialog;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipMessage;
import org.jspecify.annotations.Nullable;

/** Negotiation of the session timer (RFC 4028), for one leg. Pure. */
public final class SessionTimer {
    /** Smallest interval that the RFC allows, in seconds (section 5). */
    public static final int SMALLEST = 90;

    private SessionTimer() {}

    /**
     * What was agreed.
     *
     * @param seconds the interval, 0 for no timer
     * @param weRefresh whether the refresh is ours to send
     */
    public record Terms(int seconds, boolean weRefresh) {
        /** No session timer. */
        public static final Terms NONE = new Terms(0, false);
    }

    /** Whether the peer knows session timers: {@code timer} in Supported or Require. */
    public static boolean supported(SipMessage message) {
        return hasToken(message, HeaderName.SUPPORTED) || hasToken(message, HeaderName.REQUIRE);
    }

    /** The interval that a message asks for in seconds, 0 if none. */
    public static int asked(SipMessage message) {
        return number(message.value(HeaderName.SESSION_EXPIRES));
    }

    /** The peer's lower bound in seconds, at least {@link #SMALLEST}. */
    public static int minimum(SipMessage message) {
        return Math.max(SMALLEST, number(message.value(HeaderName.MIN_SE)));
    }

    /** Whether a request asks for less than we allow, to be answered with 422 and our Min-SE (section 9). */
    public static boolean tooSmall(SipMessage request, int ourMinimum) {
        int asked = asked(request);
        return asked > 0 && asked < ourMinimum && supported(request);
    }

    /**
     * What we answer as UAS (section 9). A peer that does not know timers is refreshed by us.
     *
     * @param ours the interval that we want, in seconds; 0 for no timer of our own
     */
    public static Terms answer(SipMessage request, int ours, int ourMinimum) {
        int asked = asked(request);
        if (asked == 0 && ours == 0) {
            return Terms.NONE;
        }
        int floor = Math.max(ourMinimum, minimum(request));
        int seconds = asked == 0 ? ours : ours == 0 ? asked : Math.min(asked, ours);
        boolean supported = supported(request);
        boolean we = !supported || "uas".equals(refresher(request));
        return new Terms(Math.max(seconds, floor), we);
    }

    /** What stands after a 2xx to our request (section 7.2). */
    public static Terms agreed(SipMessage response, int ours) {
        int asked = asked(response);
        if (asked == 0) {
            return ours == 0 ? Terms.NONE : new Terms(ours, true);
        }
        return new Terms(Math.max(asked, SMALLEST), !"uas".equals(refresher(response)));
    }

    /** Session-Expires value of a response to a request, by the agreed terms. */
    public static String responseValue(Terms terms) {
        return terms.seconds() + (terms.weRefresh() ? ";refresher=uas" : ";refresher=uac");
    }

    private static @Nullable String refresher(SipMessage message) {
        String value = message.value(HeaderName.SESSION_EXPIRES);
        if (value == null) {
            return null;
        }
        int at = value.indexOf("refresher=");
        if (at < 0) {
            return null;
        }
        return value.startsWith("uas", at + 10) ? "uas" : "uac";
    }

    private static int number(@Nullable String value) {
        if (value == null) {
            return 0;
        }
        long n = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < '0' || c > '9') {
                break;
            }
            n = Math.min(n * 10 + (c - '0'), Integer.MAX_VALUE);
        }
        return (int) n;
    }

    private static boolean hasToken(SipMessage message, HeaderName name) {
        for (String line : message.values(name)) {
            if (containsToken(line, "timer")) {
                return true;
            }
        }
        return false;
    }

    /** Whether a comma-separated list holds this token, letter case ignored. */
    public static boolean containsToken(String list, String token) {
        int from = 0;
        while (from <= list.length() - token.length()) {
            int end = list.indexOf(',', from);
            if (end < 0) {
                end = list.length();
            }
            int a = from;
            int b = end;
            while (a < b && list.charAt(a) <= ' ') {
                a++;
            }
            while (b > a && list.charAt(b - 1) <= ' ') {
                b--;
            }
            if (b - a == token.length() && list.regionMatches(true, a, token, 0, token.length())) {
                return true;
            }
            from = end + 1;
        }
        return false;
    }
}
