package io.switchboard.sip.call;

import com.google.common.collect.ImmutableList;

/**
 * The INVITE usage of one leg's dialog, whichever side began it: what is owed to the peer (a final response, an ACK, a
 * BYE) and what the call is told. It knows no messages; the shell keeps those. An INVITE inside the dialog
 * (re-INVITE) runs through the same two exchanges as the first one.
 */
final class LegMachine {
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

    /** Whole state. {@code hangUp}: the call wants this leg to end as soon as the protocol allows it. */
    record State(Phase phase, Uas uas, Uac uac, boolean hangUp) {
        /** Whether a request may be sent inside the dialog. */
        boolean alive() {
            return phase == Phase.EARLY || phase == Phase.UP;
        }

        /** Whether an INVITE may be sent inside the dialog now (RFC 3261 section 14.1). */
        boolean mayInvite() {
            return phase == Phase.UP && uas == Uas.NONE && uac == Uac.NONE && !hangUp;
        }
    }

    /** What happens: received from the peer ({@code _IN}), asked by the call, or found out by a timer. */
    enum Event {
        INVITE_IN,
        CANCEL_IN,
        ACK_IN,
        ACK_TIMEOUT,
        BYE_IN,
        SUCCESS_IN,
        FAILURE_IN,
        BYE_DONE,
        /** 408 or 481 inside the dialog, session expired, way to the peer lost (RFC 3261 section 12.2.1.2). */
        DIALOG_LOST,
        ACCEPT,
        REFUSE,
        INVITE_OUT,
        CANCEL_OUT,
        ACK_OUT,
        HANG_UP
    }

    /** What the shell does, in this order. */
    enum Effect {
        /** Final 2xx to the peer's INVITE, repeated until its ACK. */
        SEND_2XX,
        STOP_2XX,
        /** Final refusal chosen by the call. */
        SEND_REFUSAL,
        /** 487 to the peer's INVITE (RFC 3261 sections 9.2 and 15.1.2). */
        SEND_487,
        /** To an INVITE that may not come now, before any state is kept for it. */
        REFUSE_491,
        REFUSE_500_RETRY,
        REFUSE_481,
        ANSWER_BYE,
        REFUSE_BYE,
        SEND_INVITE,
        SEND_CANCEL,
        /** ACK for the 2xx, with the body that the call gave if it gave one. */
        SEND_ACK,
        SEND_BYE,
        /** To the other side of the call. */
        RELAY_INVITE,
        RELAY_CANCEL,
        RELAY_ACK,
        RELAY_SUCCESS,
        RELAY_FAILURE,
        /** The dialled peer answered the first INVITE. */
        TELL_ANSWERED,
        /** The dialled peer refused the first INVITE. */
        TELL_FAILED,
        /** The peer is gone, on its own account. */
        TELL_GONE,
        /** The dialog is over: its entries in tables and its timers go. */
        RELEASE
    }

    /** What follows from an event. */
    record Step(State next, ImmutableList<Effect> effects) {}

    static final State INBOUND = new State(Phase.EARLY, Uas.PENDING, Uac.NONE, false);
    static final State OUTBOUND = new State(Phase.EARLY, Uas.NONE, Uac.PENDING, false);

    private static final int EVENTS = Event.values().length;
    // All steps are made once: the machine costs a look-up and no garbage.
    private static final Step[] TABLE = new Step[4 * 3 * 4 * 2 * EVENTS];

    static {
        for (Phase phase : Phase.values()) {
            for (Uas uas : Uas.values()) {
                for (Uac uac : Uac.values()) {
                    for (Event event : Event.values()) {
                        for (int hangUp = 0; hangUp < 2; hangUp++) {
                            State state = new State(phase, uas, uac, hangUp == 1);
                            TABLE[index(state, event)] = compute(state, event);
                        }
                    }
                }
            }
        }
    }

    private LegMachine() {}

    static Step step(State state, Event event) {
        return TABLE[index(state, event)];
    }

    @SuppressWarnings("EnumOrdinal") // the table is made and read by the same process
    private static int index(State s, Event event) {
        int state = ((s.phase.ordinal() * 3 + s.uas.ordinal()) * 4 + s.uac.ordinal()) * 2 + (s.hangUp ? 1 : 0);
        return state * EVENTS + event.ordinal();
    }

