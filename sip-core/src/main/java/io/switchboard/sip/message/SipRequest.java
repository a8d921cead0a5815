package io.switchboard.sip.message;

/** API SKELETON: to be implemented by the message room. */
public final class SipRequest extends SipMessage {
    /** Interned for known methods. */
    public String method() {
        throw new IllegalStateException();
    }

    /** The Request-URI as text. */
    public String requestUri() {
        throw new IllegalStateException();
    }
}
