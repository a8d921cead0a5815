package io.switchboard.sip.call;

/**
 * Where a transfer stands.
 *
 * @param transferor whether the transferor is still in the call
 * @param target what is to become of the target if it cannot be joined
 */
record TransferState(Phase phase, boolean transferor, Target target) {
    /** Blind transfer: the target is yet to be reached (RFC 5589 section 6). */
    static final TransferState BLIND = new TransferState(Phase.DIALLING, true, Target.DIALLED);

    /** Attended transfer: the transferor talks with the target already (RFC 5589 section 7). */
    static final TransferState ATTENDED = new TransferState(Phase.JOINING, true, Target.CONSULTED);

    /** The same, but the target still rings for the transferor. */
    static final TransferState RINGING = new TransferState(Phase.DIALLING, true, Target.RUNG);

    /** Where the transfer stands. */
    enum Phase {
        /** The target is called. */
        DIALLING,
        /** Transferee and target are told of each other's media. */
        JOINING,
        /** The transfer failed; transferee and transferor get their media back. */
        RESTORING,
        OVER
    }

    /** Where the target came from. */
    enum Target {
        /** The transfer called it. */
        DIALLED,
        /** It is a room. */
        ROOM,
        /** The transferor has called it, and its phone still rings. */
        RUNG,
        /** It has answered that call, and has heard of the transferor's media only. */
        ADOPTED,
        /** It has a call with the transferor, which goes on if the transfer fails. */
        CONSULTED,
        /** It had one, and the transferor has hung up there. */
        ABANDONED
    }

    TransferState in(Phase next) {
        return new TransferState(next, transferor, target);
    }

    TransferState toRoom() {
        return new TransferState(Phase.JOINING, transferor, Target.ROOM);
    }

    TransferState adopted() {
        return new TransferState(Phase.JOINING, transferor, Target.ADOPTED);
    }

    TransferState withoutTransferor() {
        return new TransferState(phase, false, target);
    }

    TransferState abandoned() {
        return new TransferState(phase, transferor, Target.ABANDONED);
    }
}
