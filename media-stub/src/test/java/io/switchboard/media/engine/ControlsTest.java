package io.switchboard.media.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.media.MediaEvent;
import io.switchboard.media.MediaParticipant;
import io.switchboard.media.MediaRoom;
import io.switchboard.media.ParticipantStatistics;
import io.switchboard.media.Playback;
import io.switchboard.media.Prompt;
import io.switchboard.media.dsp.Sounds;
import io.switchboard.media.record.RecordingFile;
import io.switchboard.media.sdp.AudioCodec;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What signalling may order while a call runs. */
class ControlsTest {
    @Test
    void mutedOnesAreNotHeardAndDeafOnesHearNobody() throws Exception {
        try (Rig rig = new Rig()) {
            MediaRoom room = rig.room("two");
            Phone alice = rig.phone(AudioCodec.PCMU, 400);
            Phone bob = rig.phone(AudioCodec.PCMU, 700);
            MediaParticipant a = rig.join(room, alice);
            MediaParticipant b = rig.join(room, bob);
            bob.awaitTone(400, true);
            a.mute(true);
            bob.awaitTone(400, false);
            alice.awaitTone(700, true);
            a.mute(false);
            bob.awaitTone(400, true);
            b.deafen(true);
            bob.awaitTone(400, false);
            alice.awaitTone(700, true);
            b.deafen(false);
            bob.awaitTone(400, true);
            a.volume(-20);
            double quiet;
            long deadline = System.nanoTime() + 10_000_000_000L;
            do {
                quiet = bob.hears(400);
            } while (quiet > 700 && System.nanoTime() < deadline);
            assertThat(quiet).isBetween(500.0, 700.0);
            ParticipantStatistics statistics;
            do {
                statistics = a.statistics().get(5, TimeUnit.SECONDS);
            } while ((statistics.level() < -20 || !statistics.talking()) && System.nanoTime() < deadline);
            assertThat(statistics.level()).isBetween(-20, -15);
            assertThat(statistics.talking()).isTrue();
            assertThat(statistics.codec()).isEqualTo(AudioCodec.PCMU);
            assertThat(statistics.packetsReceived()).isPositive();
            assertThat(statistics.packetsSent()).isPositive();
            assertThat(statistics.packetsLost()).isZero();
        }
    }

    @Test
    void eachKeyIsToldOnce() throws Exception {
        try (Rig rig = new Rig()) {
            Phone alice = rig.phone(AudioCodec.PCMU, 400);
            MediaParticipant a = rig.join(rig.room("one"), alice);
            rig.event(MediaEvent.Talking.class);
            alice.talk(false);
            alice.press(1, true);
            alice.listen(100);
            alice.press(1, false);
            alice.listen(100);
            alice.press(11, true);
            StringBuilder digits = new StringBuilder();
            while (digits.length() < 3) {
                MediaEvent.Dtmf key = rig.event(MediaEvent.Dtmf.class);
                assertThat(key.participant()).isSameAs(a);
                digits.append(key.digit());
            }
            assertThat(digits.toString()).isIn("11#", "1#");
            assertThat(rig.events.stream().filter(e -> e instanceof MediaEvent.Dtmf))
                    .isEmpty();
        }
    }

    @Test
    void promptsAreHeardByOneOrByAll() throws Exception {
        try (Rig rig = new Rig()) {
            MediaRoom room = rig.room("two");
            Phone alice = rig.phone(AudioCodec.PCMU, 400);
            Phone bob = rig.phone(AudioCodec.OPUS, 700);
            rig.join(room, alice);
            MediaParticipant b = rig.join(room, bob);
            Playback ring = b.play(Prompt.ringback());
            bob.awaitTone(425, true);
            assertThat(alice.hears(425)).isLessThan(60);
            ring.stop();
            rig.event(MediaEvent.PlaybackEnded.class, e -> e.playback().equals(ring) && e.error() == null);
            bob.awaitTone(425, false);
            Prompt steady = new Prompt.Tones(List.of(new Prompt.Tone(1_500, 0, 1_000)), true);
            Playback all = room.play(steady);
            alice.awaitTone(1_500, true);
            bob.awaitTone(1_500, true);
            all.stop();
            alice.awaitTone(1_500, false);
            Playback beep = room.play(Prompt.beep());
            rig.event(MediaEvent.PlaybackEnded.class, e -> e.playback().equals(beep) && e.error() == null);
            Playback missing = room.play(new Prompt.WavFile(Path.of("no/such.wav"), false));
            assertThat(rig.event(
                                    MediaEvent.PlaybackEnded.class,
                                    e -> e.playback().equals(missing))
                            .error())
                    .contains("no/such.wav");
        }
    }

