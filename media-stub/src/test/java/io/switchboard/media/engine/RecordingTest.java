package io.switchboard.media.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.media.MediaEvent;
import io.switchboard.media.MediaParticipant;
import io.switchboard.media.MediaRoom;
import io.switchboard.media.Recording;
import io.switchboard.media.dsp.Sounds;
import io.switchboard.media.sdp.AudioCodec;
import io.switchboard.media.tone.Pcm;
import io.switchboard.media.tone.WavReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {
    @TempDir
    private Path folder;

    @Test
    void theMixHasAllVoicesFromStartToStop() throws Exception {
        try (Rig rig = new Rig()) {
            MediaRoom room = rig.room("two");
            Phone alice = rig.phone(AudioCodec.PCMU, 400);
            Phone bob = rig.phone(AudioCodec.PCMA, 700);
            rig.join(room, alice);
            rig.join(room, bob);
            bob.awaitTone(400, true);
            alice.awaitTone(700, true);
            Recording recording = room.record(folder.resolve("mix.wav"));
            alice.listen(1_500);
            recording.stop();
            MediaEvent.RecordingEnded end = rig.event(MediaEvent.RecordingEnded.class);
            assertThat(end.recording()).isSameAs(recording);
            assertThat(end.error()).isNull();
            assertThat(end.length()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));
            Pcm pcm = WavReader.read(recording.file());
            assertThat(Sounds.best(pcm.samples(), 400)).isBetween(5_500.0, 6_500.0);
            assertThat(Sounds.best(pcm.samples(), 700)).isBetween(5_500.0, 6_500.0);
            assertThat(Sounds.amplitude(pcm.samples(), 8_000, 1_100)).isLessThan(60);
        }
    }

    @Test
    void channelsHaveOneVoiceEach() throws Exception {
        try (Rig rig = new Rig()) {
            MediaRoom room = rig.room("three");
            Phone alice = rig.phone(AudioCodec.PCMU, 400);
            Phone bob = rig.phone(AudioCodec.G722, 700);
            Phone carol = rig.phone(AudioCodec.PCMU, 1_100);
            MediaParticipant a = rig.join(room, alice);
            MediaParticipant b = rig.join(room, bob);
            rig.join(room, carol);
            carol.awaitTone(400, true);
            carol.awaitTone(700, true);
            Recording recording = room.record(folder.resolve("pair.wav"), List.of(a, b));
            alice.listen(1_000);
            recording.stop();
            assertThat(rig.event(MediaEvent.RecordingEnded.class).error()).isNull();
            ByteBuffer file =
                    ByteBuffer.wrap(Files.readAllBytes(recording.file())).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(file.getShort(22)).isEqualTo((short) 2);
            int frames = (file.capacity() - 44) / 4;
            double[] tones = {400, 700};
            for (int channel = 0; channel < 2; channel++) {
                short[] pcm = new short[frames];
                for (int i = 0; i < frames; i++) {
                    pcm[i] = file.getShort(44 + 4 * i + 2 * channel);
                }
                assertThat(Sounds.best(pcm, tones[channel])).isGreaterThan(5_000);
                assertThat(Sounds.amplitude(pcm, 8_000, tones[1 - channel])).isLessThan(60);
                assertThat(Sounds.amplitude(pcm, 8_000, 1_100)).isLessThan(60);
            }
        }
    }

    @Test
    void anErrorEndsTheRecordingAndNotTheCall() throws Exception {
        try (Rig rig = new Rig()) {
            MediaRoom room = rig.room("two");
            Phone alice = rig.phone(AudioCodec.PCMU, 400);
            Phone bob = rig.phone(AudioCodec.PCMU, 700);
            rig.join(room, alice);
            rig.join(room, bob);
            bob.awaitTone(400, true);
            room.record(folder.resolve("no/such/folder.wav"));
            assertThat(rig.event(MediaEvent.RecordingEnded.class).error()).contains("NoSuchFile");
            bob.awaitTone(400, true);
        }
    }

    /** The end of the engine is the end of the recording, and its file is whole. */
    @Test
    void closingEndsRecordings() throws Exception {
        Path path = folder.resolve("mix.wav");
        try (Rig rig = new Rig()) {
            MediaRoom room = rig.room("one");
            Phone alice = rig.phone(AudioCodec.OPUS, 400);
            rig.join(room, alice);
            room.record(path);
            alice.listen(600);
        }
        Pcm pcm = WavReader.read(path);
        assertThat(pcm.samples().length).isGreaterThan(pcm.sampleRate() / 4);
        assertThat(Files.size(path)).isEqualTo(44 + 2L * pcm.samples().length);
    }
}
