package io.switchboard.sip.message;

/** API SKELETON: to be implemented by the message room. */
public final class SipResponse extends SipMessage {
    public int status() {
        throw new IllegalStateException();
    }

    public String reason() {
        throw new IllegalStateException();
    }
}
