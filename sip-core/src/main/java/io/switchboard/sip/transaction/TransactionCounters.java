package io.switchboard.sip.transaction;

import java.util.HashMap;
import java.util.Map;

/** Counts of one transaction layer since its start. Written in its lane; to be read there. */
public final class TransactionCounters {
    private static final int REASONS = 64;

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
    long stateless;
    long overLimit;
    long shed;
    long userFailures;
    private final Map<String, Long> dropped = new HashMap<>();

    TransactionCounters() {}

    /** Counts a message that gets no answer. */
    void dropped(String reason) {
        // The validator's phrases are few; the bound holds should that change.
        dropped.merge(dropped.size() < REASONS ? reason : "other", 1L, Long::sum);
    }

    /** The counts at this moment. To be called in the lane. */
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
                stateless,
                overLimit,
                shed,
                Map.copyOf(dropped),
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
     * @param stateless requests that were answered without a transaction, such as challenged registrations
     * @param overLimit requests answered 503 because of {@link TransactionLimits}
     * @param shed new calls answered 503 because the lane was behind with its messages
     * @param dropped invalid messages that were not answered, by what is wrong with them
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
            long stateless,
            long overLimit,
            long shed,
            Map<String, Long> dropped,
            long userFailures) {}
}
