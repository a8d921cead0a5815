package io.switchboard.media.sdp;

import java.util.List;

/**
 * Our own side of an audio session, as it is written into descriptions.
 *
 * @param sessionId the session id of the o= line, not negative
 * @param address the numeric address that we are reached at, IPv4 or IPv6
 * @param port our RTP port
 * @param rtcpPort our RTCP port where the two are not multiplexed
 * @param codecs the codecs that we speak, the preferred first; at least one
 */
public record LocalAudio(long sessionId, String address, int port, int rtcpPort, List<AudioCodec> codecs) {
    public LocalAudio {
        codecs = List.copyOf(codecs);
        if (codecs.isEmpty()) {
            throw new IllegalArgumentException("no codec");
        }
    }

    /** {@code IN IP4 192.0.2.1}, as in the o= and c= lines. */
    String network() {
        return (address.indexOf(':') >= 0 ? "IN IP6 " : "IN IP4 ") + address;
    }
}
