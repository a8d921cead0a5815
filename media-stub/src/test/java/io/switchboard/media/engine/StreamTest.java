package io.switchboard.media.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.switchboard.media.MediaEvent;
import io.switchboard.media.MediaParticipant;
import io.switchboard.media.MediaRoom;
import io.switchboard.media.ParticipantSettings;
import io.switchboard.media.rtp.RtcpReader;
import io.switchboard.media.rtp.RtcpWriter;
import io.switchboard.media.sdp.AudioCodec;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What comes in a stream and what does not: reports, silence, the end. */
class StreamTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void whoIsSilentForLongIsToldDead() throws Exception {
        MediaSettings settings = MediaSettings.on(LOOPBACK).withDeadAfter(Duration.ofMillis(400), Duration.ZERO);
        try (Rig rig = new Rig(settings)) {
            MediaRoom room = rig.room("two");
            Phone alice = rig.phone(AudioCodec.PCMU, 400);
            Phone bob = rig.phone(AudioCodec.PCMU, 700);
            MediaParticipant a = rig.join(room, alice);
            rig.join(room, bob);
            rig.event(MediaEvent.Talking.class, e -> e.participant().equals(a) && e.talks());
            alice.talk(false);
            MediaEvent.Dead dead =
                    rig.event(MediaEvent.Dead.class, e -> e.participant().equals(a));
            assertThat(dead.participant()).isSameAs(a);
            assertThat(dead.silence()).isBetween(Duration.ofMillis(400), Duration.ofSeconds(5));
            alice.talk(true);
            bob.awaitTone(400, true);
            alice.talk(false);
            rig.event(MediaEvent.Dead.class, e -> e.participant().equals(a));
            alice.talk(true);
            bob.awaitTone(400, true);
            alice.sendBye();
            assertThat(rig.event(MediaEvent.Left.class).participant()).isSameAs(a);
        }
    }

    @Test
    void longPacketsAreSentToWhoLikesThem() throws Exception {
        try (Rig rig = new Rig()) {
            MediaRoom room = rig.room("two");
            Phone alice = rig.phone(AudioCodec.PCMU, 400);
            rig.join(room, alice);
            for (AudioCodec codec : List.of(AudioCodec.PCMA, AudioCodec.G722)) {
                Phone bob = rig.phone(codec, 700);
                MediaParticipant b = room.createParticipant("bob", ParticipantSettings.DEFAULT);
                bob.talkTo(Rig.agreed(b.answer(bob.description("ptime:60"))).description());
                bob.awaitTone(400, true);
                int before = bob.packets();
                bob.listen(600);
                assertThat(bob.packets() - before).isBetween(9, 12);
                assertThat(bob.gaps()).isZero();
                b.remove();
            }
        }
    }

    /** A phone that does not multiplex gets its reports where its RTCP port is, and is believed from there. */
    @Test
    void reportsGoToThePortForThem() throws Exception {
        try (Rig rig = new Rig();
                DatagramSocket rtcp = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
            Phone alice = rig.phone(AudioCodec.PCMU, 400);
            MediaParticipant a = rig.room("one").createParticipant("a", ParticipantSettings.DEFAULT);
            byte[] offer = new String(alice.description("rtcp:" + rtcp.getLocalPort()), UTF_8)
                    .replace("a=rtcp-mux\r\n", "")
                    .getBytes(UTF_8);
            alice.talkTo(Rig.agreed(a.answer(offer)).description());
            alice.listen(200);
            rtcp.setSoTimeout(20_000);
            DatagramPacket report = new DatagramPacket(new byte[500], 500);
            rtcp.receive(report);
            ByteBuf packet = Unpooled.wrappedBuffer(report.getData(), 0, report.getLength());
            assertThat(RtcpReader.valid(packet)).isTrue();
            assertThat(packet.getUnsignedByte(1)).isEqualTo((short) 200);
            assertThat(packet.getByte(0) & 0x1F).as("report blocks").isEqualTo(1);
            ByteBuf bye = Unpooled.buffer(100);
            new RtcpWriter(packet.getInt(28), "phone").write(bye, 0, null, null, true);
            rtcp.send(new DatagramPacket(bye.array(), bye.readableBytes(), report.getSocketAddress()));
            assertThat(rig.event(MediaEvent.Left.class).participant()).isSameAs(a);
        }
    }

    /** RFC 3389: the phone says that it is silent, and nothing is made up for what does not come. */
    @Test
    void afterComfortNoiseThereIsSilence() throws Exception {
        try (Rig rig = new Rig()) {
            MediaRoom room = rig.room("two");
            Phone alice = rig.phone(AudioCodec.PCMU, 400);
            Phone bob = rig.phone(AudioCodec.PCMU, 700);
            MediaParticipant a = rig.join(room, alice);
            rig.join(room, bob);
            bob.awaitTone(400, true);
            long concealed = a.statistics().get(5, TimeUnit.SECONDS).concealed();
            alice.talk(false);
            alice.sendRtp(13, false, 1, new byte[] {70}, 1);
            bob.awaitTone(400, false);
            assertThat(a.statistics().get(5, TimeUnit.SECONDS).concealed() - concealed)
                    .isLessThanOrEqualTo(2);
            alice.talk(true);
            bob.awaitTone(400, true);
        }
    }
}
