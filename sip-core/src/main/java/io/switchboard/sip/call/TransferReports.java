package io.switchboard.sip.call;

/** Told how a transfer goes, by whoever asked for it. */
interface TransferReports {
    /** Who wants it, as the record names it. */
    String orderedBy();

    /** How it goes: a provisional status. */
    void report(int status);

    /** How it ended: a final status, once. */
    void conclude(int status);

    /** Runs this when all reports have arrived, at once if they have. */
    void afterwards(Runnable then);
}
