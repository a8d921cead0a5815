package io.switchboard.sip.call;

/**
 * How far two legs are joined.
 *
 * @param tries how often an INVITE had to wait for another
 */
record JoinState(Phase phase, int tries) {
    static final JoinState BEGIN = new JoinState(Phase.ASKING, 0);

    /** How far. */
    enum Phase {
        /** The first leg is to be asked for an offer. */
        ASKING,
        ASKED,
        /** The second leg is to be shown the offer; the first waits for its ACK. */
        OFFERING,
        OFFERED,
        OVER
    }

    /** Whether the first leg has begun to change its session. */
    boolean disturbed() {
        return phase != Phase.ASKING && phase != Phase.OVER;
    }
}
