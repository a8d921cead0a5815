package io.switchboard.media.mix;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds the voices of a room once, so that each listener's mix is that sum less the listener's own voice. In a room of
 * more voices than are mixed the loudest are; one that is mixed already is preferred a little, so that two of the same
 * loudness do not take turns. Voices come and go with a fade. Belongs to one lane.
 */
public final class Mixer {
    private static final int GATE = 1_073; // -60 dBov: what is quieter is never among the loudest of a large room

    private final int mostVoices;
    private int[] sum;
    private final @Nullable Voice[] loudest;

    /**
     * A mixer.
     *
     * @param samples samples of a frame
     * @param mostVoices how many voices are mixed at the same time, at least 1
     */
    public Mixer(int samples, int mostVoices) {
        this.mostVoices = mostVoices;
        sum = new int[samples];
        loudest = new @Nullable Voice[mostVoices];
    }

    /** Another rate. */
    public void resize(int samples) {
        sum = new int[samples];
    }

    /**
     * Mixes one frame of the voices of participants and of announcements.
     *
     * @param voices they compete for a place in the mix if there are too many
     * @param announcements they are always mixed
     */
    public void mix(List<? extends Voice> voices, List<? extends Voice> announcements) {
        Arrays.fill(sum, 0);
        if (voices.size() <= mostVoices) {
            for (int i = 0; i < voices.size(); i++) {
                voices.get(i).chosen = true;
            }
        } else {
            choose(voices);
        }
        for (int i = 0; i < voices.size(); i++) {
            voices.get(i).addTo(sum);
        }
        for (int i = 0; i < announcements.size(); i++) {
            announcements.get(i).chosen = true;
            announcements.get(i).addTo(sum);
        }
    }

    /** Marks the loudest voices: a list of the best so far, kept in order, is enough for some. */
    private void choose(List<? extends Voice> voices) {
        int found = 0;
        for (int i = 0; i < voices.size(); i++) {
            Voice voice = voices.get(i);
            int rank = rank(voice);
            if (rank > GATE && (found < mostVoices || rank > rankAt(found - 1))) {
                int at = found < mostVoices ? found++ : found - 1;
                while (at > 0 && rankAt(at - 1) < rank) {
                    loudest[at] = loudest[at - 1];
                    at--;
                }
                loudest[at] = voice;
            }
        }
        for (int i = 0; i < voices.size(); i++) {
            voices.get(i).chosen = false;
        }
        for (int i = 0; i < found; i++) {
            Voice voice = loudest[i];
            if (voice != null) {
                voice.chosen = true;
            }
            loudest[i] = null;
        }
    }

    private int rankAt(int index) {
        Voice voice = loudest[index];
        return voice == null ? 0 : rank(voice);
    }

    /** The loudness, with 3 dB more for who is in the mix already. */
    private static int rank(Voice voice) {
        int loudness = voice.loudness();
        return voice.chosen ? loudness + Math.min(loudness, Integer.MAX_VALUE - loudness) : loudness;
    }

    /** The sum of all voices: what everyone hears who adds nothing to it. Valid until the next mix. */
    public int[] sum() {
        return sum;
    }

    /**
     * What a voice's owner hears: the sum less that voice.
     *
     * @param target gets the result, from index 0
     */
    public void without(Voice own, int[] target) {
        if (!own.contributes) {
            System.arraycopy(sum, 0, target, 0, sum.length);
            return;
        }
        int[] s = sum;
        int[] c = own.contribution;
        for (int i = 0; i < s.length; i++) {
            target[i] = s[i] - c[i];
        }
    }
}
