package io.switchboard.media;

/**
 * Counters of an engine. The first six are what is in use now, and are 0 after it is closed.
 *
 * @param rooms open rooms
 * @param participants participants in rooms
 * @param sockets open UDP sockets
 * @param playbacks what is being played
 * @param recordings recordings whose file is not closed yet
 * @param lanes threads that mix
 * @param packetsReceived datagrams that came
 * @param packetsIgnored datagrams that were no business of anyone: STUN, malformed, strangers'
 * @param packetsSent RTP and RTCP packets sent
 * @param sendFailures packets that the system did not take
 * @param lateTicks turns of a lane that began more than 5 ms late
 * @param roomsFailed rooms that a bug has ended
 */
public record MediaCounters(
        long rooms,
        long participants,
        long sockets,
        long playbacks,
        long recordings,
        long lanes,
        long packetsReceived,
        long packetsIgnored,
        long packetsSent,
        long sendFailures,
        long lateTicks,
        long roomsFailed) {}