    @Test
    void filesArePlayedToTheirEnd(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("prompt.wav");
        CompletableFuture<Long> written = new CompletableFuture<>();
        RecordingFile file = new RecordingFile(path, 16_000, 1, (bytes, missed, error) -> written.complete(bytes));
        for (int i = 0; i < 50; i++) {
            file.offer(Sounds.sine(1_500, 8_000, 16_000, 320 * i, 320));
        }
        file.stop();
        assertThat(written.get(10, TimeUnit.SECONDS)).isEqualTo(32_000);
        try (Rig rig = new Rig()) {
            MediaRoom room = rig.room("one");
            Phone alice = rig.phone(AudioCodec.PCMU, 400);
            MediaParticipant a = rig.join(room, alice);
            Playback repeated = a.play(new Prompt.WavFile(path, true));
            alice.awaitTone(1_500, true);
            repeated.stop();
            alice.awaitTone(1_500, false);
            Playback once = room.play(new Prompt.WavFile(path, false));
            assertThat(rig.event(
                                    MediaEvent.PlaybackEnded.class,
                                    e -> e.playback().equals(once))
                            .error())
                    .isNull();
            alice.awaitTone(1_500, false);
        }
    }

    /** Rooms on different lanes: packets follow the participant, whose socket stays. */
    @Test
    void whoMovesHearsTheOtherRoom() throws Exception {
        MediaSettings settings =
                MediaSettings.on(InetAddress.getLoopbackAddress()).withLanes(2);
        try (Rig rig = new Rig(settings)) {
            MediaRoom lobby = rig.room("lobby");
            Phone alice = rig.phone(AudioCodec.PCMU, 400);
            MediaParticipant a = rig.join(lobby, alice);
            MediaRoom hall = rig.room("hall");
            assertThat(((Room) hall).lane()).isNotSameAs(((Room) lobby).lane());
            Phone bob = rig.phone(AudioCodec.G722, 700);
            rig.join(hall, bob);
            a.moveTo(hall);
            alice.awaitTone(700, true);
            bob.awaitTone(400, true);
            assertThat(a.room()).isSameAs(hall);
            a.moveTo(lobby);
            alice.awaitTone(700, false);
            bob.awaitTone(400, false);
            hall.close();
            a.moveTo(hall);
            alice.awaitRtcp(true);
        }
    }

    /** A bug in one room ends that room and nothing else. */
    @Test
    void aFailureEndsOneRoom() throws Exception {
        try (Rig rig = new Rig()) {
            MediaRoom bad = rig.room("bad");
            MediaRoom good = rig.room("good");
            Phone alice = rig.phone(AudioCodec.PCMU, 400);
            Phone bob = rig.phone(AudioCodec.PCMU, 700);
            Phone carol = rig.phone(AudioCodec.PCMU, 1_100);
            rig.join(bad, alice);
            rig.join(good, bob);
            rig.join(good, carol);
            alice.listen(100);
            ((Room) bad).post(() -> {
                throw new IllegalStateException("a bug for the test");
            });
            assertThat(rig.event(MediaEvent.RoomFailed.class).room()).isSameAs(bad);
            alice.awaitRtcp(true);
            carol.awaitTone(700, true);
            assertThat(rig.engine.counters().roomsFailed()).isEqualTo(1);
            assertThat(rig.engine.counters().rooms()).isEqualTo(1);
        }
    }
}