    private static Step compute(State s, Event event) {
        return switch (event) {
            case INVITE_IN -> inviteIn(s);
            case CANCEL_IN -> cancelIn(s);
            case ACK_IN -> ackIn(s);
            case ACK_TIMEOUT -> ackTimeout(s);
            case BYE_IN -> byeIn(s);
            case SUCCESS_IN -> successIn(s);
            case FAILURE_IN -> failureIn(s);
            case BYE_DONE -> s.phase == Phase.ENDING ? ended(s, Effect.RELEASE) : same(s);
            case DIALOG_LOST -> dialogLost(s);
            case ACCEPT ->
                s.uas == Uas.PENDING && s.alive()
                        ? to(new State(Phase.UP, Uas.ACCEPTED, s.uac, s.hangUp), Effect.SEND_2XX)
                        : same(s);
            case REFUSE -> refuse(s);
            case INVITE_OUT ->
                s.mayInvite() ? to(new State(s.phase, s.uas, Uac.PENDING, false), Effect.SEND_INVITE) : same(s);
            case CANCEL_OUT ->
                s.phase == Phase.UP && s.uac == Uac.PENDING
                        ? to(new State(s.phase, s.uas, Uac.CANCELLING, s.hangUp), Effect.SEND_CANCEL)
                        : same(s);
            case ACK_OUT ->
                s.uac == Uac.ANSWERED ? to(new State(s.phase, s.uas, Uac.NONE, s.hangUp), Effect.SEND_ACK) : same(s);
            case HANG_UP -> hangUp(s);
        };
    }

    /** RFC 3261 section 14.2: 500 while the peer's own is open, 491 while ours is. */
    private static Step inviteIn(State s) {
        if (!s.alive()) {
            return to(s, Effect.REFUSE_481);
        }
        if (s.uas == Uas.PENDING) {
            return to(s, Effect.REFUSE_500_RETRY);
        }
        if (!s.mayInvite()) {
            return to(s, Effect.REFUSE_491);
        }
        return to(new State(s.phase, Uas.PENDING, s.uac, false), Effect.RELAY_INVITE);
    }

    /** Section 9.2. A re-INVITE's final response comes from the other side, which may have answered meanwhile. */
    private static Step cancelIn(State s) {
        if (s.uas != Uas.PENDING) {
            return same(s);
        }
        return s.phase == Phase.EARLY
                ? ended(s, Effect.SEND_487, Effect.TELL_GONE, Effect.RELEASE)
                : to(s, Effect.RELAY_CANCEL);
    }

    /** Section 13.3.1.4; section 15: a BYE that waited for the ACK goes out now. */
    private static Step ackIn(State s) {
        if (s.uas != Uas.ACCEPTED) {
            return same(s);
        }
        if (s.hangUp) {
            return to(new State(Phase.ENDING, Uas.NONE, s.uac, true), Effect.STOP_2XX, Effect.SEND_BYE);
        }
        return to(new State(s.phase, Uas.NONE, s.uac, false), Effect.STOP_2XX, Effect.RELAY_ACK);
    }

    /** Section 13.3.1.4: without ACK after 64*T1 the dialog stands, and the session is ended with BYE. */
    private static Step ackTimeout(State s) {
        if (s.uas != Uas.ACCEPTED) {
            return same(s);
        }
        State next = new State(Phase.ENDING, Uas.NONE, settled(s.uac), true);
        ImmutableList.Builder<Effect> effects = ImmutableList.builder();
        effects.add(Effect.STOP_2XX);
        settleUac(s, effects);
        effects.add(Effect.SEND_BYE);
        if (!s.hangUp) {
            effects.add(Effect.TELL_GONE);
        }
        return new Step(next, effects.build());
    }

    /** Section 15.1.2: 200 to the BYE, 487 to what is pending. A callee may not end an early dialog with BYE. */
    private static Step byeIn(State s) {
        if (s.phase == Phase.ENDED) {
            return to(s, Effect.REFUSE_BYE);
        }
        if (s.phase == Phase.ENDING) {
            return to(s, Effect.ANSWER_BYE);
        }
        if (s.phase == Phase.EARLY && s.uas != Uas.PENDING) {
            return to(s, Effect.REFUSE_BYE);
        }
        ImmutableList.Builder<Effect> effects = ImmutableList.builder();
        effects.add(Effect.ANSWER_BYE);
        settleUas(s, effects);
        settleUac(s, effects);
        if (!s.hangUp) {
            effects.add(Effect.TELL_GONE);
        }
        effects.add(Effect.RELEASE);
        return new Step(new State(Phase.ENDED, Uas.NONE, settled(s.uac), s.hangUp), effects.build());
    }

