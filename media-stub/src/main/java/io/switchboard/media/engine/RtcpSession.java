package io.switchboard.media.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.switchboard.media.rtp.ReceptionStatistics;
import io.switchboard.media.rtp.RtcpReader;
import io.switchboard.media.rtp.RtcpWriter;
import java.util.random.RandomGenerator;

/** The reports from and to one participant (RFC 3550 §6): when, and what is known from them. */
final class RtcpSession implements RtcpReader.Sink {
    private static final double INTERVAL_NANOS = 5e9;

    private final RtpSender sender;
    private final RtcpWriter writer;
    private final RandomGenerator random;
    private long nextReport;
    private int lastSenderReport;
    private long lastSenderReportAt;
    private int loss;
    private double roundTripMillis = -1;
    private boolean left;

    RtcpSession(RtpSender sender, RandomGenerator random, long now) {
        this.sender = sender;
        this.random = random;
        writer = new RtcpWriter(sender.ssrc(), Long.toHexString(random.nextLong()) + "@switchboard.invalid");
        nextReport = now + (long) (INTERVAL_NANOS / 2 * (0.5 + random.nextDouble()));
    }

    boolean due(long now) {
        return now - nextReport >= 0;
    }

    /** Writes a report and sets the time of the next one, from half to one and a half times five seconds away. */
    ByteBuf report(RtpReceiver receiver, ByteBufAllocator allocator, long now, boolean bye) {
        nextReport = now + (long) (INTERVAL_NANOS * (0.5 + random.nextDouble()));
        ReceptionStatistics statistics = receiver.statistics();
        RtcpWriter.Heard heard = null;
        if (statistics.received() > 0) {
            int delay = lastSenderReport == 0 ? 0 : (int) ((now - lastSenderReportAt) / 1_000 * 65_536 / 1_000_000);
            heard = new RtcpWriter.Heard(receiver.lock().ssrc(), statistics, lastSenderReport, delay);
        }
        ByteBuf packet = allocator.ioBuffer(160);
        writer.write(packet, System.currentTimeMillis(), sender.sent(), heard, bye);
        return packet;
    }

    /** Reads a valid packet of the other side; whether it says BYE. */
    boolean received(ByteBuf packet) {
        left = false;
        RtcpReader.read(packet, this);
        return left;
    }

    @Override
    public void senderReport(int ssrc, int ntpMiddle) {
        lastSenderReport = ntpMiddle;
        lastSenderReportAt = System.nanoTime();
    }

    @Override
    public void reportBlock(int about, int fraction, int cumulative, long jitterTicks, int lastReport, int delay) {
        if (about != sender.ssrc()) {
            return;
        }
        loss = fraction;
        if (lastReport != 0) {
            int trip = RtcpWriter.middle(System.currentTimeMillis()) - lastReport - delay;
            roundTripMillis = Math.max(0, trip * 1000.0 / 65_536);
        }
    }

    @Override
    public void bye(int ssrc) {
        left = true;
    }

    double loss() {
        return loss / 256.0;
    }

    double roundTripMillis() {
        return roundTripMillis;
    }
}
