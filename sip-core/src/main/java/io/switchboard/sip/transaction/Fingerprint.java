package io.switchboard.sip.transaction;

/**
 * Keyed 64-bit fingerprint of a few texts. It stands for them as a key: with a million live transactions two different
 * ones meet in one of 10^13 look-ups, and nobody who does not know the key can bring that about. So that no text needs
 * to be kept, and none can be chosen to collide.
 */
final class Fingerprint {
    private final long start;
    private final long factor;

    /** Both numbers are random and secret. */
    Fingerprint(long start, long factor) {
        this.start = start;
        this.factor = factor | 1;
    }

    /** A fingerprint to which texts are added; those of different kinds differ. */
    long of(int kind) {
        return mix(start ^ kind);
    }

    /** Adds a text; where it ends counts as well. */
    long add(long soFar, String text) {
        long h = soFar;
        for (int i = 0; i < text.length(); i++) {
            h = mix(h ^ text.charAt(i));
        }
        return mix(h ^ 0x1_0000L + text.length());
    }

    /** Adds a number. */
    long add(long soFar, long number) {
        return mix(mix(soFar ^ number) ^ 0x2_0000L);
    }

    private long mix(long h) {
        long m = h * factor;
        return m ^ (m >>> 32);
    }
}
