package io.switchboard.media.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.switchboard.media.codec.AudioEncoder;
import io.switchboard.media.rtp.RtcpWriter;
import io.switchboard.media.rtp.RtpHeader;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Our own RTP stream to one participant: its numbers start at random and never jump (RFC 3550 §5.1). */
final class RtpSender {
    private static final int MOST_FRAMES = 3;

    private final int ssrc;
    private int sequence;
    private long timestamp;
    private int payloadType;
    private int clockPerFrame = 160;
    private int framesPerPacket = 1;
    private final byte[] packed = new byte[MOST_FRAMES * AudioEncoder.MAX_BYTES];
    private int packedBytes;
    private int packedFrames;
    private long packetTimestamp;
    private boolean silentBefore = true;
    private long packets;
    private long octets;
    private long packetsAtReport;

    RtpSender(RandomGenerator random) {
        ssrc = random.nextInt();
        sequence = random.nextInt(0x8000); // the lower half, as SRTP's roll-over counter likes it (RFC 3711 §3.3.1)
        timestamp = random.nextLong() & 0xFFFF_FFFFL;
    }

    int ssrc() {
        return ssrc;
    }

    /**
     * What is sent from now on.
     *
     * @param clockRate the codec's RTP clock in Hz
     * @param packetMillis 20, 40 or 60
     */
    void configure(int newPayloadType, int clockRate, int packetMillis) {
        payloadType = newPayloadType;
        clockPerFrame = clockRate / 50;
        framesPerPacket = packetMillis / 20;
        packedFrames = 0;
        packedBytes = 0;
    }

    /**
     * Takes a frame of 20 ms.
     *
     * @return a packet to send, or null if it is not full yet
     */
    @Nullable ByteBuf frame(byte[] payload, int length, ByteBufAllocator allocator) {
        byte[] source = payload;
        int bytes = length;
        long stamp = timestamp;
        timestamp += clockPerFrame;
        if (framesPerPacket > 1) {
            if (packedFrames == 0) {
                packetTimestamp = stamp;
                packedBytes = 0;
            }
            System.arraycopy(payload, 0, packed, packedBytes, length);
            packedBytes += length;
            if (++packedFrames < framesPerPacket) {
                return null;
            }
            packedFrames = 0;
            source = packed;
            bytes = packedBytes;
            stamp = packetTimestamp;
        }
        ByteBuf packet = allocator.ioBuffer(RtpHeader.LENGTH + bytes);
        RtpHeader.write(packet, payloadType, silentBefore, sequence, stamp, ssrc);
        packet.writeBytes(source, 0, bytes);
        sequence = (sequence + 1) & 0xFFFF;
        silentBefore = false;
        packets++;
        octets += bytes;
        return packet;
    }

    /** Lets 20 ms pass without sending: the next packet begins anew. */
    void skip() {
        timestamp += clockPerFrame;
        packedFrames = 0;
        silentBefore = true;
    }

    long packets() {
        return packets;
    }

    /** What a report tells of us, null if nothing was sent since the last one. */
    RtcpWriter.@Nullable Sent sent() {
        if (packets == packetsAtReport) {
            return null;
        }
        packetsAtReport = packets;
        return new RtcpWriter.Sent(timestamp, packets, octets);
    }
}
