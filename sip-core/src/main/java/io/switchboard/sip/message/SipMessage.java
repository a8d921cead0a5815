package io.switchboard.sip.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** API SKELETON: to be implemented by the message room. */
public abstract class SipMessage {
    /** First value of a header: unfolded, trimmed, as text; null if absent. */
    public @Nullable String value(HeaderName name) {
        throw new IllegalStateException();
    }

    /** One text per header line of that name, in order (lines with commas are not split). */
    public List<String> values(HeaderName name) {
        throw new IllegalStateException();
    }

    /** The same for a header that is not in HeaderName. */
    public List<String> values(String name) {
        throw new IllegalStateException();
    }

    public boolean has(HeaderName name) {
        throw new IllegalStateException();
    }

    public String callId() {
        throw new IllegalStateException();
    }

    public long cseq() {
        throw new IllegalStateException();
    }

    /** Interned: may be compared with == to the constants of javax.sip.message.Request for known methods. */
    public String cseqMethod() {
        throw new IllegalStateException();
    }

    public @Nullable String fromTag() {
        throw new IllegalStateException();
    }

    public @Nullable String toTag() {
        throw new IllegalStateException();
    }

    /** branch of the top Via; null if none. */
    public @Nullable String branch() {
        throw new IllegalStateException();
    }

    /** host[:port] of the top Via. */
    public String sentBy() {
        throw new IllegalStateException();
    }

    public int bodyLength() {
        throw new IllegalStateException();
    }

    /** A copy of the body's bytes. */
    public byte[] body() {
        throw new IllegalStateException();
    }

    /** Encoded size in bytes. */
    public int size() {
        throw new IllegalStateException();
    }
}
