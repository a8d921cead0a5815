package io.switchboard.media.sdp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The audio codecs that the media plane speaks, with their names and numbers in RTP (RFC 3551 §6, RFC 7587). */
public enum AudioCodec {
    /** Opus, 6 kHz to 48 kHz wide, offered as two channels and sent as one (RFC 6716, RFC 7587). */
    OPUS("opus", 48_000, 2, 111, 48_000),
    /** G.722 at 64 kbit/s, 7 kHz wide; its RTP clock is 8000 by an old mistake (RFC 3551 §4.5.2). */
    G722("G722", 8_000, 1, 9, 16_000),
    /** G.711 A-law. */
    PCMA("PCMA", 8_000, 1, 8, 8_000),
    /** G.711 µ-law. */
    PCMU("PCMU", 8_000, 1, 0, 8_000);

    /** All codecs, the widest first. */
    public static final List<AudioCodec> ALL = List.of(values());

    private final String encodingName;
    private final int clockRate;
    private final int channels;
    private final int payloadType;
    private final int sampleRate;

    AudioCodec(String encodingName, int clockRate, int channels, int payloadType, int sampleRate) {
        this.encodingName = encodingName;
        this.clockRate = clockRate;
        this.channels = channels;
        this.payloadType = payloadType;
        this.sampleRate = sampleRate;
    }

    /** The name in {@code a=rtpmap}. */
    public String encodingName() {
        return encodingName;
    }

    /** Ticks of the RTP timestamp per second. */
    public int clockRate() {
        return clockRate;
    }

    /** Channels in {@code a=rtpmap}; the media plane itself sends one. */
    public int channels() {
        return channels;
    }

    /** The static payload type, or the dynamic one that our own offers use. */
    public int payloadType() {
        return payloadType;
    }

    /** The highest sampling rate of the decoded sound, in Hz. */
    public int sampleRate() {
        return sampleRate;
    }

    /** Whether the payload type is dynamic, so that each session says its number. */
    public boolean dynamic() {
        return payloadType >= 96;
    }

    /** The codec of an encoding name and clock rate, in any case of letters; null if it is not spoken here. */
    static @Nullable AudioCodec of(String encodingName, int clockRate) {
        for (AudioCodec codec : ALL) {
            if (codec.clockRate == clockRate && codec.encodingName.equalsIgnoreCase(encodingName)) {
                return codec;
            }
        }
        return null;
    }

    /** The codec of a static payload type; null if there is none. */
    static @Nullable AudioCodec ofStatic(int payloadType) {
        for (AudioCodec codec : ALL) {
            if (!codec.dynamic() && codec.payloadType == payloadType) {
                return codec;
            }
        }
        return null;
    }
}
