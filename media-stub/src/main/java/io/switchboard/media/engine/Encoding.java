package io.switchboard.media.engine;

import io.switchboard.media.codec.AudioEncoder;
import io.switchboard.media.codec.Codecs;
import io.switchboard.media.dsp.Limiter;
import io.switchboard.media.dsp.Resampler;
import io.switchboard.media.sdp.AudioCodec;
import org.jspecify.annotations.Nullable;

/** From a mix to payloads: limited, brought to the codec's rate, encoded. For one listener, or all who hear the same. */
final class Encoding {
    private final AudioCodec codec;
    private final Limiter limiter = new Limiter();
    private final @Nullable Resampler resampler;
    private final AudioEncoder encoder;
    private final int samples;
    private final int codecSamples;
    private final short[] limited;
    private final short[] resampled;
    private final byte[] payload = new byte[AudioEncoder.MAX_BYTES];
    private int length;
    private long turn = -1;

    Encoding(AudioCodec codec, int mixRate) {
        this.codec = codec;
        int rate = Codecs.encodedRate(codec, mixRate);
        samples = mixRate / 50;
        codecSamples = rate / 50;
        resampler = rate == mixRate ? null : new Resampler(mixRate, rate);
        encoder = Codecs.encoder(codec, mixRate);
        limited = new short[samples];
        resampled = resampler == null ? limited : new short[codecSamples];
    }

    AudioCodec codec() {
        return codec;
    }

    /** Encodes a frame, once for each turn of the room however often it is asked. */
    void encode(int[] mix, long roomTurn) {
        if (roomTurn == turn) {
            return;
        }
        turn = roomTurn;
        limiter.limit(mix, samples, limited);
        if (resampler != null) {
            resampler.process(limited, samples, resampled);
        }
        length = encoder.encode(resampled, codecSamples, payload);
    }

    /** Whether nobody has heard it in the last turn. */
    boolean idle(long roomTurn) {
        return roomTurn - turn > 1;
    }

    byte[] payload() {
        return payload;
    }

    int length() {
        return length;
    }

    /** Goes on where another one of the same codec and rate is. */
    void continueFrom(Encoding other) {
        limiter.continueFrom(other.limiter);
        encoder.continueFrom(other.encoder);
    }
}
