package io.switchboard.sip.message;

import org.jspecify.annotations.Nullable;

/** API SKELETON: a sip: or sips: URI (RFC 3261 section 19.1), parsed once, immutable. */
public final class SipUri {
    /** Parses an addr-spec, without angle brackets. @throws IllegalArgumentException if it is no SIP URI */
    public static SipUri parse(String text) {
        throw new IllegalStateException();
    }

    public boolean secure() {
        throw new IllegalStateException();
    }

    /** Unescaped user part; empty if none. */
    public String user() {
        throw new IllegalStateException();
    }

    /** Host in lower case, IPv6 in brackets. */
    public String host() {
        throw new IllegalStateException();
    }

    /** -1 if absent. */
    public int port() {
        throw new IllegalStateException();
    }

    /** Value of a URI parameter, "" if it has none, null if it is absent. */
    public @Nullable String param(String name) {
        throw new IllegalStateException();
    }

    @Override
    public String toString() {
        throw new IllegalStateException();
    }
}
