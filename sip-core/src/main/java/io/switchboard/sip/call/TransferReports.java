package io.switchboard.sip.call;

/** Whoever wants to know how a transfer goes. */
interface TransferReports {
    /** How it goes, as a SIP status below 200. */
    void report(int status);

    /** How it ended, as a final SIP status: the last report, and the only one of its kind. */
    void conclude(int status);

    /** Runs this when all reports have arrived, at once if they have. */
    void afterwards(Runnable then);
}
