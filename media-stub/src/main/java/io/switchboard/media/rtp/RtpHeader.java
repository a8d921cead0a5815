package io.switchboard.media.rtp;

import io.netty.buffer.ByteBuf;

/** The header of one RTP packet (RFC 3550 §5.1). Read again and again into the same object; not thread-safe. */
public final class RtpHeader {
    /** Bytes of a header without contributing sources and extension. */
    public static final int LENGTH = 12;

    private int payloadType;
    private boolean marker;
    private int sequence;
    private long timestamp;
    private int ssrc;
    private int payloadStart;
    private int payloadLength;

    /**
     * Reads the header at the buffer's reader index, which stays where it is.
     *
     * @return whether it is a whole RTP packet of version 2; if not, nothing else here means anything
     */
    public boolean read(ByteBuf packet) {
        int start = packet.readerIndex();
        int end = packet.writerIndex();
        if (end - start < LENGTH) {
            return false;
        }
        int first = packet.getByte(start);
        if ((first & 0xC0) != 0x80) {
            return false;
        }
        int at = start + LENGTH + 4 * (first & 0x0F);
        if ((first & 0x10) != 0) {
            if (end - at < 4) {
                return false;
            }
            at += 4 + 4 * packet.getUnsignedShort(at + 2);
        }
        int length = end - at;
        if ((first & 0x20) != 0 && length > 0) {
            int padding = packet.getUnsignedByte(end - 1);
            length = padding == 0 ? -1 : length - padding;
        }
        if (length < 0) {
            return false;
        }
        int second = packet.getByte(start + 1);
        marker = (second & 0x80) != 0;
        payloadType = second & 0x7F;
        sequence = packet.getUnsignedShort(start + 2);
        timestamp = packet.getUnsignedInt(start + 4);
        ssrc = packet.getInt(start + 8);
        payloadStart = at;
        payloadLength = length;
        return true;
    }

    /** Writes a header without contributing sources and extension. */
    public static void write(ByteBuf target, int payloadType, boolean marker, int sequence, long timestamp, int ssrc) {
        target.writeByte(0x80);
        target.writeByte(marker ? payloadType | 0x80 : payloadType);
        target.writeShort(sequence);
        target.writeInt((int) timestamp);
        target.writeInt(ssrc);
    }

    /** The payload type, 0 to 127. */
    public int payloadType() {
        return payloadType;
    }

    /** The marker: in audio the first packet after silence (RFC 3551 §4.1). */
    public boolean marker() {
        return marker;
    }

    /** The sequence number, 0 to 65535. */
    public int sequence() {
        return sequence;
    }

    /** The timestamp, 0 to 2^32 - 1, in the codec's clock. */
    public long timestamp() {
        return timestamp;
    }

    /** The synchronization source. */
    public int ssrc() {
        return ssrc;
    }

    /** Where the payload starts, as an absolute index of the buffer. */
    public int payloadStart() {
        return payloadStart;
    }

    /** Bytes of the payload, without padding; 0 or more. */
    public int payloadLength() {
        return payloadLength;
    }
}
