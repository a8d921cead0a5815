package io.switchboard.media.mix;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.media.dsp.Sounds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 4353 §3.1: each hears the mix less its own contribution. */
class MixerTest {
    private static final int RATE = 8_000;
    private static final int FRAME = RATE / 50;
    private static final int FRAMES = 25;

    /** Voices that each sing a tone of their own, mixed for half a second. */
    private static final class Choir {
        final List<Voice> voices = new ArrayList<>();
        final double[] amplitudes;
        final Mixer mixer;
        final short[][] heard;
        int at;

        Choir(int mostVoices, double... amplitudes) {
            this.amplitudes = amplitudes;
            mixer = new Mixer(FRAME, mostVoices);
            for (int i = 0; i < amplitudes.length; i++) {
                voices.add(new Voice(FRAME));
            }
            heard = new short[amplitudes.length][FRAME * FRAMES];
        }

        static double tone(int singer) {
            return 300 + 100 * singer;
        }

        void sing() {
            int[] own = new int[FRAME];
            for (int frame = 0; frame < FRAMES; frame++, at++) {
                for (int i = 0; i < voices.size(); i++) {
                    short[] pcm = Sounds.sine(tone(i), amplitudes[i], RATE, at * FRAME, FRAME);
                    System.arraycopy(pcm, 0, voices.get(i).frame(), 0, FRAME);
                    voices.get(i).heard(amplitudes[i] > 0);
                }
                mixer.mix(voices, List.of());
                for (int i = 0; i < voices.size(); i++) {
                    mixer.without(voices.get(i), own);
                    for (int k = 0; k < FRAME; k++) {
                        heard[i][frame * FRAME + k] = (short) own[k];
                    }
                }
            }
        }

        double hears(int listener, int singer) {
            return Sounds.amplitude(heard[listener], RATE, tone(singer));
        }
    }

    @Test
    void everyoneHearsAllOthersAndNotThemselves() {
        Choir choir = new Choir(8, 1_000, 2_000, 3_000, 0);
        choir.sing();
        choir.sing();
        for (int listener = 0; listener < 4; listener++) {
            for (int singer = 0; singer < 4; singer++) {
                double expected = singer == listener ? 0 : choir.amplitudes[singer];
                assertThat(choir.hears(listener, singer))
                        .as("%d hears %d", listener, singer)
                        .isBetween(expected * 0.97 - 10, expected * 1.03 + 10);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void inALargeRoomTheLoudestAreHeard(int most) {
        double[] amplitudes = new double[12];
        for (int i = 0; i < 12; i++) {
            amplitudes[i] = 500 + 400 * ((i * 7) % 12);
        }
        Choir choir = new Choir(most, amplitudes);
        choir.sing();
        choir.sing();
        for (int singer = 0; singer < 12; singer++) {
            boolean loud = (singer * 7) % 12 >= 12 - most;
            int listener = (singer + 1) % 12;
            assertThat(choir.hears(listener, singer) > amplitudes[singer] * 0.9)
                    .as("singer %d of %d", singer, most)
                    .isEqualTo(loud);
            assertThat(choir.hears(singer, singer)).isLessThan(30);
        }
    }

    /** Two of almost the same loudness do not take turns. */
    @Test
    void whoIsHeardStaysUntilSomebodyIsClearlyLouder() {
        Choir choir = new Choir(1, 3_000, 2_900);
        choir.sing();
        choir.amplitudes[1] = 3_300;
        choir.sing();
        assertThat(choir.voices.get(0).contributes()).isTrue();
        assertThat(choir.voices.get(1).contributes()).isFalse();
        choir.amplitudes[1] = 6_000;
        choir.sing();
        assertThat(choir.voices.get(1).contributes()).isTrue();
    }

    @Test
    void mutedOnesAreNotHeardAndVolumeChangesOthersOnly() {
        Choir choir = new Choir(8, 2_000, 2_000, 2_000);
        choir.voices.get(0).mute(true);
        choir.voices.get(1).volume(-6.02);
        choir.sing();
        choir.sing();
        assertThat(choir.hears(2, 0)).isLessThan(10);
        assertThat(choir.hears(2, 1)).isBetween(950.0, 1_050.0);
        assertThat(choir.hears(0, 1)).isBetween(950.0, 1_050.0);
        assertThat(choir.hears(1, 2)).isBetween(1_950.0, 2_050.0);
        choir.voices.get(0).mute(false);
        choir.sing();
        assertThat(choir.hears(2, 0)).isGreaterThan(1_800);
    }

    /** A mute within a loud tone fades, so that no edge is heard. */
    @Test
    void nobodyComesOrGoesWithAClick() {
        Choir choir = new Choir(8, 10_000, 0);
        choir.sing();
        choir.voices.get(0).mute(true);
        choir.sing();
        double steepest = 10_000 * 2 * Math.PI * Choir.tone(0) / RATE * 1.1;
        for (int i = 1; i < FRAME * 2; i++) {
            assertThat(Math.abs(choir.heard[1][i] - choir.heard[1][i - 1])).isLessThan((int) steepest);
        }
        assertThat(choir.heard[1][FRAME * 2]).isZero();
    }

    @Test
    void announcementsAreHeardByAll() {
        Mixer mixer = new Mixer(FRAME, 1);
        Voice announcement = new Voice(FRAME);
        Voice listener = new Voice(FRAME);
        announcement.frame()[7] = 100;
        announcement.heard(true);
        mixer.mix(List.of(listener), List.of(announcement));
        mixer.mix(List.of(listener), List.of(announcement));
        assertThat(mixer.sum()[7]).isEqualTo(100);
    }
}