    /** Section 13.2.2.4. */
    private static Step successIn(State s) {
        if (s.uac != Uac.PENDING && s.uac != Uac.CANCELLING) {
            return same(s);
        }
        return switch (s.phase) {
            case EARLY ->
                s.hangUp // the 2xx crossed our CANCEL (section 9.1)
                        ? to(new State(Phase.ENDING, Uas.NONE, Uac.NONE, true), Effect.SEND_ACK, Effect.SEND_BYE)
                        : to(new State(Phase.UP, s.uas, Uac.ANSWERED, false), Effect.TELL_ANSWERED);
            case UP ->
                s.hangUp
                        ? to(new State(s.phase, s.uas, Uac.NONE, true), Effect.SEND_ACK)
                        : to(new State(s.phase, s.uas, Uac.ANSWERED, false), Effect.RELAY_SUCCESS);
            case ENDING, ENDED -> to(new State(s.phase, s.uas, Uac.NONE, s.hangUp), Effect.SEND_ACK);
        };
    }

    private static Step failureIn(State s) {
        if (s.uac != Uac.PENDING && s.uac != Uac.CANCELLING) {
            return same(s);
        }
        return switch (s.phase) {
            case EARLY -> s.hangUp ? ended(s, Effect.RELEASE) : ended(s, Effect.TELL_FAILED, Effect.RELEASE);
            case UP -> to(new State(s.phase, s.uas, Uac.NONE, s.hangUp), Effect.RELAY_FAILURE);
            case ENDING, ENDED -> to(new State(s.phase, s.uas, Uac.NONE, s.hangUp));
        };
    }

    private static Step dialogLost(State s) {
        if (s.phase != Phase.UP) {
            return same(s);
        }
        ImmutableList.Builder<Effect> effects = ImmutableList.builder();
        settleUas(s, effects);
        settleUac(s, effects);
        effects.add(Effect.SEND_BYE);
        if (!s.hangUp) {
            effects.add(Effect.TELL_GONE);
        }
        return new Step(new State(Phase.ENDING, Uas.NONE, settled(s.uac), true), effects.build());
    }

    private static Step refuse(State s) {
        if (s.uas != Uas.PENDING) {
            return same(s);
        }
        return s.phase == Phase.EARLY
                ? ended(s, Effect.SEND_REFUSAL, Effect.RELEASE)
                : to(new State(s.phase, Uas.NONE, s.uac, s.hangUp), Effect.SEND_REFUSAL);
    }

    private static Step hangUp(State s) {
        if (!s.alive() || s.hangUp) {
            return same(s);
        }
        if (s.phase == Phase.EARLY) {
            return s.uas == Uas.PENDING
                    ? ended(s, Effect.SEND_REFUSAL, Effect.RELEASE)
                    : to(new State(s.phase, s.uas, Uac.CANCELLING, true), Effect.SEND_CANCEL);
        }
        ImmutableList.Builder<Effect> effects = ImmutableList.builder();
        settleUac(s, effects);
        if (s.uas == Uas.ACCEPTED) {
            // Section 15: no BYE before the ACK or its time-out.
            return new Step(new State(s.phase, s.uas, settled(s.uac), true), effects.build());
        }
        settleUas(s, effects);
        effects.add(Effect.SEND_BYE);
        return new Step(new State(Phase.ENDING, Uas.NONE, settled(s.uac), true), effects.build());
    }

    private static void settleUas(State s, ImmutableList.Builder<Effect> effects) {
        if (s.uas == Uas.PENDING) {
            effects.add(Effect.SEND_487);
        } else if (s.uas == Uas.ACCEPTED) {
            effects.add(Effect.STOP_2XX);
        }
    }

    private static void settleUac(State s, ImmutableList.Builder<Effect> effects) {
        if (s.uac == Uac.ANSWERED) {
            effects.add(Effect.SEND_ACK);
        } else if (s.uac == Uac.PENDING) {
            effects.add(Effect.SEND_CANCEL); // a peer that never answers it would hold its transaction for ever
        }
    }

    private static Uac settled(Uac uac) {
        return uac == Uac.ANSWERED ? Uac.NONE : uac == Uac.PENDING ? Uac.CANCELLING : uac;
    }

    private static Step ended(State s, Effect... effects) {
        return to(new State(Phase.ENDED, Uas.NONE, Uac.NONE, s.hangUp), effects);
    }

    private static Step same(State s) {
        return to(s);
    }

    private static Step to(State next, Effect... effects) {
        return new Step(next, ImmutableList.copyOf(effects));
    }
}
