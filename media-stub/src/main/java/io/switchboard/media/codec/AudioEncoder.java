package io.switchboard.media.codec;

/** Encodes one stream of sound, in frames of 20 ms. Not thread-safe. */
public interface AudioEncoder {
    /** The most bytes that a frame of 20 ms takes in any codec here. */
    int MAX_BYTES = 400;

    /**
     * Encodes a frame.
     *
     * @param pcm its samples, from index 0, at the rate that the encoder was made for
     * @param samples how many
     * @param target where the payload goes, from index 0; at least {@link #MAX_BYTES} long
     * @return the payload's bytes
     */
    int encode(short[] pcm, int samples, byte[] target);

    /**
     * Takes over another stream at this point: the other side goes on decoding as if one encoder had made both. Codecs
     * that cannot copy their state begin so that the decoder recovers quickly.
     *
     * @param other the encoder that has made the stream so far, of the same kind
     */
    void continueFrom(AudioEncoder other);
}
