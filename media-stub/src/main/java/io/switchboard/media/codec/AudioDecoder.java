package io.switchboard.media.codec;

/** Decodes one stream of sound. Not thread-safe. */
public interface AudioDecoder {
    /** The longest packet that is decoded, in milliseconds. */
    int MAX_MILLIS = 120;

    /** The rate of the samples, in Hz. */
    int sampleRate();

    /**
     * Decodes a packet.
     *
     * @param payload where it stands, from index 0
     * @param length its bytes
     * @param target where the samples go
     * @param offset the first index there; room for {@link #MAX_MILLIS} is needed
     * @return how many samples; 0 if the packet is damaged or too long
     */
    int decode(byte[] payload, int length, short[] target, int offset);

    /**
     * Makes up for a lost packet by what the codec knows, if it can.
     *
     * @param samples how many are missing, 20 ms at most
     * @param next the payload of the packet that follows, which may carry a copy; its length is 0 if it is not there
     * @param nextLength its bytes
     * @return whether it did; otherwise the target is as it was
     */
    default boolean conceal(short[] target, int offset, int samples, byte[] next, int nextLength) {
        return false;
    }
}
