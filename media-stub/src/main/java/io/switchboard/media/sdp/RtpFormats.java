package io.switchboard.media.sdp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The formats of an audio stream that are understood here, in the writer's order of preference.
 *
 * @param codecs the codecs
 * @param events the numbers of telephone-event (RFC 4733 §7.1.1)
 * @param comfortNoise the number of comfort noise (RFC 3389), or -1
 */
record RtpFormats(List<Codec> codecs, List<Events> events, int comfortNoise) {
    /** A codec and its number in this session. */
    record Codec(AudioCodec codec, int payloadType) {}

    /** A number of telephone-event and the clock of its durations. */
    record Events(int payloadType, int clockRate) {}

    /** Reads the formats of an m-line with their rtpmaps; what is malformed or unknown is passed over. */
    static RtpFormats of(MediaDescription media) {
        List<Codec> codecs = new ArrayList<>();
        List<Events> events = new ArrayList<>();
        int comfortNoise = -1;
        for (String format : media.formats()) {
            int payloadType = number(format, 127);
            if (payloadType < 0) {
                continue;
            }
            String map = rtpmap(media, payloadType);
            if (map == null) {
                AudioCodec codec = AudioCodec.ofStatic(payloadType);
                if (codec != null) {
                    codecs.add(new Codec(codec, payloadType));
                } else if (payloadType == 13) {
                    comfortNoise = 13;
                }
                continue;
            }
            int slash = map.indexOf('/');
            int second = map.indexOf('/', slash + 1);
            String name = slash < 0 ? map : map.substring(0, slash);
            int rate =
                    slash < 0 ? 8_000 : number(map.substring(slash + 1, second < 0 ? map.length() : second), 192_000);
            AudioCodec codec = AudioCodec.of(name, rate);
            if (codec != null) {
                codecs.add(new Codec(codec, payloadType));
            } else if (name.equalsIgnoreCase("telephone-event") && rate > 0) {
                events.add(new Events(payloadType, rate));
            } else if (name.equalsIgnoreCase("CN") && rate == 8_000) {
                comfortNoise = payloadType;
            }
        }
        return new RtpFormats(codecs, events, comfortNoise);
    }

    /** The codec's entry, or null. */
    @Nullable Codec codec(AudioCodec wanted) {
        for (Codec codec : codecs) {
            if (codec.codec == wanted) {
                return codec;
            }
        }
        return null;
    }

    /** The telephone-event whose clock fits a codec, else the first, else null. */
    @Nullable Events eventsFor(AudioCodec codec) {
        for (Events candidate : events) {
            if (candidate.clockRate == codec.clockRate()) {
                return candidate;
            }
        }
        return events.isEmpty() ? null : events.get(0);
    }

    private static @Nullable String rtpmap(MediaDescription media, int payloadType) {
        String prefix = "rtpmap:" + payloadType + " ";
        for (String attribute : media.attributes()) {
            if (attribute.startsWith(prefix)) {
                return attribute.substring(prefix.length()).strip();
            }
        }
        return null;
    }

    /** A decimal number from 0 to a limit, else -1. */
    static int number(String text, int limit) {
        int value = 0;
        if (text.isEmpty()) {
            return -1;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9' || (value = value * 10 + (c - '0')) > limit) {
                return -1;
            }
        }
        return value;
    }
}
