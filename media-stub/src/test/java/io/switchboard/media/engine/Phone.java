package io.switchboard.media.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.switchboard.media.codec.AudioDecoder;
import io.switchboard.media.codec.AudioEncoder;
import io.switchboard.media.codec.Codecs;
import io.switchboard.media.dsp.Sounds;
import io.switchboard.media.rtp.PacketKind;
import io.switchboard.media.rtp.RtcpWriter;
import io.switchboard.media.rtp.RtpHeader;
import io.switchboard.media.sdp.AudioCodec;
import io.switchboard.media.sdp.SdpSession;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A phone of a test: sends a tone every 20 ms by the clock, and keeps what it hears. */
final class Phone implements AutoCloseable {
    private static final long WAIT_NANOS = 20_000_000_000L;

    final DatagramSocket socket;
    final AudioCodec codec;
    final int payloadType;
    private final int rate;
    private final double frequency;
    private final AudioEncoder encoder;
    private final AudioDecoder decoder;
    private volatile @Nullable InetSocketAddress target;
    private volatile boolean talks;
    private volatile boolean closed;
    private short[] heard = new short[48_000 * 10];
    private int length;
    private int packets;
    private int lastSequence = -1;
    private int gaps;
    private int rtcpPackets;
    private boolean bye;
    private int sequence = 1000;
    private long timestamp = 5_000;
    private final int ssrc;

    Phone(AudioCodec codec, double frequency) throws IOException {
        this(codec, frequency, InetAddress.getLoopbackAddress());
    }

    Phone(AudioCodec codec, double frequency, InetAddress address) throws IOException {
        this.codec = codec;
        this.frequency = frequency;
        payloadType = codec.dynamic() ? 97 : codec.payloadType();
        rate = codec.sampleRate();
        encoder = Codecs.encoder(codec, 48_000);
        decoder = Codecs.decoder(codec);
        socket = new DatagramSocket(new InetSocketAddress(address, 0));
        ssrc = 0x1000_0000 + socket.getLocalPort();
        Thread.ofPlatform().daemon().name("phone hears").start(this::receive);
        Thread.ofPlatform().daemon().name("phone talks").start(this::send);
    }

    /** An offer or answer of this phone. */
    byte[] description(String... attributes) {
        String family = socket.getLocalAddress().getAddress().length == 4 ? "IP4 " : "IP6 ";
        String address = family + socket.getLocalAddress().getHostAddress();
        StringBuilder sdp = new StringBuilder("v=0\r\no=phone 1 1 IN " + address + "\r\ns=-\r\nc=IN " + address
                + "\r\nt=0 0\r\nm=audio " + socket.getLocalPort() + " RTP/AVP " + payloadType + " 101\r\na=rtpmap:"
                + payloadType + " " + codec.encodingName() + "/" + codec.clockRate()
                + (codec.channels() > 1 ? "/2" : "") + "\r\na=rtpmap:101 telephone-event/8000\r\na=rtcp-mux\r\n");
        for (String attribute : attributes) {
            sdp.append("a=").append(attribute).append("\r\n");
        }
        return sdp.toString().getBytes(UTF_8);
    }

    /** Sends to where a description says, and talks from now on. */
    void talkTo(byte[] description) throws Exception {
        SdpSession session = SdpSession.parse(description);
        target = new InetSocketAddress(
                InetAddress.getByName(session.media().get(0).connectionAddress()),
                session.media().get(0).port());
        talks = true;
    }

    void talk(boolean shallTalk) {
        talks = shallTalk;
    }

    private void send() {
        long deadline = System.nanoTime();
        int samples = rate / 50;
        int at = 0;
        byte[] payload = new byte[AudioEncoder.MAX_BYTES];
        while (!closed) {
            deadline += 20_000_000L;
            LockSupport.parkNanos(deadline - System.nanoTime());
            InetSocketAddress to = target;
            if (!talks || to == null) {
                continue;
            }
            int bytes = encoder.encode(Sounds.sine(frequency, 6_000, rate, at, samples), samples, payload);
            at += samples;
            sendRtp(payloadType, false, timestamp, payload, bytes);
            timestamp += codec.clockRate() / 50;
        }
    }

    /** Sends a packet of any kind with the next sequence number. */
    synchronized void sendRtp(int type, boolean marker, long stamp, byte[] payload, int bytes) {
        ByteBuf packet = Unpooled.buffer(12 + bytes);
        RtpHeader.write(packet, type, marker, sequence++ & 0xFFFF, stamp, ssrc);
        packet.writeBytes(payload, 0, bytes);
        sendRaw(packet);
    }

    /** Sends an RTCP BYE. */
    void sendBye() {
        ByteBuf packet = Unpooled.buffer(100);
        new RtcpWriter(ssrc, "phone").write(packet, 0, null, null, true);
        sendRaw(packet);
    }

    /** Presses a key: three packets of one event, the last of which may be lost. */
    void press(int event, boolean endArrives) {
        long stamp = timestamp;
        timestamp += 4_000;
        for (int i = 0; i < 3; i++) {
            sendRtp(101, i == 0, stamp, new byte[] {(byte) event, 10, 0, (byte) (160 * i)}, 4);
        }
        for (int i = 0; endArrives && i < 3; i++) {
            sendRtp(101, false, stamp, new byte[] {(byte) event, (byte) 0x8A, 2, (byte) 0x80}, 4);
        }
    }

