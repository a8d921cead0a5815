package io.switchboard.media.jitter;

import io.switchboard.media.dsp.Pitch;

/**
 * Makes up for lost sound by repeating the last period of the voice, ever more quietly, and fades over to what comes
 * after (in the manner of G.711 Appendix I). After 60 ms there is silence. Not thread-safe.
 */
final class Concealer {
    private final int sampleRate;
    private final short[] history;
    private final short[] period;
    private int lag;
    private int phase;
    private int lostSamples;
    private final int silentAfter;

    Concealer(int sampleRate) {
        this.sampleRate = sampleRate;
        int longest = Pitch.longest(sampleRate);
        history = new short[2 * longest];
        period = new short[longest];
        silentAfter = sampleRate * 60 / 1000;
    }

    /** Takes note of sound that was there, and fades it in if something was missing before it. */
    void good(short[] pcm, int start, int samples) {
        if (lostSamples > 0) {
            int overlap = Math.min(samples, sampleRate / 200);
            for (int i = 0; i < overlap; i++) {
                int synthetic = synthetic();
                pcm[start + i] = (short) (synthetic + (pcm[start + i] - synthetic) * i / overlap);
            }
            lostSamples = 0;
        }
        remember(pcm, start, samples);
    }

    /** Fills a gap. */
    void conceal(short[] pcm, int start, int samples) {
        if (lostSamples == 0) {
            lag = Pitch.backward(history, history.length, sampleRate);
            System.arraycopy(history, history.length - lag, period, 0, lag);
            phase = 0;
        }
        for (int i = 0; i < samples; i++) {
            pcm[start + i] = (short) synthetic();
        }
    }

    /** Nothing is missing, the sender is silent: forgets the voice. */
    void silence() {
        lostSamples = silentAfter;
    }

    private int synthetic() {
        if (lostSamples >= silentAfter) {
            lostSamples++;
            return 0;
        }
        int full = sampleRate / 100;
        int left = silentAfter - Math.max(full, lostSamples);
        int value = period[phase] * left / (silentAfter - full);
        phase = phase + 1 == lag ? 0 : phase + 1;
        lostSamples++;
        return value;
    }

    private void remember(short[] pcm, int start, int samples) {
        int kept = Math.max(0, history.length - samples);
        int taken = history.length - kept;
        System.arraycopy(history, history.length - kept, history, 0, kept);
        System.arraycopy(pcm, start + samples - taken, history, kept, taken);
    }
}
