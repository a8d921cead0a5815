package io.switchboard.media.sdp;

import io.switchboard.media.sdp.SdpException.Fault;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Our half of offer and answer (RFC 3264) in one session, over as many exchanges as it has: one audio stream is
 * spoken, all others are refused in their place. The order of streams and the numbers of dynamic payload types stay
 * the same throughout (§8, §8.3.2). Of the codecs that both know ours come first. Not thread-safe.
 */
public final class AudioNegotiator {
    private static final int EVENTS_8K = 101;
    private static final int EVENTS_48K = 110;

    private final LocalAudio local;
    private final Map<AudioCodec, Integer> numbers = new EnumMap<>(AudioCodec.class);
    /** The streams of the session, as the last description had them; ours is at {@link #index}. */
    private final List<MediaDescription> streams = new ArrayList<>();

    private int index;
    private List<RtpFormats.Events> ownEvents = List.of();
    private long version;
    private Direction wanted = Direction.SENDRECV;

    /**
     * A result: the description to send, and what it settles.
     *
     * @param description of type application/sdp
     * @param agreement what is settled
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on as it is, never compared
    public record Answer(byte[] description, AudioAgreement agreement) {}

    /** The state before the first exchange. */
    public AudioNegotiator(LocalAudio local) {
        this.local = local;
        for (AudioCodec codec : local.codecs()) {
            numbers.put(codec, codec.payloadType());
        }
    }

    /** Which way we want the stream to flow, seen from us, from the next description on; at first both ways. */
    public void want(Direction direction) {
        wanted = direction;
    }

    /**
     * Answers an offer, the first or a later one.
     *
     * @throws SdpException of {@link Fault#UNACCEPTABLE} if there is no audio stream in it that we can speak
     */
    public Answer answer(SdpSession offer) throws SdpException {
        int audio = speakable(offer);
        MediaDescription media = offer.media().get(audio);
        RtpFormats formats = RtpFormats.of(media);
        RtpFormats.Codec chosen = preferred(formats);
        RtpFormats.Events events = formats.eventsFor(chosen.codec());
        boolean mux = media.attribute("rtcp-mux") != null;
        Direction direction = media.effectiveDirection().reversed().and(wanted);
        if (chosen.codec().dynamic()) {
            numbers.put(chosen.codec(), chosen.payloadType());
        }
        ownEvents = events == null ? List.of() : List.of(events);
        remember(offer, audio);
        int packetMillis = packetMillis(media, chosen.codec());
        SdpWriter writer = new SdpWriter().head(local, version++);
        for (int i = 0; i < streams.size(); i++) {
            if (i != audio) {
                writer.refused(streams.get(i));
                continue;
            }
            writer.audio(
                    local,
                    media.protocol(),
                    List.of(chosen),
                    ownEvents,
                    formats.comfortNoise(),
                    packetMillis,
                    direction,
                    mux,
                    media.attribute("mid"));
        }
        List<AudioAgreement.Receivable> receive =
                List.of(new AudioAgreement.Receivable(chosen.codec(), chosen.payloadType()));
        return new Answer(writer.bytes(), agreement(media, chosen, receive, events, formats, direction, mux));
    }

    /** Makes an offer: the first one of a session, or a later one that keeps the order of its streams. */
    public byte[] offer() {
        List<RtpFormats.Codec> codecs = new ArrayList<>();
        for (AudioCodec codec : local.codecs()) {
            codecs.add(new RtpFormats.Codec(codec, number(codec)));
        }
        if (ownEvents.isEmpty()) {
            ownEvents = new ArrayList<>();
            if (local.codecs().contains(AudioCodec.OPUS)) {
                ownEvents.add(new RtpFormats.Events(EVENTS_48K, 48_000));
            }
            ownEvents.add(new RtpFormats.Events(EVENTS_8K, 8_000));
        }
        SdpWriter writer = new SdpWriter().head(local, version++);
        String protocol = streams.isEmpty() ? "RTP/AVP" : streams.get(index).protocol();
        String mid = streams.isEmpty() ? null : streams.get(index).attribute("mid");
        for (int i = 0; i < Math.max(1, streams.size()); i++) {
            if (i == index) {
                writer.audio(local, protocol, codecs, ownEvents, -1, 20, wanted, true, mid);
            } else {
                writer.refused(streams.get(i));
            }
        }
        return writer.bytes();
    }

