package io.switchboard.media.rtp;

import io.netty.buffer.ByteBuf;

/**
 * Finds digits among telephone-event packets (RFC 4733 §2.5): each is told once, at the first of its packets that
 * arrives, so that lost ones, those at the end included, do no harm. An event that is so long that it is sent in
 * segments stays one digit (§2.5.1.3), and so does one of a sender who wrongly moves the timestamp with each packet.
 * Not thread-safe.
 */
public final class DtmfReceiver {
    /** No digit. */
    public static final int NONE = -1;

    private static final String DIGITS = "0123456789*#ABCD";

    private boolean known;
    private long timestamp;
    private int event;
    private int duration;
    private int sequence;
    private boolean ended;

    /**
     * Takes a packet.
     *
     * @param header its header
     * @param packet the buffer that the header was read from
     * @return the digit that begins, one of {@code 0-9*#ABCD} or {@code !} for a flash; {@link #NONE} if none does
     */
    public int received(RtpHeader header, ByteBuf packet) {
        if (header.payloadLength() < 4) {
            return NONE;
        }
        int code = packet.getUnsignedByte(header.payloadStart());
        boolean end = (packet.getByte(header.payloadStart() + 1) & 0x80) != 0;
        int length = packet.getUnsignedShort(header.payloadStart() + 2);
        if (code > 16) {
            return NONE;
        }
        if (known && header.timestamp() == timestamp) {
            if (code == event) {
                update(header, Math.max(duration, length), ended || end);
            }
            return NONE;
        }
        if (known && (int) (header.timestamp() - timestamp) < 0) {
            return NONE; // a late packet of an event that is over
        }
        boolean continues = known && code == event && !header.marker() && continues(header, length);
        known = true;
        timestamp = header.timestamp();
        event = code;
        update(header, length, end);
        return continues ? NONE : code == 16 ? '!' : DIGITS.charAt(code);
    }

    private boolean continues(RtpHeader header, int length) {
        int steps = (header.sequence() - sequence) & 0xFFFF;
        boolean nextSegment = !ended && duration >= 0xF000 && (int) (header.timestamp() - timestamp) <= 0x1_0000;
        boolean movingTimestamp = steps <= 3 && length >= duration && !ended;
        boolean repeatedEnd = steps <= 3 && length == duration && ended;
        return nextSegment || movingTimestamp || repeatedEnd;
    }

    private void update(RtpHeader header, int newDuration, boolean end) {
        duration = newDuration;
        ended = end;
        sequence = header.sequence();
    }

    /** Forgets what was heard: another source is heard now. */
    public void reset() {
        known = false;
    }
}
