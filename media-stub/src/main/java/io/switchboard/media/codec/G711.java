package io.switchboard.media.codec;

/** G.711, both laws, by tables: a sample is a byte (ITU-T G.711). */
public final class G711 {
    private static final short[] ULAW_DECODE = new short[256];
    private static final short[] ALAW_DECODE = new short[256];
    /** By the upper 14 bits of a sample. */
    private static final byte[] ULAW_ENCODE = new byte[1 << 14];
    /** By the upper 13 bits of a sample. */
    private static final byte[] ALAW_ENCODE = new byte[1 << 13];

    static {
        for (int i = 0; i < 256; i++) {
            ULAW_DECODE[i] = ulaw((byte) i);
            ALAW_DECODE[i] = alaw((byte) i);
        }
        for (int i = 0; i < ULAW_ENCODE.length; i++) {
            ULAW_ENCODE[i] = toUlaw((i - (1 << 13)) << 2);
        }
        for (int i = 0; i < ALAW_ENCODE.length; i++) {
            ALAW_ENCODE[i] = toAlaw((i - (1 << 12)) << 3);
        }
    }

    private G711() {}

    /** An encoder of one of the laws; it has no state. */
    public static AudioEncoder encoder(boolean ulaw) {
        byte[] table = ulaw ? ULAW_ENCODE : ALAW_ENCODE;
        int shift = ulaw ? 2 : 3;
        int middle = table.length / 2;
        return new AudioEncoder() {
            @Override
            public int encode(short[] pcm, int samples, byte[] target) {
                for (int i = 0; i < samples; i++) {
                    target[i] = table[(pcm[i] >> shift) + middle];
                }
                return samples;
            }

            @Override
            public void continueFrom(AudioEncoder other) {}
        };
    }

    /** A decoder of one of the laws; it has no state. */
    public static AudioDecoder decoder(boolean ulaw) {
        short[] table = ulaw ? ULAW_DECODE : ALAW_DECODE;
        return new AudioDecoder() {
            @Override
            public int sampleRate() {
                return 8_000;
            }

            @Override
            public int decode(byte[] payload, int length, short[] target, int offset) {
                if (length > MAX_MILLIS * 8) {
                    return 0;
                }
                for (int i = 0; i < length; i++) {
                    target[offset + i] = table[payload[i] & 0xFF];
                }
                return length;
            }
        };
    }

    private static short ulaw(byte code) {
        int u = ~code & 0xFF;
        int magnitude = ((((u & 0x0F) << 3) + 0x84) << ((u >> 4) & 7)) - 0x84;
        return (short) ((u & 0x80) != 0 ? -magnitude : magnitude);
    }

    private static byte toUlaw(int sample) {
        int sign = sample < 0 ? 0x80 : 0;
        int magnitude = Math.min(32_635, Math.abs(sample)) + 0x84;
        int exponent = 24 - Integer.numberOfLeadingZeros(magnitude);
        int mantissa = (magnitude >> (exponent + 3)) & 0x0F;
        return (byte) ~(sign | (exponent << 4) | mantissa);
    }

    private static short alaw(byte code) {
        int a = (code & 0xFF) ^ 0x55;
        int exponent = (a >> 4) & 7;
        int mantissa = (a & 0x0F) << 4;
        int magnitude = exponent == 0 ? mantissa + 8 : (mantissa + 0x108) << (exponent - 1);
        return (short) ((a & 0x80) != 0 ? magnitude : -magnitude);
    }

    private static byte toAlaw(int sample) {
        int magnitude = (sample < 0 ? -(sample + 1) : sample) >> 3;
        int sign = sample < 0 ? 0 : 0x80;
        int exponent = Math.max(0, 27 - Integer.numberOfLeadingZeros(magnitude));
        int mantissa = (exponent == 0 ? magnitude >> 1 : magnitude >> exponent) & 0x0F;
        return (byte) ((sign | (exponent << 4) | mantissa) ^ 0x55);
    }
}
