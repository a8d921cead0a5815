package io.switchboard.sip.call;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipUri;
import org.jspecify.annotations.Nullable;

/** Values of header fields that a call goes by. Pure. */
public final class FieldValues {
    private static final int DEFAULT_MAX_FORWARDS = 70; // RFC 3261 section 8.1.1.6
    private static final int DEFAULT_MAX_BREADTH = 60; // RFC 5393 section 5.3.1

    private FieldValues() {}

    /** Max-Forwards for the next hop. */
    public static int maxForwards(SipRequest request) {
        int received = number(request.value(HeaderName.MAX_FORWARDS), DEFAULT_MAX_FORWARDS);
        return Math.max(0, Math.min(received, 255) - 1);
    }

    /** Max-Breadth of a request. */
    static int breadth(SipRequest request) {
        return number(request.value(HeaderName.MAX_BREADTH), DEFAULT_MAX_BREADTH);
    }

    /** Max-Breadth for each of several branches, 0 for none to be sent (RFC 5393 section 5.3.3). */
    static int breadthEach(SipRequest request, int branches) {
        return branches == 1 && !request.has(HeaderName.MAX_BREADTH) ? 0 : Math.max(1, breadth(request) / branches);
    }

    /** Unescaped user part of a SIP URI, the whole of any other. */
    static String userOf(String uri) {
        try {
            return SipUri.parse(uri).user();
        } catch (IllegalArgumentException e) {
            return uri;
        }
    }

    private static int number(@Nullable String value, int otherwise) {
        if (value == null || value.isEmpty() || value.length() > 9) {
            return otherwise;
        }
        int n = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < '0' || c > '9') {
                return otherwise;
            }
            n = n * 10 + (c - '0');
        }
        return n;
    }
}
