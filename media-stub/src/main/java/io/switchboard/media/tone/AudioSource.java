package io.switchboard.media.tone;

/** Something that sounds, at a rate of its own: 8000, 16000 or 48000 Hz. Not thread-safe. */
public interface AudioSource {
    /** The rate in Hz. */
    int sampleRate();

    /**
     * The next samples; what is left of the frame after the end is filled with silence.
     *
     * @param target where they go, from index 0
     * @param samples how many
     * @return false if it was over already
     */
    boolean read(short[] target, int samples);
}
