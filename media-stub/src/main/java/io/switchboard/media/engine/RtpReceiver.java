package io.switchboard.media.engine;

import io.netty.buffer.ByteBuf;
import io.switchboard.media.codec.Codecs;
import io.switchboard.media.dsp.Resampler;
import io.switchboard.media.jitter.JitterBuffer;
import io.switchboard.media.jitter.Playout;
import io.switchboard.media.rtp.DtmfReceiver;
import io.switchboard.media.rtp.ReceptionStatistics;
import io.switchboard.media.rtp.RtpHeader;
import io.switchboard.media.rtp.SourceLock;
import io.switchboard.media.sdp.AudioAgreement;
import io.switchboard.media.sdp.AudioCodec;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The stream that comes from one participant: whom to believe, in which order, decoded and at the room's rate. */
final class RtpReceiver {
    /** The packet was taken, or ignored, and is no digit. */
    static final int TAKEN = -1;
    /** The packet is no business of this stream. */
    static final int IGNORED = -2;

    private final MediaSettings settings;
    private final SourceLock lock;
    private final RtpHeader header = new RtpHeader();
    private final DtmfReceiver dtmf = new DtmfReceiver();
    private final long epoch = System.nanoTime();

    private @Nullable AudioAgreement agreement;
    private int mixRate = 8_000;
    private @Nullable AudioCodec codec;
    private ReceptionStatistics statistics = new ReceptionStatistics(8_000);
    private @Nullable JitterBuffer buffer;
    private @Nullable Playout playout;
    private @Nullable Resampler resampler;
    private short[] decoded = new short[960];
    private long heardAt;

    RtpReceiver(MediaSettings settings) {
        this.settings = settings;
        lock = new SourceLock(settings.learning().toNanos());
        heardAt = epoch;
    }

    SourceLock lock() {
        return lock;
    }

    ReceptionStatistics statistics() {
        return statistics;
    }

    /** When RTP came last, in nanoseconds of the monotonic clock. */
    long heardAt() {
        return heardAt;
    }

    /** What may come from now on. The sender is learned afresh. */
    void configure(AudioAgreement agreed, @Nullable InetSocketAddress announced, long now) {
        agreement = agreed;
        heardAt = now;
        lock.expect(announced);
        if (codec == null || agreed.receive().stream().noneMatch(r -> r.codec() == codec)) {
            use(agreed.receive().get(0).codec());
        }
    }

    /** The rate at which frames are asked for from now on. */
    void mixRate(int rate) {
        if (rate == mixRate) {
            return;
        }
        mixRate = rate;
        if (codec != null) {
            resampler = codec.sampleRate() == rate ? null : new Resampler(codec.sampleRate(), rate);
        }
    }

    private void use(AudioCodec newCodec) {
        codec = newCodec;
        JitterBuffer fresh =
                new JitterBuffer(newCodec.clockRate(), settings.leastDelayMillis(), settings.greatestDelayMillis());
        buffer = fresh;
        statistics = new ReceptionStatistics(newCodec.clockRate());
        decode(newCodec, fresh);
    }

    private void decode(AudioCodec from, JitterBuffer packets) {
        int rate = from.sampleRate();
        playout = new Playout(packets, Codecs.decoder(from), from.clockRate());
        resampler = rate == mixRate ? null : new Resampler(rate, mixRate);
    }

    /**
     * Takes an RTP packet.
     *
     * @return a digit that begins, {@link #TAKEN} or {@link #IGNORED}
     */
    int received(ByteBuf packet, InetSocketAddress from, int ownSsrc, long now) {
        AudioAgreement agreed = agreement;
        if (agreed == null || !header.read(packet)) {
            return IGNORED;
        }
        int type = header.payloadType();
        boolean event = type == agreed.eventPayloadType();
        boolean comfort = type == agreed.comfortNoisePayloadType();
        AudioCodec spoken = event || comfort ? codec : codecOf(agreed, type);
        if (spoken == null) {
            return IGNORED;
        }
        switch (lock.judge(from, header.ssrc(), header.sequence(), ownSsrc, now)) {
            case ACCEPT -> {}
            case ACCEPT_NEW -> restart();
            case IGNORE -> {
                return IGNORED;
            }
        }
        heardAt = now;
        if (spoken != codec) {
            use(spoken);
        }
        statistics.received(header.sequence(), header.timestamp(), now, !event);
        if (event) {
            return dtmf.received(header, packet);
        }
        if (playout != null) {
            playout.comfortNoise(comfort);
        }
        if (!comfort && agreed.direction().receives() && buffer != null) {
            JitterBuffer.Slot slot =
                    buffer.put(header.timestamp(), header.payloadLength(), ticks(now, spoken.clockRate()));
            if (slot != null) {
                packet.getBytes(header.payloadStart(), slot.payload, 0, header.payloadLength());
            }
        }
        return TAKEN;
    }

    private static @Nullable AudioCodec codecOf(AudioAgreement agreed, int payloadType) {
        for (int i = 0; i < agreed.receive().size(); i++) {
            if (agreed.receive().get(i).payloadType() == payloadType) {
                return agreed.receive().get(i).codec();
            }
        }
        return null;
    }

    private void restart() {
        dtmf.reset();
        if (codec != null && buffer != null) {
            statistics = new ReceptionStatistics(codec.clockRate());
            buffer.reset();
        }
    }

    /**
     * The next 20 ms at the room's rate.
     *
     * @return false for silence; the target is as it was then
     */
    boolean next(short[] target, long now) {
        if (playout == null || codec == null) {
            return false;
        }
        long ticks = ticks(now, codec.clockRate());
        if (resampler == null) {
            return playout.next(target, ticks);
        }
        if (!playout.next(decoded, ticks)) {
            return false;
        }
        resampler.process(decoded, playout.sampleRate() / 50, target);
        return true;
    }

    private long ticks(long now, int clockRate) {
        return (now - epoch) / 1_000 * clockRate / 1_000_000;
    }

    long late() {
        return buffer == null ? 0 : buffer.late();
    }

    long concealed() {
        return playout == null ? 0 : playout.concealed();
    }

    double delayMillis() {
        return buffer == null ? 0 : buffer.targetMillis();
    }
}
