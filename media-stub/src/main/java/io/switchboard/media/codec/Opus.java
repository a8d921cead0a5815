package io.switchboard.media.codec;

import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import io.github.jaredmdobson.concentus.OpusMode;
import io.github.jaredmdobson.concentus.OpusSignal;

/**
 * Opus in one channel (RFC 6716): encoded from 8, 16 or 48 kHz, decoded to 48 kHz. The library decodes to lower rates
 * too, but gives silence there for frames of the wide modes.
 */
public final class Opus {
    private static final int COMPLEXITY = 3;

    private Opus() {}

    /** An encoder of samples at a rate. */
    public static AudioEncoder encoder(int sampleRate) {
        return new Encoder(sampleRate);
    }

    /** A decoder to samples at 48 kHz. */
    public static AudioDecoder decoder() {
        return new Decoder();
    }

    private static final class Encoder implements AudioEncoder {
        private final OpusEncoder encoder;
        private boolean restarted;

        Encoder(int sampleRate) {
            try {
                encoder = new OpusEncoder(sampleRate, 1, OpusApplication.OPUS_APPLICATION_VOIP);
            } catch (OpusException e) {
                throw new IllegalArgumentException("no Opus at " + sampleRate + " Hz", e);
            }
            encoder.setSignalType(OpusSignal.OPUS_SIGNAL_VOICE);
            encoder.setBitrate(sampleRate >= 48_000 ? 40_000 : sampleRate >= 16_000 ? 24_000 : 16_000);
            encoder.setComplexity(COMPLEXITY);
            if (sampleRate < 48_000) {
                encoder.setForceMode(OpusMode.MODE_SILK_ONLY); // the mode for voices, and the one that such rates need
            }
        }

        @Override
        public int encode(short[] pcm, int samples, byte[] target) {
            try {
                int bytes = encoder.encode(pcm, 0, samples, target, 0, Math.min(target.length, MAX_BYTES));
                if (restarted) {
                    encoder.setPredictionDisabled(false);
                    restarted = false;
                }
                return bytes;
            } catch (OpusException e) {
                throw new IllegalStateException("Opus cannot encode " + samples + " samples", e);
            }
        }

        /** Begins with a frame that needs nothing of what the decoder has heard before. */
        @Override
        public void continueFrom(AudioEncoder other) {
            encoder.resetState();
            encoder.setPredictionDisabled(true);
            restarted = true;
        }
    }

    private static final class Decoder implements AudioDecoder {
        private static final int RATE = 48_000;

        private final OpusDecoder decoder;

        Decoder() {
            try {
                decoder = new OpusDecoder(RATE, 1);
            } catch (OpusException e) {
                throw new IllegalStateException("no Opus", e);
            }
        }

        @Override
        public int sampleRate() {
            return RATE;
        }

        @Override
        @SuppressWarnings("UnusedException") // a damaged packet is expected
        public int decode(byte[] payload, int length, short[] target, int offset) {
            try {
                return length == 0
                        ? 0
                        : decoder.decode(payload, 0, length, target, offset, RATE / 1000 * MAX_MILLIS, false);
            } catch (OpusException | RuntimeException | AssertionError e) {
                // Strangers' bytes: the decoder checks most of them, and trips over the rest.
                decoder.resetState();
                return 0;
            }
        }

        @Override
        @SuppressWarnings("UnusedException") // as above
        public boolean conceal(short[] target, int offset, int samples, byte[] next, int nextLength) {
            try {
                boolean copy = nextLength > 0;
                return decoder.decode(copy ? next : null, 0, nextLength, target, offset, samples, copy) == samples;
            } catch (OpusException | RuntimeException | AssertionError e) {
                decoder.resetState();
                return false;
            }
        }
    }
}
