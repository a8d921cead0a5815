package io.switchboard.media;

/**
 * How a room mixes.
 *
 * @param mostVoices how many voices are mixed at the same time, 1 to 64; in a room of more participants the loudest
 *     are
 * @param highestRate the highest sampling rate in Hz: 8000, 16000 or 48000; the room uses the least that is needed
 */
public record RoomSettings(int mostVoices, int highestRate) {
    /** Eight voices, and as wide as the phones can. */
    public static final RoomSettings DEFAULT = new RoomSettings(8, 48_000);

    public RoomSettings {
        if (mostVoices < 1 || mostVoices > 64) {
            throw new IllegalArgumentException("voices: 1 to 64, not " + mostVoices);
        }
        if (highestRate != 8_000 && highestRate != 16_000 && highestRate != 48_000) {
            throw new IllegalArgumentException("rate: 8000, 16000 or 48000, not " + highestRate);
        }
    }
}
