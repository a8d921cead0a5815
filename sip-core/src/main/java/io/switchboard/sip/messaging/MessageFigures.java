package io.switchboard.sip.messaging;

/**
 * Figures of messages since the start, and what waits now.
 *
 * @param waiting messages that no device has yet
 * @param boxes users with something under way
 * @param accepted messages taken for local users
 * @param kept those answered 202
 * @param delivered those that a device has taken
 * @param sent MESSAGEs sent to devices and trunks
 * @param refused messages refused
 * @param crashes users whose messages were disturbed by an exception
 * @param lost changes of kept messages that the store did not take in time, or ever
 */
public record MessageFigures(
        int waiting,
        int boxes,
        long accepted,
        long kept,
        long delivered,
        long sent,
        long refused,
        long crashes,
        long lost) {}
