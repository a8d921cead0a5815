package io.switchboard.sip.message;

import org.jspecify.annotations.Nullable;

/** Writes received and rport into the top Via of a received request; all other bytes stay as they are. */
final class ViaStamp {
    private ViaStamp() {}

    /**
     * Writes the parameters right behind sent-by.
     *
     * @param sound whether the value is well-formed; only then the sender's own received and rport are removed, as this
     *     would mend a broken one
     * @return where the value ends now, if it is well-formed
     */
    static int apply(IndexedMessage message, boolean sound, @Nullable String received, int rport) {
        int at = message.find(HeaderName.VIA);
        byte[] data = message.data;
        int from = message.valueStart(at);
        Cursor in = new Cursor(data, from, message.valueEnd(at));
        while (in.at < in.end && data[in.at] != ';' && data[in.at] != ',') {
            in.at++;
        }
        ByteSink sink = new ByteSink(in.end - from + SipRequest.SLACK).put(data, from, in.at);
        if (received != null) {
            sink.put(";received=").put(received);
        }
        if (rport >= 0) {
            sink.put(";rport=").put(rport);
        }
        int kept = in.at;
        while (sound && in.peek() == ';') {
            int param = in.at;
            in.skip(';');
            int name = in.at;
            in.token();
            boolean ours = Ascii.equalsIgnoreCase(data, name, in.at, "received")
                    || Ascii.equalsIgnoreCase(data, name, in.at, "rport");
            if (in.skip('=')) {
                in.paramValue();
            }
            int behind = in.at;
            in.skipLws();
            if (ours && !loose(data, param, behind)) {
                sink.put(data, kept, param);
                kept = behind;
            }
        }
        sink.put(data, kept, in.at);
        replace(message, from, in.at, sink, at);
        return from + sink.length;
    }

    /** Whether a range holds control characters that are no fold: to take them away would mend a broken value. */
    private static boolean loose(byte[] data, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = data[i];
            if (b == '\r' && i + 2 < to && data[i + 1] == '\n' && (data[i + 2] == ' ' || data[i + 2] == '\t')) {
                i += 2;
            } else if (b >= 0 && b < ' ' && b != '\t') {
                return true;
            }
        }
        return false;
    }

    /** Puts the sink's bytes in place of a range inside the value at a place of the index. */
    private static void replace(IndexedMessage message, int from, int to, ByteSink sink, int at) {
        byte[] data = message.data;
        int delta = sink.length - (to - from);
        int rest = message.end - to;
        if (message.end + delta > data.length) {
            byte[] grown = new byte[message.end + delta];
            System.arraycopy(data, 0, grown, 0, from);
            message.data = grown;
        }
        System.arraycopy(data, to, message.data, to + delta, rest);
        System.arraycopy(sink.data, 0, message.data, from, sink.length);
        message.end += delta;
        message.bodyStart += delta;
        int[] index = message.index();
        index[at + 3] += delta;
        int last = message.count * HeaderIndexer.STRIDE;
        for (int i = at + HeaderIndexer.STRIDE; i < last; i += HeaderIndexer.STRIDE) {
            index[i] += delta;
            index[i + 2] += delta;
            index[i + 3] += delta;
        }
        index[last] += delta;
    }
}