    /**
     * Takes the answer to our last offer.
     *
     * @throws SdpException of {@link Fault#UNACCEPTABLE} if it refuses the audio stream or picks nothing that we offered
     */
    public AudioAgreement accept(SdpSession answer) throws SdpException {
        if (answer.media().size() <= index || !usable(answer.media().get(index))) {
            throw unacceptable("the answer refuses the audio stream");
        }
        MediaDescription media = answer.media().get(index);
        RtpFormats formats = RtpFormats.of(media);
        List<AudioAgreement.Receivable> receive = new ArrayList<>();
        RtpFormats.Codec chosen = null;
        for (RtpFormats.Codec candidate : formats.codecs()) {
            if (numbers.containsKey(candidate.codec())) {
                chosen = chosen == null ? candidate : chosen;
                receive.add(new AudioAgreement.Receivable(candidate.codec(), number(candidate.codec())));
            }
        }
        if (chosen == null) {
            throw unacceptable("the answer has no codec that was offered");
        }
        RtpFormats.Events theirs = formats.eventsFor(chosen.codec());
        RtpFormats.Events ours = null;
        for (RtpFormats.Events candidate : ownEvents) {
            ours = theirs != null && candidate.clockRate() == theirs.clockRate() ? candidate : ours;
        }
        remember(answer, index);
        boolean mux = media.attribute("rtcp-mux") != null;
        Direction direction = media.effectiveDirection().reversed().and(wanted);
        return agreement(media, chosen, receive, ours, formats, direction, mux);
    }

    private int number(AudioCodec codec) {
        Integer number = numbers.get(codec);
        return number == null ? codec.payloadType() : number;
    }

    private void remember(SdpSession session, int audio) {
        streams.clear();
        streams.addAll(session.media());
        index = audio;
    }

    /** The stream that is spoken already if it still can be, else the first that can. */
    private int speakable(SdpSession offer) throws SdpException {
        List<MediaDescription> media = offer.media();
        if (!streams.isEmpty() && index < media.size() && speaks(media.get(index))) {
            return index;
        }
        for (int i = 0; i < media.size(); i++) {
            if (speaks(media.get(i))) {
                return i;
            }
        }
        throw unacceptable("no audio stream with a codec that is spoken here");
    }

    private boolean speaks(MediaDescription media) {
        return usable(media)
                && RtpFormats.of(media).codecs().stream()
                        .anyMatch(c -> local.codecs().contains(c.codec()));
    }

    private static boolean usable(MediaDescription media) {
        String protocol = media.protocol().toUpperCase(Locale.ROOT);
        return media.active()
                && media.kind().equalsIgnoreCase("audio")
                && (protocol.equals("RTP/AVP") || protocol.equals("RTP/AVPF"));
    }

    private RtpFormats.Codec preferred(RtpFormats formats) throws SdpException {
        for (AudioCodec codec : local.codecs()) {
            RtpFormats.Codec found = formats.codec(codec);
            if (found != null) {
                return found;
            }
        }
        throw unacceptable("no common codec");
    }

    /** What the other side wants to get, in whole turns of the mixer: 20, 40 or 60 ms; Opus frames stay single. */
    private static int packetMillis(MediaDescription media, AudioCodec codec) {
        if (codec == AudioCodec.OPUS) {
            return 20;
        }
        String wish = media.attribute("ptime");
        String limit = media.attribute("maxptime");
        int millis = wish == null ? 20 : RtpFormats.number(wish, 1_000);
        int most = limit == null ? 60 : RtpFormats.number(limit, 1_000);
        millis = Math.min(millis, most < 0 ? 60 : most);
        return millis >= 60 ? 60 : millis >= 40 ? 40 : 20;
    }

    private static AudioAgreement agreement(
            MediaDescription media,
            RtpFormats.Codec chosen,
            List<AudioAgreement.Receivable> receive,
            RtpFormats.@Nullable Events events,
            RtpFormats formats,
            Direction direction,
            boolean mux) {
        String address = media.connectionAddress() == null ? "0.0.0.0" : media.connectionAddress();
        String rtcpAddress = address;
        int rtcpPort = mux ? media.port() : Math.min(65_535, media.port() + 1);
        String rtcp = media.attribute("rtcp"); // RFC 3605: port, or port IN IP4 address
        if (rtcp != null && !mux) {
            int space = rtcp.indexOf(' ');
            int port = RtpFormats.number(space < 0 ? rtcp : rtcp.substring(0, space), 65_535);
            if (port > 0) {
                rtcpPort = port;
                rtcpAddress = space < 0 ? address : rtcp.substring(rtcp.lastIndexOf(' ') + 1);
            }
        }
        return new AudioAgreement(
                chosen.codec(),
                chosen.payloadType(),
                receive,
                events == null ? -1 : events.payloadType(),
                events == null ? 0 : events.clockRate(),
                formats.comfortNoise() < 0 ? 13 : formats.comfortNoise(),
                packetMillis(media, chosen.codec()),
                direction,
                address,
                media.port(),
                rtcpAddress,
                rtcpPort,
                mux);
    }

    private static SdpException unacceptable(String what) {
        return new SdpException(Fault.UNACCEPTABLE, "session description not acceptable: " + what);
    }
}
