package io.switchboard.media.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.switchboard.media.MediaParticipant;
import io.switchboard.media.MediaRoom;
import io.switchboard.media.Negotiation;
import io.switchboard.media.ParticipantSettings;
import io.switchboard.media.RoomSettings;
import io.switchboard.media.codec.AudioEncoder;
import io.switchboard.media.codec.Codecs;
import io.switchboard.media.dsp.Sounds;
import io.switchboard.media.engine.MediaSettings;
import io.switchboard.media.engine.RtpMediaEngine;
import io.switchboard.media.rtp.RtpHeader;
import io.switchboard.media.sdp.AudioCodec;
import io.switchboard.media.sdp.SdpSession;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rooms full of talkers on the loopback: what a participant costs the mixing threads, and how evenly packets come.
 * Arguments: rooms as {@code 20x3,1x50}, seconds, codec, {@code own} or {@code one} port, lanes, the
 * highest rate of rooms.
 */
public final class MediaLoad {
    private static final Logger LOG = LoggerFactory.getLogger(MediaLoad.class);
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int PAYLOADS = 50;

    private final AudioCodec codec;
    private final List<Talker> talkers = new ArrayList<>();
    private final Selector selector = Selector.open();
    private volatile boolean measuring;
    private volatile boolean over;

    /** One phone. */
    private static final class Talker {
        final DatagramChannel socket;
        final InetSocketAddress target;
        final byte[][] payloads;
        final int ssrc;
        int sequence;
        long timestamp;
        long firstArrival;
        long arrivals;
        long[] deviations = new long[1 << 16];
        int kept;

        Talker(DatagramChannel socket, InetSocketAddress target, byte[][] payloads, int ssrc) {
            this.socket = socket;
            this.target = target;
            this.payloads = payloads;
            this.ssrc = ssrc;
        }
    }

    private MediaLoad(AudioCodec codec) throws IOException {
        this.codec = codec;
    }

    private byte[][] payloads(double tone) {
        int rate = codec.sampleRate();
        AudioEncoder encoder = Codecs.encoder(codec, 48_000);
        byte[][] payloads = new byte[PAYLOADS][];
        byte[] target = new byte[AudioEncoder.MAX_BYTES];
        for (int i = 0; i < PAYLOADS; i++) {
            int bytes = encoder.encode(Sounds.sine(tone, 5_000, rate, i * rate / 50, rate / 50), rate / 50, target);
            payloads[i] = Arrays.copyOf(target, bytes);
        }
        return payloads;
    }

    private void join(MediaRoom room, int number) throws Exception {
        DatagramChannel socket = DatagramChannel.open();
        socket.bind(new InetSocketAddress(LOOPBACK, 0));
        socket.configureBlocking(false);
        int type = codec.dynamic() ? 97 : codec.payloadType();
        int port = ((InetSocketAddress) socket.getLocalAddress()).getPort();
        String offer = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio " + port
                + " RTP/AVP " + type + "\r\na=rtpmap:" + type + " " + codec.encodingName() + "/" + codec.clockRate()
                + (codec.channels() > 1 ? "/2" : "") + "\r\na=rtcp-mux\r\n";
        MediaParticipant participant = room.createParticipant("p" + number, ParticipantSettings.DEFAULT);
        Negotiation result = participant.answer(offer.getBytes(UTF_8)).get(10, TimeUnit.SECONDS);
        if (!(result instanceof Negotiation.Agreed agreed)) {
            throw new IOException("no answer: " + result);
        }
        int to = SdpSession.parse(agreed.description()).media().get(0).port();
        Talker talker =
                new Talker(socket, new InetSocketAddress(LOOPBACK, to), payloads(300 + number % 40 * 50), number + 1);
        socket.register(selector, SelectionKey.OP_READ, talker);
        talkers.add(talker);
    }

    /** Sends for all phones, spread over each 20 ms. */
    private void send() {
        long start = System.nanoTime();
        ByteBuf packet = Unpooled.directBuffer(12 + AudioEncoder.MAX_BYTES);
        int type = codec.dynamic() ? 97 : codec.payloadType();
        for (long turn = 0; !over; turn++) {
            for (int i = 0; i < talkers.size(); i++) {
                long due = start + turn * 20_000_000L + i * 20_000_000L / talkers.size();
                while (due - System.nanoTime() > 100_000) {
                    LockSupport.parkNanos(due - System.nanoTime() - 60_000);
                }
                Talker talker = talkers.get(i);
                packet.clear();
                RtpHeader.write(packet, type, turn == 0, talker.sequence++ & 0xFFFF, talker.timestamp, talker.ssrc);
                packet.writeBytes(talker.payloads[(int) (turn % PAYLOADS)]);
                talker.timestamp += codec.clockRate() / 50;
                try {
                    talker.socket.send(packet.nioBuffer(), talker.target);
                } catch (IOException e) {
                    LOG.warn("not sent", e);
                }
            }
        }
    }

