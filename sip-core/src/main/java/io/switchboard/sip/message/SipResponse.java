package io.switchboard.sip.message;

import java.text.ParseException;
import javax.sip.message.Response;

/** A SIP response over its bytes. */
public final class SipResponse extends SipMessage implements Response {
    private int status;
    private int reasonStart;
    private int reasonEnd;

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

    @Override
    public int getStatusCode() {
        return status;
    }

    /** Sets the status, 100 to 699; the phrase stays. */
    @Override
    public void setStatusCode(int code) throws ParseException {
        edit(code, reason());
    }

    @Override
    public String getReasonPhrase() {
        return reason();
    }

    @Override
    public void setReasonPhrase(String phrase) throws ParseException {
        edit(status, phrase);
    }

    private void edit(int code, String phrase) throws ParseException {
        if (code < 100 || code > 699) {
            throw new ParseException("status " + code, 0);
        }
        try {
            replaceStartLine("SIP/2.0 " + code + " " + phrase);
        } catch (IllegalArgumentException control) {
            throw new ParseException("control character in a phrase", 0);
        }
        status = code;
        reasonStart = "SIP/2.0 200 ".length();
        reasonEnd = headersStart - 2;
    }
}
