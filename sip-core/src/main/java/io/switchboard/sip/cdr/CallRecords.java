package io.switchboard.sip.cdr;

/**
 * Writes call records. Called in the lane; never blocks. Each call that was opened gets exactly one record, even if the
 * process is killed: then the next start writes it, with {@link CallRecord.Hangup#INTERRUPTED}.
 */
public interface CallRecords {
    /** A call attempt began; its record so far. */
    void opened(CallRecord soFar);

    /** Something changed that an interrupted record should know (answered). */
    void updated(CallRecord soFar);

    /** The call is over. */
    void closed(CallRecord record);
}