    private void receive() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(2_000);
        try {
            while (!over) {
                selector.select(key -> arrived((Talker) key.attachment(), buffer), 100);
            }
        } catch (IOException e) {
            LOG.warn("not received", e);
        }
    }

    private void arrived(Talker talker, ByteBuffer buffer) {
        try {
            while (talker.socket.receive(buffer.clear()) != null) {
                if (!measuring || (buffer.get(1) & 0xE0) == 0xC0) { // RTCP
                    continue;
                }
                long now = System.nanoTime();
                if (talker.arrivals == 0) {
                    talker.firstArrival = now;
                }
                if (talker.kept < talker.deviations.length) {
                    talker.deviations[talker.kept++] = now - talker.firstArrival - talker.arrivals * 20_000_000L;
                }
                talker.arrivals++;
            }
        } catch (IOException e) {
            LOG.warn("not received", e);
        }
    }

    private static long mixingNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (ThreadInfo info : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (info != null && info.getThreadName().startsWith("media-")) {
                sum += threads.getThreadCpuTime(info.getThreadId());
            }
        }
        return sum;
    }

    private void report(long cpu, long nanos) {
        List<Long> all = new ArrayList<>();
        long packets = 0;
        for (Talker talker : talkers) {
            long earliest =
                    Arrays.stream(talker.deviations, 0, talker.kept).min().orElse(0);
            for (int i = 0; i < talker.kept; i++) {
                all.add(talker.deviations[i] - earliest);
            }
            packets += talker.arrivals;
        }
        all.sort(null);
        int n = all.size();
        LOG.info(
                "{} participants: {} % of a core, {} % each; {} packets of {} came; late p50 {} p99 {} p99.9 {} max {} ms",
                talkers.size(),
                round(100.0 * cpu / nanos),
                round(100.0 * cpu / nanos / talkers.size()),
                packets,
                talkers.size() * nanos / 20_000_000L,
                round(all.get(n / 2) / 1e6),
                round(all.get((int) (n * 0.99)) / 1e6),
                round(all.get((int) (n * 0.999)) / 1e6),
                round(all.get(n - 1) / 1e6));
    }

    private static double round(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }

    /** Runs the load. */
    public static void main(String[] args) throws Exception {
        String[] rooms = (args.length > 0 ? args[0] : "20x3,1x50").split(",", -1);
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 10;
        MediaLoad load = new MediaLoad(AudioCodec.valueOf(args.length > 2 ? args[2] : "PCMU"));
        int highestRate = args.length > 5 ? Integer.parseInt(args[5]) : 48_000;
        boolean onePort = args.length > 3 && args[3].equals("one");
        MediaSettings settings = MediaSettings.on(LOOPBACK).withLanes(args.length > 4 ? Integer.parseInt(args[4]) : 1);
        try (RtpMediaEngine engine = RtpMediaEngine.start(onePort ? settings.withOnePort(0) : settings)) {
            for (String group : rooms) {
                String[] parts = group.split("x", -1);
                for (int r = 0; r < Integer.parseInt(parts[0]); r++) {
                    MediaRoom room = engine.createRoom("room " + r, new RoomSettings(8, highestRate), e -> {});
                    for (int p = 0; p < Integer.parseInt(parts[1]); p++) {
                        load.join(room, load.talkers.size());
                    }
                }
            }
            Thread sender = Thread.ofPlatform().name("load sends").start(load::send);
            Thread receiver = Thread.ofPlatform().name("load receives").start(load::receive);
            long warm = System.nanoTime() + 8_000_000_000L;
            while (warm - System.nanoTime() > 0) {
                LockSupport.parkNanos(warm - System.nanoTime());
            }
            long before = mixingNanos();
            long lateBefore = engine.counters().lateTicks();
            long start = System.nanoTime();
            load.measuring = true;
            long end = start + seconds * 1_000_000_000L;
            while (end - System.nanoTime() > 0) {
                LockSupport.parkNanos(end - System.nanoTime());
            }
            load.measuring = false;
            load.report(mixingNanos() - before, System.nanoTime() - start);
            load.over = true;
            sender.join();
            receiver.join();
            LOG.info("turns that began over 5 ms late: {}", engine.counters().lateTicks() - lateBefore);
        }
    }
}
