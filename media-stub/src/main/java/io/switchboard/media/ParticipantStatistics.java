package io.switchboard.media;

import io.switchboard.media.sdp.AudioCodec;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a participant's stream.
 *
 * @param codec what we send, null before anything is agreed
 * @param level how loud it was last, in dBov, -127 to 0
 * @param talking whether it talks
 * @param packetsReceived RTP packets that were accepted
 * @param packetsLost RTP packets that never arrived
 * @param packetsLate RTP packets that arrived too late to be played
 * @param packetsIgnored packets that were no business of this stream: strangers', malformed, of wrong types
 * @param packetsSent RTP packets
 * @param concealed gaps that were filled
 * @param jitterMillis interarrival jitter (RFC 3550 §6.4.1), in ms
 * @param delayMillis how long packets wait at the moment so that the slow ones can be played, in ms
 * @param remoteLoss the part of our packets that the other side misses, 0 to 1, as its last report says
 * @param roundTripMillis to the other side and back, in ms; negative if unknown
 */
public record ParticipantStatistics(
        @Nullable AudioCodec codec,
        int level,
        boolean talking,
        long packetsReceived,
        long packetsLost,
        long packetsLate,
        long packetsIgnored,
        long packetsSent,
        long concealed,
        double jitterMillis,
        double delayMillis,
        double remoteLoss,
        double roundTripMillis) {}