    private void sendRaw(ByteBuf packet) {
        InetSocketAddress to = target;
        if (to == null) {
            throw new IllegalStateException("talks to nobody");
        }
        try {
            socket.send(new DatagramPacket(packet.array(), packet.readableBytes(), to));
        } catch (IOException e) {
            if (!closed) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void receive() {
        byte[] bytes = new byte[2_000];
        RtpHeader header = new RtpHeader();
        short[] pcm = new short[48 * AudioDecoder.MAX_MILLIS];
        byte[] payload = new byte[2_000];
        while (!closed) {
            DatagramPacket datagram = new DatagramPacket(bytes, bytes.length);
            try {
                socket.receive(datagram);
            } catch (IOException e) {
                continue;
            }
            ByteBuf packet = Unpooled.wrappedBuffer(bytes, 0, datagram.getLength());
            if (PacketKind.of(packet) == PacketKind.RTCP) {
                rtcp(packet);
            } else if (header.read(packet) && header.payloadType() == payloadType) {
                packet.getBytes(header.payloadStart(), payload, 0, header.payloadLength());
                hear(header, pcm, decoder.decode(payload, header.payloadLength(), pcm, 0));
            }
        }
    }

    private synchronized void rtcp(ByteBuf packet) {
        rtcpPackets++;
        for (int at = 0; at < packet.readableBytes(); at += 4 + 4 * packet.getUnsignedShort(at + 2)) {
            bye |= packet.getUnsignedByte(at + 1) == 203;
        }
        notifyAll();
    }

    private synchronized void hear(RtpHeader header, short[] pcm, int samples) {
        gaps += lastSequence >= 0 && header.sequence() != ((lastSequence + 1) & 0xFFFF) ? 1 : 0;
        lastSequence = header.sequence();
        packets++;
        if (length + samples > heard.length) {
            System.arraycopy(heard, heard.length / 2, heard, 0, length - heard.length / 2);
            length -= heard.length / 2;
        }
        System.arraycopy(pcm, 0, heard, length, samples);
        length += samples;
        notifyAll();
    }

    /** The next so many milliseconds that are heard from now on. */
    synchronized short[] listen(int millis) {
        int wanted = rate * millis / 1000;
        length = 0;
        await("sound", () -> length >= wanted);
        return Arrays.copyOf(heard, wanted);
    }

    /** The amplitude of a frequency in the next third of a second. */
    double hears(double wanted) {
        return Sounds.amplitude(listen(330), rate, wanted);
    }

    /** Waits until a frequency is heard, or is not. */
    void awaitTone(double wanted, boolean there) {
        long deadline = System.nanoTime() + WAIT_NANOS;
        double found;
        do {
            found = hears(wanted);
            if (there ? found > 3_000 : found < 60) {
                return;
            }
        } while (System.nanoTime() < deadline);
        throw new AssertionError(wanted + " Hz " + (there ? "is not" : "is still") + " heard: " + found);
    }

    /** Waits until all of some frequencies are heard but one; an index that is none is for all. */
    void awaitTones(double[] tones, int not) {
        long deadline = System.nanoTime() + WAIT_NANOS;
        String wrong;
        do {
            short[] sound = listen(330);
            wrong = "";
            for (int i = 0; i < tones.length; i++) {
                double found = Sounds.amplitude(sound, rate, tones[i]);
                if (i == not ? found > 60 : found < 3_000) {
                    wrong += tones[i] + " Hz is " + Math.round(found) + "; ";
                }
            }
        } while (!wrong.isEmpty() && System.nanoTime() < deadline);
        if (!wrong.isEmpty()) {
            throw new AssertionError(wrong);
        }
    }

    /** Waits for half a second in which all frequencies but one are this loud; a busy machine has worse ones before. */
    void awaitLevels(double[] tones, int not, double least, double most) {
        long deadline = System.nanoTime() + WAIT_NANOS;
        String wrong;
        do {
            short[] sound = listen(500);
            wrong = "";
            for (int i = 0; i < tones.length; i++) {
                double found = Sounds.amplitude(sound, rate, tones[i]);
                if (i == not ? found >= 100 : found < least || found > most) {
                    wrong += tones[i] + " Hz is " + Math.round(found) + "; ";
                }
            }
        } while (!wrong.isEmpty() && System.nanoTime() < deadline);
        if (!wrong.isEmpty()) {
            throw new AssertionError(wrong);
        }
    }

    synchronized int packets() {
        return packets;
    }

    synchronized int gaps() {
        return gaps;
    }

    synchronized void awaitRtcp(boolean withBye) {
        await("RTCP", () -> rtcpPackets > 0 && (!withBye || bye));
    }

    /** Waits for something that the receiving thread brings. */
    synchronized void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + WAIT_NANOS;
        while (!condition.getAsBoolean()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("no " + what);
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        socket.close();
    }
}
