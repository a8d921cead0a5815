package io.switchboard.media.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.switchboard.media.MediaParticipant;
import io.switchboard.media.MediaRoom;
import io.switchboard.media.Negotiation;
import io.switchboard.media.ParticipantSettings;
import io.switchboard.media.sdp.AudioCodec;
import io.switchboard.media.sdp.Direction;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Sockets, ports, addresses, and who is believed. */
class NetworkTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void strangersAreNeitherHeardNorSentTo() throws Exception {
        try (Rig rig = new Rig()) {
            MediaRoom room = rig.room("two");
            Phone alice = rig.phone(AudioCodec.PCMU, 400);
            Phone bob = rig.phone(AudioCodec.PCMU, 700);
            MediaParticipant a = rig.join(room, alice);
            rig.join(room, bob);
            bob.awaitTone(400, true);
            Phone stranger = rig.phone(AudioCodec.PCMU, 1_300);
            byte[] ours = Rig.agreed(a.answer(alice.description())).description();
            bob.listen(200);
            stranger.talkTo(ours);
            bob.listen(300);
            assertThat(bob.hears(1_300)).isLessThan(60);
            bob.awaitTone(400, true);
            assertThat(stranger.packets()).isZero();
            assertThat(a.statistics().get(5, TimeUnit.SECONDS).packetsIgnored()).isPositive();
        }
    }

    /** The phone's address is not the announced one: it is behind a NAT. */
    @Test
    void weSendWhereTheSoundComesFrom() throws Exception {
        try (Rig rig = new Rig()) {
            MediaRoom room = rig.room("two");
            Phone alice = rig.phone(AudioCodec.PCMU, 400);
            rig.join(room, alice);
            Phone behindNat = rig.phone(AudioCodec.PCMU, 700);
            MediaParticipant b = room.createParticipant("nat", ParticipantSettings.DEFAULT);
            byte[] offer = new String(behindNat.description(), UTF_8)
                    .replace("IN IP4 127.0.0.1", "IN IP4 192.0.2.1")
                    .getBytes(UTF_8);
            behindNat.talkTo(Rig.agreed(b.answer(offer)).description());
            behindNat.awaitTone(400, true);
        }
    }

    @Test
    void aReInviteMovesTheStream() throws Exception {
        try (Rig rig = new Rig()) {
            MediaRoom room = rig.room("two");
            Phone alice = rig.phone(AudioCodec.PCMU, 400);
            Phone desk = rig.phone(AudioCodec.PCMU, 700);
            rig.join(room, alice);
            MediaParticipant b = rig.join(room, desk);
            desk.awaitTone(400, true);
            Phone mobile = rig.phone(AudioCodec.OPUS, 1_100);
            mobile.talkTo(Rig.agreed(b.answer(mobile.description())).description());
            desk.talk(false);
            mobile.awaitTone(400, true);
            alice.awaitTone(1_100, true);
            alice.awaitTone(700, false);
        }
    }

    @Test
    void ourOwnOfferIsAnsweredByThePhone() throws Exception {
        try (Rig rig = new Rig()) {
            MediaRoom room = rig.room("two");
            Phone alice = rig.phone(AudioCodec.PCMU, 400);
            rig.join(room, alice);
            for (AudioCodec codec : AudioCodec.ALL) {
                Phone bob = rig.phone(codec, 700);
                MediaParticipant b = room.createParticipant("bob", ParticipantSettings.DEFAULT);
                byte[] offer = Rig.agreed(b.offer()).description();
                Negotiation.Agreed agreed = Rig.agreed(b.accept(bob.description()));
                assertThat(agreed.direction()).isEqualTo(Direction.SENDRECV);
                bob.awaitTone(400, true);
                if (!codec.dynamic()) { // the phone of this test sends with its own number, not with ours
                    bob.talkTo(offer);
                    alice.awaitTone(700, true);
                }
                b.remove();
            }
        }
    }

    @Test
    void aHeldPhoneGetsNothingAndIsNotHeard() throws Exception {
        try (Rig rig = new Rig()) {
            MediaRoom room = rig.room("two");
            Phone alice = rig.phone(AudioCodec.PCMU, 400);
            Phone bob = rig.phone(AudioCodec.PCMU, 700);
            MediaParticipant a = rig.join(room, alice);
            rig.join(room, bob);
            bob.awaitTone(400, true);
            Negotiation.Agreed held = Rig.agreed(a.answer(alice.description("inactive")));
            assertThat(held.held()).isTrue();
            bob.awaitTone(400, false);
            int before = alice.packets();
            bob.listen(300);
            assertThat(alice.packets() - before).isLessThanOrEqualTo(1);
            assertThat(Rig.agreed(a.answer(alice.description())).held()).isFalse();
            bob.awaitTone(400, true);
            a.direction(Direction.SENDONLY);
            assertThat(Rig.agreed(a.offer()).direction()).isEqualTo(Direction.SENDONLY);
            Rig.agreed(a.accept(alice.description("recvonly")));
            bob.awaitTone(400, false);
            alice.awaitTone(700, true);
        }
    }

    /** All of a lane on one port: told apart by where they send from. */
    @Test
    void onePortServesAll() throws Exception {
        try (Rig rig = new Rig(MediaSettings.on(LOOPBACK).withOnePort(0))) {
            MediaRoom room = rig.room("three");
            double[] tones = {400, 700, 1_100};
            List<Phone> phones = List.of(
                    rig.phone(AudioCodec.PCMU, tones[0]),
                    rig.phone(AudioCodec.PCMA, tones[1]),
                    rig.phone(AudioCodec.G722, tones[2]));
            for (Phone phone : phones) {
                rig.join(room, phone);
            }
            assertThat(rig.engine.counters().sockets()).isEqualTo(2);
            for (int i = 0; i < 3; i++) {
                phones.get(i).awaitTones(tones, i);
            }
            assertThat(phones.get(0).gaps()).isZero();
        }
    }

    @Test
    void withoutAPortThereIsNoAnswerUntilOneIsFree() throws Exception {
        int port = freePair();
        try (Rig rig = new Rig(MediaSettings.on(LOOPBACK).withPorts(port, port + 1))) {
            MediaRoom room = rig.room("one");
            Phone alice = rig.phone(AudioCodec.PCMU, 400);
            MediaParticipant a = rig.join(room, alice);
            assertThat(rig.engine.counters().sockets()).isEqualTo(2);
            MediaParticipant b = room.createParticipant("b", ParticipantSettings.DEFAULT);
            assertThat(b.offer().get(5, TimeUnit.SECONDS)).isInstanceOf(Negotiation.Unavailable.class);
            a.remove();
            alice.awaitRtcp(true);
            Negotiation again = b.offer().get(5, TimeUnit.SECONDS);
            for (int i = 0; i < 1_000 && again instanceof Negotiation.Unavailable; i++) {
                again = b.offer().get(5, TimeUnit.SECONDS);
            }
            assertThat(again).isInstanceOf(Negotiation.Agreed.class);
            assertThat(a.offer().get(5, TimeUnit.SECONDS)).isInstanceOf(Negotiation.Unavailable.class);
        }
    }

    /** An even port that is free, as is the next. */
    private static int freePair() throws IOException {
        while (true) {
            try (DatagramSocket some = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
                int port = some.getLocalPort();
                if (port % 2 == 0 && port < 65_535) {
                    new DatagramSocket(new InetSocketAddress(LOOPBACK, port + 1)).close();
                    return port;
                }
            } catch (BindException e) {
                // the next one is taken: another try
            }
        }
    }

    @Test
    void whatIsNoDescriptionIsRefused() throws Exception {
        try (Rig rig = new Rig()) {
            MediaParticipant a = rig.room("one").createParticipant("a", ParticipantSettings.DEFAULT);
            assertThat(a.answer(new byte[] {1, 2, 3}).get(5, TimeUnit.SECONDS)).isInstanceOf(Negotiation.Refused.class);
            assertThat(a.accept(new byte[] {1, 2, 3}).get(5, TimeUnit.SECONDS)).isInstanceOf(Negotiation.Refused.class);
        }
    }

    @Test
    void phonesOfIpv6AreServedToo() throws Exception {
        InetAddress six = InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        assumeTrue(NetworkInterface.getByInetAddress(six) != null, "no IPv6 here");
        MediaSettings four = MediaSettings.on(LOOPBACK);
        MediaSettings both = new MediaSettings(
                List.of(four.addresses().get(0), new MediaSettings.MediaAddress(six, "::1")),
                0,
                0,
                false,
                1,
                four.learning(),
                four.deadAfter(),
                four.heldDeadAfter(),
                20,
                200);
        try (Rig rig = new Rig(both);
                Phone alice = new Phone(AudioCodec.PCMU, 400, six)) {
            MediaRoom room = rig.room("two");
            Phone bob = rig.phone(AudioCodec.PCMU, 700);
            rig.join(room, alice);
            rig.join(room, bob);
            alice.awaitTone(700, true);
            bob.awaitTone(400, true);
        }
    }

    @Test
    void afterTheEndNothingHangs() throws Exception {
        Rig rig = new Rig();
        MediaRoom room = rig.room("one");
        MediaParticipant a = room.createParticipant("a", ParticipantSettings.DEFAULT);
        rig.close();
        assertThat(a.offer().get(5, TimeUnit.SECONDS)).isInstanceOf(Negotiation.Unavailable.class);
        MediaRoom late = rig.room("late");
        assertThat(late.createParticipant("b", ParticipantSettings.DEFAULT)
                        .offer()
                        .get(5, TimeUnit.SECONDS))
                .isInstanceOf(Negotiation.Unavailable.class);
        rig.close();
    }
}
