package io.switchboard.sip.call;

/**
 * Where the INVITE usage of a leg's dialog stands.
 *
 * @param phase where the dialog stands
 * @param uas the INVITE that the peer sent us, if any is open
 * @param uac the INVITE that we sent to the peer, if any is open
 * @param hangUp the call wants this leg to end as soon as the protocol allows it
 */
record LegState(Phase phase, Uas uas, Uac uac, boolean hangUp) {
    static final LegState INBOUND = new LegState(Phase.EARLY, Uas.PENDING, Uac.NONE, false);
    static final LegState OUTBOUND = new LegState(Phase.EARLY, Uas.NONE, Uac.PENDING, false);

    /** Where the dialog stands. */
    enum Phase {
        /** The first INVITE has no final response yet. */
        EARLY,
        /** A 2xx was sent or received. */
        UP,
        /** Our BYE is under way. */
        ENDING,
        /** Over; nothing more is sent but an ACK that is still owed. */
        ENDED
    }

    /** The INVITE that the peer sent us, if any is open. */
    enum Uas {
        NONE,
        /** No final response sent. */
        PENDING,
        /** 2xx sent, its ACK is awaited. */
        ACCEPTED
    }

    /** The INVITE that we sent to the peer, if any is open. */
    enum Uac {
        NONE,
        /** No final response received. */
        PENDING,
        /** The same, and CANCEL was asked for. */
        CANCELLING,
        /** 2xx received, our ACK is owed. */
        ANSWERED
    }

    /** Whether a request may be sent inside the dialog. */
    boolean alive() {
        return phase == Phase.EARLY || phase == Phase.UP;
    }

    /** Whether an INVITE may be sent inside the dialog now (RFC 3261 section 14.1). */
    boolean mayInvite() {
        return phase == Phase.UP && uas == Uas.NONE && uac == Uac.NONE && !hangUp;
    }

    @SuppressWarnings("EnumOrdinal") // places in a table that is made and read by the same process
    int index() {
        return ((phase.ordinal() * 3 + uas.ordinal()) * 4 + uac.ordinal()) * 2 + (hangUp ? 1 : 0);
    }
}
