package io.switchboard.media.sdp;

import java.util.List;

/**
 * What an offer and its answer have settled for the audio stream between us and the other side.
 *
 * @param codec the codec that we send
 * @param sendPayloadType the number under which we send it, 0 to 127: the one that the other side wrote
 * @param receive the codecs that may arrive and our numbers of them
 * @param eventPayloadType the number under which telephone-event arrives (RFC 4733), or -1
 * @param eventClockRate the clock of telephone-event in Hz, 0 if there is none
 * @param comfortNoisePayloadType the number under which comfort noise may arrive (RFC 3389)
 * @param packetMillis the length of the packets that we send: 20, 40 or 60
 * @param direction which way the stream flows, seen from us
 * @param address where the other side listens, as written; a name or "0.0.0.0" is no address to send to
 * @param port its RTP port, 1 to 65535
 * @param rtcpAddress where it listens for RTCP, as written
 * @param rtcpPort its RTCP port; the RTP port if the two are multiplexed
 * @param rtcpMux whether RTP and RTCP share a port (RFC 5761)
 */
public record AudioAgreement(
        AudioCodec codec,
        int sendPayloadType,
        List<Receivable> receive,
        int eventPayloadType,
        int eventClockRate,
        int comfortNoisePayloadType,
        int packetMillis,
        Direction direction,
        String address,
        int port,
        String rtcpAddress,
        int rtcpPort,
        boolean rtcpMux) {

    /**
     * A codec that may arrive.
     *
     * @param codec the codec
     * @param payloadType its number in our own description
     */
    public record Receivable(AudioCodec codec, int payloadType) {}

    public AudioAgreement {
        receive = List.copyOf(receive);
    }
}
