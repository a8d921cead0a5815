package io.switchboard.sip.cdr;

import java.util.List;

/**
 * The record of one call attempt: what a caller's INVITE led to. Times are wall-clock milliseconds since the epoch, 0
 * for what did not happen.
 *
 * @param id unique for ever
 * @param started INVITE received
 * @param ringing first 180 or 183 passed to the caller
 * @param answered 200 passed to the caller
 * @param ended the last leg is over
 * @param from who called: {@code account:alice@example.com} or {@code trunk:carrier-a}
 * @param caller URI of the From header
 * @param dialled user part of the Request-URI as it came
 * @param route name of the dial plan's route, or empty
 * @param legs the caller's leg first, then every one dialled or brought by a transfer, in order
 * @param status final status sent to the caller, 0 if there was none
 * @param reason Reason header value that ended the call (RFC 3326), or empty
 * @param hangup who ended it
 * @param recordings in which it can be heard, in the order of their beginning
 */
public record CallRecord(
        String id,
        long started,
        long ringing,
        long answered,
        long ended,
        String from,
        String caller,
        String dialled,
        String route,
        List<LegRecord> legs,
        int status,
        String reason,
        Hangup hangup,
        List<RecordingRecord> recordings) {
    /**
     * One leg.
     *
     * @param callId its Call-ID
     * @param target URI dialled, or the caller's Contact
     * @param via trunk or account it leads to or came from
     * @param status its final status, 0 if none
     * @param reason Reason header value of its refusal, or empty
     * @param transferredBy account that had it dialled or brought into the call by a transfer, or empty
     */
    public record LegRecord(
            String callId, String target, String via, int status, String reason, String transferredBy) {}

    /**
     * A recording.
     *
     * @param file relative to the data folder
     * @param started when it began, or the call came into it; wall-clock milliseconds since the epoch
     * @param millis its length, up to the end of the call if it went on after that; {@link #RUNS} while it runs
     */
    public record RecordingRecord(String file, long started, long millis) {
        /** The length of one that runs, or was cut off with the process. */
        public static final long RUNS = -1;
    }

    /** Who ended a call. */
    public enum Hangup {
        /** The caller: CANCEL or BYE. */
        CALLER,
        /** The called side: BYE, or its refusal. */
        CALLEE,
        /** The server: no route, time-out, stop, session expired, failure. */
        SERVER,
        /** The server's process died while the call was running; written at the next start. */
        INTERRUPTED
    }
}
