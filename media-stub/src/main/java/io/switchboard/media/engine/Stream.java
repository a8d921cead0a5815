package io.switchboard.media.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.switchboard.media.MediaEvent;
import io.switchboard.media.ParticipantStatistics;
import io.switchboard.media.mix.Voice;
import io.switchboard.media.rtp.PacketKind;
import io.switchboard.media.rtp.RtcpReader;
import io.switchboard.media.sdp.AudioAgreement;
import io.switchboard.media.sdp.AudioCodec;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One participant's stream: its sockets, what goes in and out, and who is there. Lives on the room's lane. */
final class Stream {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ByteBufAllocator BUFFERS = ByteBufAllocator.DEFAULT;

    private final Participant participant;
    private final RtpMediaEngine engine;
    private final RtpReceiver receiver;
    private final RtpSender sender = new RtpSender(RANDOM);
    private final RtcpSession rtcp = new RtcpSession(sender, RANDOM, System.nanoTime());
    private final Talking talking = new Talking();

    private @Nullable Endpoint endpoint;
    private @Nullable AudioAgreement agreement;
    private @Nullable InetSocketAddress rtcpTarget;
    private long rtcpHeardAt = System.nanoTime();
    private long ignored;
    private boolean dead;
    private boolean closed;

    Stream(Participant participant, RtpMediaEngine engine) {
        this.participant = participant;
        this.engine = engine;
        receiver = new RtpReceiver(engine.settings());
    }

    /** The sockets are there; they are this stream's from now on. */
    void opened(Endpoint opened) {
        if (closed) {
            opened.close();
        } else {
            endpoint = opened;
        }
    }

    /** Offer and answer have settled something. */
    void agreed(AudioAgreement now) {
        agreement = now;
        InetSocketAddress target = Addresses.of(now.address(), now.port());
        rtcpTarget = now.rtcpMux() ? null : Addresses.of(now.rtcpAddress(), now.rtcpPort());
        sender.configure(now.sendPayloadType(), now.codec().clockRate(), now.packetMillis());
        receiver.configure(now, target, System.nanoTime());
        if (endpoint != null) {
            endpoint.expect(target, rtcpTarget);
        }
        dead = false;
        participant.currentRoom().adjustRate();
    }

    int sampleRate() {
        int rate = 8_000;
        if (agreement != null) {
            rate = agreement.codec().sampleRate();
        }
        return rate;
    }

    void mixRate(int rate) {
        receiver.mixRate(rate);
    }

    /** From the socket's thread, which is the lane of the room where the participant was when it was opened. */
    void received(ByteBuf packet, InetSocketAddress from) {
        if (participant.currentRoom().lane().inLane()) {
            take(packet, from);
            return;
        }
        ByteBuf kept = packet.retain();
        boolean posted = participant.post(() -> {
            try {
                take(kept, from);
            } finally {
                kept.release();
            }
        });
        if (!posted) {
            kept.release();
        }
    }

    private void take(ByteBuf packet, InetSocketAddress from) {
        if (closed) {
            return;
        }
        switch (PacketKind.of(packet)) {
            case RTP -> takeRtp(packet, from);
            case RTCP -> takeRtcp(packet, from);
            case OTHER -> ignore();
        }
    }

    private void takeRtp(ByteBuf packet, InetSocketAddress from) {
        InetSocketAddress before = receiver.lock().destination();
        boolean locked = receiver.lock().locked();
        int digit = receiver.received(packet, from, sender.ssrc(), System.nanoTime());
        if (digit == RtpReceiver.IGNORED) {
            ignore();
            return;
        }
        dead = false;
        if (endpoint != null && (!locked || !from.equals(before))) {
            endpoint.found(from);
        }
        if (digit > 0) {
            participant.currentRoom().tell(new MediaEvent.Dtmf(participant, (char) digit));
        }
    }

    private void takeRtcp(ByteBuf packet, InetSocketAddress from) {
        InetSocketAddress rtp = receiver.lock().destination();
        if (rtp == null || !rtp.getAddress().equals(from.getAddress()) || !RtcpReader.valid(packet)) {
            ignore();
            return;
        }
        if (rtcpTarget == null && !rtp.equals(from)) {
            ignore();
            return;
        }
        boolean mine = !receiver.lock().locked()
                || RtcpReader.sender(packet) == receiver.lock().ssrc();
        if (!mine && rtcpTarget != null && !rtcpTarget.equals(from)) {
            ignore();
            return;
        }
        rtcpHeardAt = System.nanoTime();
        dead = false;
        if (rtcpTarget != null) {
            rtcpTarget = from;
        }
        if (rtcp.received(packet)) {
            participant.currentRoom().tell(new MediaEvent.Left(participant));
        }
    }

    private void ignore() {
        ignored++;
        engine.tally().packetsIgnored.increment();
    }

    boolean next(short[] frame, long now) {
        return receiver.next(frame, now);
    }

    void talks(int level) {
        if (talking.heard(level)) {
            participant.currentRoom().tell(new MediaEvent.Talking(participant, talking.talks()));
        }
    }

    /** The codec to send, or null while nothing is agreed. */
    @Nullable AudioCodec sendCodec() {
        return agreement == null ? null : agreement.codec();
    }

    boolean sends() {
        return agreement != null
                && agreement.direction().sends()
                && receiver.lock().destination() != null;
    }

    void skip() {
        sender.skip();
    }

    void send(Encoding encoding) {
        InetSocketAddress to = receiver.lock().destination();
        if (endpoint == null || to == null) {
            return;
        }
        ByteBuf packet = sender.frame(encoding.payload(), encoding.length(), BUFFERS);
        if (packet != null) {
            endpoint.send(packet, to);
            endpoint.flush();
        }
    }

    /** Once a turn: reports that are due, and whether anybody is there at all. */
    void watch(long now) {
        if (agreement == null) {
            return;
        }
        if (rtcp.due(now)) {
            report(now, false);
        }
        MediaSettings limits = engine.settings();
        Duration limit = agreement.direction().receives() ? limits.deadAfter() : limits.heldDeadAfter();
        long last = Math.max(receiver.heardAt(), rtcpHeardAt);
        if (!dead && !limit.isZero() && now - last > limit.toNanos()) {
            dead = true;
            participant.currentRoom().tell(new MediaEvent.Dead(participant, Duration.ofNanos(now - last)));
        }
    }

    private void report(long now, boolean bye) {
        ByteBuf packet = rtcp.report(receiver, BUFFERS, now, bye);
        InetSocketAddress to = rtcpTarget != null ? rtcpTarget : receiver.lock().destination();
        if (endpoint == null || to == null) {
            packet.release();
        } else {
            endpoint.sendRtcp(packet, to, rtcpTarget == null);
        }
    }

    ParticipantStatistics statistics(Voice voice) {
        return new ParticipantStatistics(
                sendCodec(),
                voice.level(),
                talking.talks(),
                receiver.statistics().received(),
                Math.max(0, receiver.statistics().lost()),
                receiver.late(),
                ignored,
                sender.packets(),
                receiver.concealed(),
                receiver.statistics().jitterMillis(),
                receiver.delayMillis(),
                rtcp.loss(),
                rtcp.roundTripMillis());
    }

    void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (agreement != null) {
            report(System.nanoTime(), true);
        }
        if (endpoint != null) {
            endpoint.close();
        }
    }
}
