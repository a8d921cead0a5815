package io.switchboard.media.rtp;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes compound RTCP packets: SR or RR, SDES with a CNAME, and BYE at the end (RFC 3550 §6). */
public final class RtcpWriter {
    /** Seconds from 1900, where NTP begins, to 1970. */
    private static final long NTP_EPOCH = 2_208_988_800L;

    private final int ssrc;
    private final byte[] cname;

    /**
     * For one source of ours.
     *
     * @param ssrc our SSRC
     * @param cname the canonical name, at most 255 bytes (RFC 7022)
     */
    public RtcpWriter(int ssrc, String cname) {
        this.ssrc = ssrc;
        this.cname = cname.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What a sender tells of itself.
     *
     * @param timestamp the RTP timestamp of now
     * @param packets packets sent
     * @param octets bytes of payload sent
     */
    public record Sent(long timestamp, long packets, long octets) {}

    /**
     * What a receiver tells of the other side.
     *
     * @param ssrc the other side's SSRC
     * @param statistics what was counted
     * @param lastReport the middle of the NTP time of its last SR, 0 if none came
     * @param delay 65536ths of a second since then
     */
    public record Heard(int ssrc, ReceptionStatistics statistics, int lastReport, int delay) {}

    /**
     * Writes a compound packet.
     *
     * @param target where to
     * @param wallMillis now, in milliseconds since 1970
     * @param sent null if nothing was sent since the last report but one: then it is an RR
     * @param heard null if nobody was heard
     * @param bye whether we leave
     */
    public void write(ByteBuf target, long wallMillis, @Nullable Sent sent, @Nullable Heard heard, boolean bye) {
        int blocks = heard == null ? 0 : 1;
        int words = 1 + (sent == null ? 0 : 5) + 6 * blocks;
        target.writeByte(0x80 | blocks).writeByte(sent == null ? 201 : 200).writeShort(words);
        target.writeInt(ssrc);
        if (sent != null) {
            target.writeLong(ntp(wallMillis));
            target.writeInt((int) sent.timestamp())
                    .writeInt((int) sent.packets())
                    .writeInt((int) sent.octets());
        }
        if (heard != null) {
            ReceptionStatistics s = heard.statistics();
            int lost = (int) Math.max(-0x800000, Math.min(0x7FFFFF, s.lost()));
            target.writeInt(heard.ssrc());
            target.writeByte(s.fractionLost()).writeMedium(lost);
            target.writeInt(s.extendedHighest()).writeInt((int) s.jitterTicks());
            target.writeInt(heard.lastReport()).writeInt(heard.delay());
        }
        int chunk = 4 + 2 + cname.length;
        int padding = 4 - (chunk & 3); // at least one null octet ends the list (§6.5)
        target.writeByte(0x81).writeByte(202).writeShort((chunk + padding) / 4);
        target.writeInt(ssrc)
                .writeByte(1)
                .writeByte(cname.length)
                .writeBytes(cname)
                .writeZero(padding);
        if (bye) {
            target.writeByte(0x81).writeByte(203).writeShort(1).writeInt(ssrc);
        }
    }

    /** NTP time of 64 bits (RFC 3550 §4). */
    static long ntp(long wallMillis) {
        long seconds = Math.floorDiv(wallMillis, 1000L) + NTP_EPOCH;
        long fraction = (Math.floorMod(wallMillis, 1000L) << 32) / 1000;
        return (seconds << 32) | fraction;
    }

    /** The middle 32 bits of NTP time, as in LSR. */
    public static int middle(long wallMillis) {
        return (int) (ntp(wallMillis) >>> 16);
    }
}
