package io.switchboard.media.codec;

import io.switchboard.media.sdp.AudioCodec;

/** Makes encoders and decoders. */
public final class Codecs {
    private Codecs() {}

    /**
     * The rate of the samples that an encoder takes.
     *
     * @param mixRate the rate of the mix: 8000, 16000 or 48000 Hz; Opus takes each
     */
    public static int encodedRate(AudioCodec codec, int mixRate) {
        return codec == AudioCodec.OPUS ? mixRate : codec.sampleRate();
    }

    /** A new encoder, for samples at {@link #encodedRate}. */
    public static AudioEncoder encoder(AudioCodec codec, int mixRate) {
        return switch (codec) {
            case PCMU -> G711.encoder(true);
            case PCMA -> G711.encoder(false);
            case G722 -> G722.encoder();
            case OPUS -> Opus.encoder(mixRate);
        };
    }

    /** A new decoder, to samples at the codec's own rate. */
    public static AudioDecoder decoder(AudioCodec codec) {
        return switch (codec) {
            case PCMU -> G711.decoder(true);
            case PCMA -> G711.decoder(false);
            case G722 -> G722.decoder();
            case OPUS -> Opus.decoder();
        };
    }
}
