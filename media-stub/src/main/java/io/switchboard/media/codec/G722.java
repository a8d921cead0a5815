package io.switchboard.media.codec;

/** G.722 at 64 kbit/s: two bands of ADPCM behind a quadrature mirror filter (ITU-T G.722, mode 1). */
public final class G722 {
    private static final int[] QMF = {3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11};
    private static final int[] Q6 = {
        0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940, 1023, 1121, 1219,
        1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919
    };
    private static final int[] QM4 = {
        0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584, 1200, 0
    };
    private static final int[] QM2 = {-7408, -1616, 7408, 1616};
    private static final int[] QM6 = {
        -136, -136, -136, -136, -24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192, -10232, -9360, -8576,
        -7856, -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168, -2776, -2400, -2032, -1688, -1360, -1040,
        -728, 24808, 21904, 19008, 16704, 14984, 13512, 12280, 11192, 10232, 9360, 8576, 7856, 7192, 6576, 6000, 5456,
        4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136, -432, -136
    };
    /** WL of RL42: how the lower scale follows each code. */
    private static final int[] LOW_WEIGHT = {
        -60, 3042, 1198, 538, 334, 172, 58, -30, 3042, 1198, 538, 334, 172, 58, -30, -60
    };
    /** WH of RH2. */
    private static final int[] HIGH_WEIGHT = {798, -214, 798, -214};

    private G722() {}

    /** An encoder of samples at 16 kHz. */
    public static AudioEncoder encoder() {
        return new Encoder();
    }

    /** A decoder to samples at 16 kHz. */
    public static AudioDecoder decoder() {
        return new Decoder();
    }

    private static final class Encoder implements AudioEncoder {
        private final G722Band low = new G722Band(true);
        private final G722Band high = new G722Band(false);
        private final int[] x = new int[24];

        @Override
        public int encode(short[] pcm, int samples, byte[] target) {
            int bytes = samples / 2;
            for (int n = 0; n < bytes; n++) {
                System.arraycopy(x, 2, x, 0, 22);
                x[22] = pcm[2 * n];
                x[23] = pcm[2 * n + 1];
                int even = 0;
                int odd = 0;
                for (int i = 0; i < 12; i++) {
                    odd += x[2 * i] * QMF[i];
                    even += x[2 * i + 1] * QMF[11 - i];
                }
                target[n] = (byte) ((high((even - odd) >> 14) << 6) | low((even + odd) >> 14));
            }
            return bytes;
        }

        private int low(int sample) {
            int error = G722Band.saturate(sample - low.predicted());
            int magnitude = error >= 0 ? error : -(error + 1);
            int i = 1;
            while (i < 30 && magnitude >= (Q6[i] * low.scale()) >> 12) {
                i++;
            }
            // The codes run down from 63, 62, 31, 30 … where the error is negative, from 61 where it is not.
            int code = error < 0 ? (i < 3 ? 64 - i : 34 - i) : 62 - i;
            int coarse = code >> 2;
            int difference = (low.scale() * QM4[coarse]) >> 15;
            low.adapt(LOW_WEIGHT[coarse]);
            low.predict(difference);
            return code;
        }

        private int high(int sample) {
            int error = G722Band.saturate(sample - high.predicted());
            int magnitude = error >= 0 ? error : -(error + 1);
            boolean far = magnitude >= (564 * high.scale()) >> 12;
            int code = error < 0 ? (far ? 0 : 1) : far ? 2 : 3;
            int difference = (high.scale() * QM2[code]) >> 15;
            high.adapt(HIGH_WEIGHT[code]);
            high.predict(difference);
            return code;
        }

        @Override
        public void continueFrom(AudioEncoder other) {
            Encoder before = (Encoder) other;
            low.copy(before.low);
            high.copy(before.high);
            System.arraycopy(before.x, 0, x, 0, x.length);
        }
    }

    private static final class Decoder implements AudioDecoder {
        private final G722Band low = new G722Band(true);
        private final G722Band high = new G722Band(false);
        private final int[] x = new int[24];

        @Override
        public int sampleRate() {
            return 16_000;
        }

        @Override
        public int decode(byte[] payload, int length, short[] target, int offset) {
            if (length > MAX_MILLIS * 8) {
                return 0;
            }
            for (int n = 0; n < length; n++) {
                int code = payload[n];
                int rlow = clamp(low.predicted() + ((low.scale() * QM6[code & 63]) >> 15));
                int coarse = (code & 63) >> 2;
                int lowDifference = (low.scale() * QM4[coarse]) >> 15;
                low.adapt(LOW_WEIGHT[coarse]);
                low.predict(lowDifference);
                int top = (code >> 6) & 3;
                int highDifference = (high.scale() * QM2[top]) >> 15;
                int rhigh = clamp(high.predicted() + highDifference);
                high.adapt(HIGH_WEIGHT[top]);
                high.predict(highDifference);
                System.arraycopy(x, 2, x, 0, 22);
                x[22] = rlow + rhigh;
                x[23] = rlow - rhigh;
                int first = 0;
                int second = 0;
                for (int i = 0; i < 12; i++) {
                    second += x[2 * i] * QMF[i];
                    first += x[2 * i + 1] * QMF[11 - i];
                }
                target[offset + 2 * n] = (short) G722Band.saturate(first >> 11);
                target[offset + 2 * n + 1] = (short) G722Band.saturate(second >> 11);
            }
            return 2 * length;
        }

        private static int clamp(int value) {
            return Math.max(-16_384, Math.min(16_383, value));
        }
    }
}
