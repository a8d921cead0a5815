package io.switchboard.media.rtp;

import io.netty.buffer.ByteBuf;

/** Reads compound RTCP packets; what is not understood is passed over (RFC 3550 §6, A.2). */
public final class RtcpReader {
    private RtcpReader() {}

    /** What is told of a compound packet while it is read. */
    public interface Sink {
        /** A sender report: its SSRC, and the middle 32 bits of its NTP time. */
        void senderReport(int ssrc, int ntpMiddle);

        /**
         * A report block.
         *
         * @param about whose stream it is about
         * @param fractionLost 256ths lost since the last report
         * @param cumulativeLost packets lost in all
         * @param jitterTicks interarrival jitter in ticks of the clock
         * @param lastReport the middle of the NTP time of the last SR that it got, 0 if none
         * @param delay 65536ths of a second since then
         */
        void reportBlock(int about, int fractionLost, int cumulativeLost, long jitterTicks, int lastReport, int delay);

        /** A source has left. */
        void bye(int ssrc);
    }

    /**
     * Whether the datagram is a valid compound packet: version 2 throughout, an SR or RR first, and lengths that add up.
     * RTCP of reduced size (RFC 5506) is not negotiated, so not valid.
     */
    public static boolean valid(ByteBuf packet) {
        int at = packet.readerIndex();
        int end = packet.writerIndex();
        if (end - at < 8) {
            return false;
        }
        int type = packet.getUnsignedByte(at + 1);
        if ((packet.getByte(at) & 0xE0) != 0x80 || (type != 200 && type != 201)) {
            return false;
        }
        while (end - at >= 4 && (packet.getByte(at) & 0xC0) == 0x80) {
            at += 4 + 4 * packet.getUnsignedShort(at + 2);
        }
        return at == end;
    }

    /** The SSRC of whoever sent a valid packet. */
    public static int sender(ByteBuf packet) {
        return packet.getInt(packet.readerIndex() + 4);
    }

    /** Reads a packet that is valid; the reader index stays where it is. */
    public static void read(ByteBuf packet, Sink sink) {
        int at = packet.readerIndex();
        int end = packet.writerIndex();
        while (at < end) {
            int count = packet.getByte(at) & 0x1F;
            int type = packet.getUnsignedByte(at + 1);
            int next = at + 4 + 4 * packet.getUnsignedShort(at + 2);
            switch (type) {
                case 200 -> {
                    if (next - at >= 28) {
                        sink.senderReport(packet.getInt(at + 4), (int) (packet.getLong(at + 8) >>> 16));
                        blocks(packet, at + 28, next, count, sink);
                    }
                }
                case 201 -> blocks(packet, at + 8, next, count, sink);
                case 203 -> {
                    for (int i = 0; i < count && at + 8 + 4 * i <= next; i++) {
                        sink.bye(packet.getInt(at + 4 + 4 * i));
                    }
                }
                default -> {}
            }
            at = next;
        }
    }

    private static void blocks(ByteBuf packet, int start, int end, int count, Sink sink) {
        int at = start;
        for (int i = 0; i < count && at + 24 <= end; i++, at += 24) {
            sink.reportBlock(
                    packet.getInt(at),
                    packet.getUnsignedByte(at + 4),
                    packet.getMedium(at + 5),
                    packet.getUnsignedInt(at + 12),
                    packet.getInt(at + 16),
                    packet.getInt(at + 20));
        }
    }
}
