package io.switchboard.sip.transaction;

/** Counts of one transaction layer since its start. Written in its lane; others read a recent value. */
public final class TransactionCounters {
    long clientsCreated;
    long clientsTerminated;
    long serversCreated;
    long serversTerminated;
    long absorbed;
    long clientTimeouts;
    long serverTimeouts;
    long transportErrors;
    long strayResponses;
    long strayAcks;
    long merged;
    long rejected;
    long overLimit;
    long dropped;
    long userFailures;

    TransactionCounters() {}

    /** The counts at this moment. To be called in the lane where they have to agree with each other. */
    public Snapshot snapshot() {
        return new Snapshot(
                clientsCreated,
                clientsTerminated,
                serversCreated,
                serversTerminated,
                absorbed,
                clientTimeouts,
                serverTimeouts,
                transportErrors,
                strayResponses,
                strayAcks,
                merged,
                rejected,
                overLimit,
                dropped,
                userFailures);
    }

    /**
     * Counts at one moment.
     *
     * @param clientsCreated client transactions begun
     * @param clientsTerminated client transactions over
     * @param serversCreated server transactions begun
     * @param serversTerminated server transactions over
     * @param absorbed retransmissions that went no further: requests, ACKs and final responses
     * @param clientTimeouts client transactions without final response (Timer B or F, or after CANCEL)
     * @param serverTimeouts requests that the user has not answered in 64*T1
     * @param transportErrors messages that could not be sent, and refusals without ACK (Timer H)
     * @param strayResponses responses of no transaction
     * @param strayAcks ACKs of no transaction, those of 2xx among them
     * @param merged requests answered 482
     * @param rejected invalid requests that were answered
     * @param overLimit requests answered 503 because of {@link TransactionLimits}
     * @param dropped invalid messages that were not answered
     * @param userFailures exceptions of users
     */
    public record Snapshot(
            long clientsCreated,
            long clientsTerminated,
            long serversCreated,
            long serversTerminated,
            long absorbed,
            long clientTimeouts,
            long serverTimeouts,
            long transportErrors,
            long strayResponses,
            long strayAcks,
            long merged,
            long rejected,
            long overLimit,
            long dropped,
            long userFailures) {}
}
