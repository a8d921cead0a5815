package io.switchboard.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A SIP message over its bytes: headers are found through an index of offsets and made into text on first need, and
 * into the header objects of {@link javax.sip.message.Message} only when asked for those. A message that is sent or passed
 * on is not edited any more. Not safe for use by several threads; it belongs to its lane.
 */
public abstract class SipMessage extends JainMessage {
    private @Nullable String callId;
    private @Nullable String cseqMethod;
    private long cseq = -1;
    private @Nullable String fromTag;
    private @Nullable String toTag;
    private int tagsRead;
    /** Where they were found to be: 0 if nobody looked, -1 if nowhere. */
    private int fromTagAt;

    private int fromTagEnd;
    private int toTagAt;
    private int toTagEnd;
    private @Nullable Via topVia;
    private int soundViaEnd;
    private @Nullable String sentBy;

    SipMessage(byte[] data, int start, int end, int headersStart) {
        super(data, start, end, headersStart);
    }

    /** First value of a header: unfolded, trimmed, as text; null if absent. */
    public final @Nullable String value(HeaderName name) {
        int at = find(name);
        return at < 0 ? null : text(at);
    }

    /** One text per header line of that name, in order (lines with commas are not split). */
    public final List<String> values(HeaderName name) {
        return texts(HeaderTable.id(name), "");
    }

    /** The same for a header by its name as text, known or not, in any case; a compact form stands for the long one. */
    public final List<String> values(String name) {
        HeaderName known = HeaderTable.find(name);
        return texts(known == null ? 0 : HeaderTable.id(known), name);
    }

    /**
     * One value of a header as bytes where they stand, trimmed; a folded one as an unfolded copy.
     *
     * @param line which of the header's lines, from 0 on
     * @return false if there are not so many; then the range is left as it is
     */
    public final boolean value(HeaderName name, int line, ByteRange into) {
        int id = HeaderTable.id(name);
        int at = find(id, 0);
        for (int i = 0; i < line && at >= 0; i++) {
            at = find(id, at + HeaderIndexer.STRIDE);
        }
        if (at < 0) {
            return false;
        }
        if (folded(at)) {
            byte[] flat = text(at).getBytes(StandardCharsets.UTF_8);
            into.set(flat, 0, flat.length);
        } else {
            into.set(data, valueStart(at), valueEnd(at));
        }
        return true;
    }

    /** Whether there is at least one line of that name. */
    public final boolean has(HeaderName name) {
        return find(name) >= 0;
    }

    /** The Call-ID, "" if it is missing. */
    public final String callId() {
        String text = callId;
        if (text == null) {
            text = value(HeaderName.CALL_ID);
            callId = text = text == null ? "" : text;
        }
        return text;
    }

    /** Sequence number of CSeq; -1 if it is missing, no number, or above 2^31-1 (RFC 3261 section 8.1.1.5). */
    public final long cseq() {
        readCseq();
        return cseq;
    }

    /** Method of CSeq, "" if missing. Interned: may be compared with == to the constants of javax.sip.message.Request. */
    public final String cseqMethod() {
        return readCseq();
    }

    private String readCseq() {
        String method = cseqMethod;
        if (method != null) {
            return method;
        }
        method = "";
        int at = find(HeaderName.CSEQ);
        if (at >= 0) {
            Cursor in = new Cursor(data, valueStart(at), valueEnd(at));
            int number = in.at;
            in.token();
            cseq = Ascii.number(data, number, in.at, Integer.MAX_VALUE);
            in.skipLws();
            int from = in.at;
            if (in.token() && in.done()) {
                method = Methods.of(data, from, in.at);
            }
        }
        cseqMethod = method;
        return method;
    }

    /** Tag of From, null if absent. */
    public final @Nullable String fromTag() {
        if ((tagsRead & 1) == 0) {
            tagsRead |= 1;
            fromTag = fromTagAt == 0 ? tag(HeaderName.FROM) : known(fromTagAt, fromTagEnd);
        }
        return fromTag;
    }

    /** Tag of To, null if absent. */
    public final @Nullable String toTag() {
        if ((tagsRead & 2) == 0) {
            tagsRead |= 2;
            toTag = toTagAt == 0 ? tag(HeaderName.TO) : known(toTagAt, toTagEnd);
        }
        return toTag;
    }

    /** Takes note of where the tag of From or To is, -1 for nowhere. */
    final void knowTag(HeaderName name, int from, int to) {
        if (name == HeaderName.FROM) {
            fromTagAt = from;
            fromTagEnd = to;
        } else {
            toTagAt = from;
            toTagEnd = to;
        }
    }

    private @Nullable String known(int from, int to) {
        return from < 0 ? null : Ascii.text(data, from, to);
    }

    private @Nullable String tag(HeaderName name) {
        int at = find(name);
        if (at < 0) {
            return null;
        }
        Cursor in = new Cursor(data, valueStart(at), valueEnd(at));
        int from = in.address() ? in.param("tag") : -1;
        return from < 0 ? null : Ascii.text(data, from, in.at);
    }

    /** The top Via, parsed once; null if there is none, or it is too broken to send a response by it. */
    public final @Nullable Via topVia() {
        Via via = topVia;
        if (via == null) {
            int at = find(HeaderName.VIA);
            if (at >= 0) {
                via = Via.parse(new Cursor(data, valueStart(at), valueEnd(at)), false);
                topVia = via;
            }
        }
        return via;
    }

    /** The top Via if it is well-formed throughout. */
    final @Nullable Via soundVia() {
        int at = find(HeaderName.VIA);
        if (at < 0) {
            return null;
        }
        Cursor in = new Cursor(data, valueStart(at), valueEnd(at));
        Via via = Via.parse(in, true);
        soundViaEnd = via == null ? 0 : in.at;
        return via;
    }

    /** Where the top Via ends, if it was found to be well-formed throughout; else 0. */
    final int soundViaEnd() {
        return soundViaEnd;
    }

    /** Sets what the top Via now says, and where it ends if it is sound, else 0. */
    final void stamped(Via via, int end) {
        topVia = via;
        soundViaEnd = end;
        fromTagAt = 0; // what stands behind the Via may have moved
        toTagAt = 0;
    }

    /** Takes the first value that is read as the top Via, so that it is read once. */
    final void knowVia(ViaReader read) {
        if (topVia == null) {
            topVia = read.via(data);
        }
    }

    /** branch of the top Via; null if none. */
    public final @Nullable String branch() {
        Via via = topVia();
        return via == null ? null : via.branch();
    }

    /** host[:port] of the top Via, "" if none. */
    public final String sentBy() {
        String text = sentBy;
        if (text == null) {
            Via via = topVia();
            sentBy = text = via == null ? "" : via.sentBy();
        }
        return text;
    }

    /** Length of the body in bytes. */
    public final int bodyLength() {
        index();
        return end - bodyStart;
    }

    /** A copy of the body's bytes. */
    public final byte[] body() {
        index();
        return Arrays.copyOfRange(data, bodyStart, end);
    }

    /** The array that holds the message, from {@link #offset()} on for {@link #size()} bytes. Not to be changed. */
    public final byte[] array() {
        return data;
    }

    /** Where the message begins in {@link #array()}. */
    public final int offset() {
        return start;
    }

    @Override
    void changed() {
        callId = null;
        cseqMethod = null;
        cseq = -1;
        tagsRead = 0;
        fromTagAt = 0;
        toTagAt = 0;
        topVia = null;
        soundViaEnd = 0;
        sentBy = null;
    }

    /** The message as text, for logs and tests. */
    @Override
    public String toString() {
        return Ascii.text(data, start, start + size());
    }
}
