package io.switchboard.sip.registrar;

import io.switchboard.sip.message.SipUri;
import org.jspecify.annotations.Nullable;

/** Comparison of contacts (RFC 3261 section 19.1.4, as far as it tells one device from another). */
final class ContactUri {
    /** Parameters that make a difference even if only one of the URIs has them. */
    private static final String[] DECISIVE = {"user", "ttl", "method", "maddr", "transport"};

    private ContactUri() {}

    static boolean same(String one, String other) {
        if (one.equals(other)) {
            return true;
        }
        SipUri a = parse(one);
        SipUri b = parse(other);
        if (a == null || b == null) {
            return false;
        }
        if (a.secure() != b.secure()
                || a.port() != b.port()
                || !a.user().equals(b.user())
                || !a.host().equals(b.host())) {
            return false;
        }
        for (String name : DECISIVE) {
            String mine = a.param(name);
            if (mine == null ? b.param(name) != null : !mine.equalsIgnoreCase(b.param(name))) {
                return false;
            }
        }
        return true;
    }

    /** Null if it is not a SIP URI. */
    static @Nullable SipUri parse(String text) {
        try {
            return SipUri.parse(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
