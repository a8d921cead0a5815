package io.switchboard.server.records;

import io.switchboard.sip.cdr.CallRecord;
import io.switchboard.sip.cdr.CallRecord.Hangup;
import io.switchboard.sip.cdr.CallRecord.LegRecord;
import io.switchboard.sip.cdr.CallRecord.RecordingRecord;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The journal's form of a record: numbers, and strings as length and UTF-8. Written in the lane for every change of a
 * call, so it is plain loops into one buffer that is used again.
 */
final class RecordCodec {
    private static final int LONGEST_STRING = 0xffff;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] buffer = new byte[2048];
    private int length;

    /** Encodes a record; the bytes are {@link #bytes} up to {@link #length}, until the next call. */
    void encode(CallRecord record) {
        length = 0;
        number(record.started());
        number(record.ringing());
        number(record.answered());
        number(record.ended());
        number(record.status());
        string(record.hangup().name());
        string(record.id());
        string(record.from());
        string(record.caller());
        string(record.dialled());
        string(record.route());
        string(record.reason());
        List<LegRecord> legs = record.legs();
        number(legs.size());
        for (int i = 0; i < legs.size(); i++) {
            LegRecord leg = legs.get(i);
            number(leg.status());
            string(leg.callId());
            string(leg.target());
            string(leg.via());
        }
        for (int i = 0; i < legs.size(); i++) {
            string(legs.get(i).reason()); // last, for an older journal ends before it
        }
        for (int i = 0; i < legs.size(); i++) {
            string(legs.get(i).transferredBy()); // likewise
        }
        List<RecordingRecord> recordings = record.recordings();
        number(recordings.size()); // likewise
        for (int i = 0; i < recordings.size(); i++) {
            string(recordings.get(i).file());
            number(recordings.get(i).started());
            number(recordings.get(i).millis());
        }
    }

    byte[] bytes() {
        return buffer;
    }

    int length() {
        return length;
    }

    private void number(long value) {
        ensure(8);
        LONGS.set(buffer, length, value);
        length += 8;
    }

    private void string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8); // faster than to look at each character
        int size = Math.min(bytes.length, LONGEST_STRING);
        ensure(2 + size);
        buffer[length] = (byte) (size >>> 8);
        buffer[length + 1] = (byte) size;
        System.arraycopy(bytes, 0, buffer, length + 2, size);
        length += 2 + size;
    }

    private void ensure(int more) {
        if (buffer.length - length < more) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + more));
        }
    }

    /** The record that was encoded. */
    static CallRecord decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long started = in.getLong();
        long ringing = in.getLong();
        long answered = in.getLong();
        long ended = in.getLong();
        int status = (int) in.getLong();
        Hangup hangup = Hangup.valueOf(string(in));
        String id = string(in);
        String from = string(in);
        String caller = string(in);
        String dialled = string(in);
        String route = string(in);
        String reason = string(in);
        int count = (int) in.getLong();
        List<LegRecord> legs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int legStatus = (int) in.getLong();
            legs.add(new LegRecord(string(in), string(in), string(in), legStatus, "", ""));
        }
        for (int i = 0; i < count && in.hasRemaining(); i++) {
            LegRecord leg = legs.get(i);
            legs.set(i, new LegRecord(leg.callId(), leg.target(), leg.via(), leg.status(), string(in), ""));
        }
        for (int i = 0; i < count && in.hasRemaining(); i++) {
            LegRecord leg = legs.get(i);
            legs.set(i, new LegRecord(leg.callId(), leg.target(), leg.via(), leg.status(), leg.reason(), string(in)));
        }
        List<RecordingRecord> recordings = new ArrayList<>();
        long recorded = in.hasRemaining() ? in.getLong() : 0;
        for (int i = 0; i < recorded; i++) {
            recordings.add(new RecordingRecord(string(in), in.getLong(), in.getLong()));
        }
        return new CallRecord(
                id,
                started,
                ringing,
                answered,
                ended,
                from,
                caller,
                dialled,
                route,
                legs,
                status,
                reason,
                hangup,
                recordings);
    }

    private static String string(ByteBuffer in) {
        int size = in.getShort() & 0xffff;
        String text =
                StandardCharsets.UTF_8.decode(in.slice(in.position(), size)).toString();
        in.position(in.position() + size);
        return text;
    }
}
