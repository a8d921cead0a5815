package io.switchboard.media.sdp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes our own descriptions (RFC 8866 §5); the lines stand in the order that the grammar demands. */
final class SdpWriter {
    private final StringBuilder text = new StringBuilder(320);

    /** The session's head: everything before the first m-line. */
    SdpWriter head(LocalAudio local, long version) {
        text.append("v=0\r\no=- ")
                .append(local.sessionId())
                .append(' ')
                .append(version)
                .append(' ');
        text.append(local.network())
                .append("\r\ns=-\r\nc=")
                .append(local.network())
                .append("\r\nt=0 0\r\n");
        return this;
    }

    /** A stream that is refused or not used: port 0, the formats as they were (RFC 3264 §6). */
    SdpWriter refused(MediaDescription media) {
        text.append("m=").append(media.kind()).append(" 0 ").append(media.protocol());
        for (String format : media.formats()) {
            text.append(' ').append(format);
        }
        text.append("\r\n");
        return this;
    }

    /** Our audio stream. */
    SdpWriter audio(
            LocalAudio local,
            String protocol,
            List<RtpFormats.Codec> codecs,
            List<RtpFormats.Events> events,
            int comfortNoise,
            int packetMillis,
            Direction direction,
            boolean rtcpMux,
            @Nullable String mid) {
        text.append("m=audio ").append(local.port()).append(' ').append(protocol);
        codecs.forEach(c -> text.append(' ').append(c.payloadType()));
        if (comfortNoise >= 0) {
            text.append(' ').append(comfortNoise);
        }
        events.forEach(e -> text.append(' ').append(e.payloadType()));
        text.append("\r\n");
        for (RtpFormats.Codec c : codecs) {
            map(c.payloadType(), c.codec().encodingName() + "/" + c.codec().clockRate());
            if (c.codec().channels() > 1) {
                text.setLength(text.length() - 2);
                text.append('/').append(c.codec().channels()).append("\r\n");
            }
            if (c.codec() == AudioCodec.OPUS) {
                text.append("a=fmtp:").append(c.payloadType()).append(" useinbandfec=1\r\n");
            }
        }
        if (comfortNoise >= 0) {
            map(comfortNoise, "CN/8000");
        }
        for (RtpFormats.Events e : events) {
            map(e.payloadType(), "telephone-event/" + e.clockRate());
            text.append("a=fmtp:").append(e.payloadType()).append(" 0-16\r\n");
        }
        attribute("ptime:" + packetMillis);
        attribute(
                switch (direction) {
                    case SENDRECV -> "sendrecv";
                    case SENDONLY -> "sendonly";
                    case RECVONLY -> "recvonly";
                    case INACTIVE -> "inactive";
                });
        if (rtcpMux) {
            attribute("rtcp-mux");
        }
        if (local.rtcpPort() != local.port() + 1 && local.rtcpPort() != local.port()) {
            attribute("rtcp:" + local.rtcpPort());
        }
        if (mid != null) {
            attribute("mid:" + mid);
        }
        return this;
    }

    private void map(int payloadType, String encoding) {
        attribute("rtpmap:" + payloadType + " " + encoding);
    }

    private void attribute(String attribute) {
        text.append("a=").append(attribute).append("\r\n");
    }

    byte[] bytes() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
