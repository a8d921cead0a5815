package io.switchboard.sip.messaging;

/**
 * What the administrator set for messages.
 *
 * @param domain the server's canonical domain
 * @param maxBytes longest body; above, 413
 * @param answerMillis how long a sender waits for a phone's answer until the message is kept and answered 202
 * @param keepMillis how long a message waits at most, if its Expires does not say less
 * @param historyMillis how long it can be read after it was delivered or died; 0 for not at all
 * @param otherDevicesMillis how long it waits, once a device has it, for the user's others
 * @param perUser messages that may wait for one user
 * @param total messages that may wait in all
 * @param perMinute messages that one sender may send a minute, and at once; 0 for no limit
 * @param bounce what a sender is told of a message that died after its 202
 */
public record MessageSettings(
        String domain,
        int maxBytes,
        int answerMillis,
        long keepMillis,
        long historyMillis,
        long otherDevicesMillis,
        int perUser,
        int total,
        int perMinute,
        Bounce bounce) {
    /** How a sender is told. */
    public enum Bounce {
        /** By an IMDN if the message asked for one (RFC 5438), else by a message from the server. */
        TEXT,
        /** By an IMDN if the message asked for one, else not. */
        IMDN,
        /** Not at all. */
        NONE
    }
}
