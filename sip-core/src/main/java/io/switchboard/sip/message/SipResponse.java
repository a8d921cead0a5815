package io.switchboard.sip.message;

/** A SIP response over its bytes. */
public final class SipResponse extends SipMessage {
    private final int status;
    private final int reasonStart;
    private final int reasonEnd;

    SipResponse(byte[] data, int start, int end, int headersStart, int status, int reasonStart, int reasonEnd) {
        super(data, start, end, headersStart);
        this.status = status;
        this.reasonStart = reasonStart;
        this.reasonEnd = reasonEnd;
    }

    /** Status code, 100 to 699 in what the validator accepts; -1 if it is no number of three digits. */
    public int status() {
        return status;
    }

    /** Reason phrase, may be empty. */
    public String reason() {
        return Ascii.text(data, reasonStart, reasonEnd);
    }
}
