package io.switchboard.media.rtp;

import io.netty.buffer.ByteBuf;

/** What a datagram on a media port is, by its first bytes (RFC 7983 §7, RFC 5761 §4). */
public enum PacketKind {
    /** RTP, version 2. */
    RTP,
    /** RTCP, version 2. */
    RTCP,
    /** STUN, DTLS, TURN and everything else: ignored. */
    OTHER;

    /** The kind of a datagram; looks at its readable bytes without reading them. */
    public static PacketKind of(ByteBuf datagram) {
        if (datagram.readableBytes() < 8) {
            return OTHER;
        }
        int start = datagram.readerIndex();
        if ((datagram.getByte(start) & 0xC0) != 0x80) {
            return OTHER;
        }
        int second = datagram.getByte(start + 1) & 0xFF;
        if (second >= 192 && second <= 223) {
            return RTCP;
        }
        return datagram.readableBytes() > RtpHeader.LENGTH ? RTP : OTHER;
    }
}
