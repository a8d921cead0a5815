package io.switchboard.sip.auth;

/**
 * SipHash-2-4 with a tag of 128 bits (Aumasson and Bernstein, 2012): a MAC that is made for short messages, so that it
 * costs a few dozen instructions where HMAC-SHA256 costs four blocks of SHA-256. The message is given in words of 64
 * bits; its length is a multiple of eight bytes. For one thread.
 */
final class SipHash {
    private final long k0;
    private final long k1;
    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private int words;

    /** Both halves of the key are random and secret. */
    SipHash(long k0, long k1) {
        this.k0 = k0;
        this.k1 = k1;
    }

    /** Begins a message. */
    SipHash begin() {
        v0 = k0 ^ 0x736f6d6570736575L;
        v1 = k1 ^ 0x646f72616e646f6dL ^ 0xee;
        v2 = k0 ^ 0x6c7967656e657261L;
        v3 = k1 ^ 0x7465646279746573L;
        words = 0;
        return this;
    }

    /** Adds eight bytes, the first in the lowest bits. */
    SipHash add(long word) {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
        words++;
        return this;
    }

    /** Ends the message; gives the first half of the tag. */
    long first() {
        add((long) words << 59); // its length in bytes modulo 256, in the highest byte
        v2 ^= 0xee;
        return mixed();
    }

    /** The second half of the tag; to be called after {@link #first}. */
    long second() {
        v1 ^= 0xdd;
        return mixed();
    }

    private long mixed() {
        round();
        round();
        round();
        round();
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
        v0 += v1;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v3;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v2 = Long.rotateLeft(v2, 32);
    }
}
