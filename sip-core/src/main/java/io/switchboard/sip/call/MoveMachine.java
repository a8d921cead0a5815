package io.switchboard.sip.call;

import com.google.common.collect.ImmutableList;

/**
 * One leg on its way to a seat: the seat makes an offer, the peer is shown it by an INVITE (RFC 3261 section 14), and
 * the seat takes the answer. The ACK never waits for the seat. If the peer re-INVITEs meanwhile, the seat answers, and
 * that is a move too.
 */
final class MoveMachine {
    static final int MOST_TRIES = 10;

    /** Where it stands. */
    enum Phase {
        /** The seat makes its offer. */
        PREPARING,
        /** The offer is there, and waits for {@link Event#GO}. */
        READY,
        ASKED,
        /** The INVITE has to be tried again. */
        WAITING,
        /** The seat takes the answer. */
        TAKING,
        OVER
    }

    /** @param tries how often an INVITE had to wait for another */
    record State(Phase phase, int tries) {
        static final State BEGIN = new State(Phase.PREPARING, 0);
    }

    /** What happens. */
    enum Event {
        OFFERED,
        /** The seat cannot serve. */
        UNAVAILABLE,
        GO,
        /** An INVITE is not possible now: 491, or another one is open. */
        GLARE,
        WAITED,
        /** A 2xx with an answer. */
        ANSWER,
        /** A 2xx without one. */
        NO_ANSWER,
        REFUSED,
        TAKEN,
        NOT_TAKEN,
        /** The seat has answered an INVITE of the peer's own. */
        CAME_BY_ITSELF,
        /** It has taken too long, or is not worth waiting for. */
        HURRY,
        /** Nobody wants it any more. */
        ABANDON
    }

    /** What the shell does, in this order. */
    enum Effect {
        TELL_READY,
        INVITE,
        CANCEL,
        WAIT,
        STOP_WAITING,
        ACK,
        /** The seat is given the answer. */
        TAKE,
        TELL_IN,
        TELL_FAILED,
        /** The same, after the peer has agreed to the seat's media. */
        TELL_DISTURBED
    }

    /** What follows from an event. */
    record Step(State next, ImmutableList<Effect> effects) {}

    private MoveMachine() {}

    static Step step(State s, Event event) {
        return switch (event) {
            case OFFERED -> s.phase() == Phase.PREPARING ? to(Phase.READY, s, Effect.TELL_READY) : same(s);
            case UNAVAILABLE -> s.phase() == Phase.PREPARING ? to(Phase.OVER, s, Effect.TELL_FAILED) : same(s);
            case GO -> s.phase() == Phase.READY ? to(Phase.ASKED, s, Effect.INVITE) : same(s);
            case WAITED -> s.phase() == Phase.WAITING ? to(Phase.ASKED, s, Effect.INVITE) : same(s);
            case GLARE -> s.phase() == Phase.ASKED ? again(s) : same(s);
            case ANSWER ->
                switch (s.phase()) {
                    case ASKED -> to(Phase.TAKING, s, Effect.ACK, Effect.TAKE);
                    case OVER -> to(Phase.OVER, s, Effect.ACK);
                    case PREPARING, READY, WAITING, TAKING -> same(s);
                };
            case NO_ANSWER ->
                switch (s.phase()) {
                    case ASKED -> to(Phase.OVER, s, Effect.ACK, Effect.TELL_FAILED);
                    case OVER -> to(Phase.OVER, s, Effect.ACK);
                    case PREPARING, READY, WAITING, TAKING -> same(s);
                };
            case REFUSED -> s.phase() == Phase.ASKED ? to(Phase.OVER, s, Effect.TELL_FAILED) : same(s);
            case TAKEN -> s.phase() == Phase.TAKING ? to(Phase.OVER, s, Effect.TELL_IN) : same(s);
            case NOT_TAKEN -> s.phase() == Phase.TAKING ? to(Phase.OVER, s, Effect.TELL_DISTURBED) : same(s);
            case CAME_BY_ITSELF ->
                switch (s.phase()) {
                    case PREPARING, READY -> to(Phase.OVER, s, Effect.TELL_IN);
                    case WAITING -> to(Phase.OVER, s, Effect.STOP_WAITING, Effect.TELL_IN);
                    case ASKED, TAKING, OVER -> same(s);
                };
            case HURRY ->
                switch (s.phase()) {
                    case PREPARING, READY -> to(Phase.OVER, s, Effect.TELL_FAILED);
                    case WAITING -> to(Phase.OVER, s, Effect.STOP_WAITING, Effect.TELL_FAILED);
                    case ASKED -> to(Phase.ASKED, s, Effect.CANCEL); // its final response decides
                    case TAKING, OVER -> same(s);
                };
            case ABANDON ->
                switch (s.phase()) {
                    case WAITING -> to(Phase.OVER, s, Effect.STOP_WAITING);
                    case ASKED -> to(Phase.OVER, s, Effect.CANCEL);
                    case PREPARING, READY, TAKING, OVER -> to(Phase.OVER, s);
                };
        };
    }

    private static Step again(State s) {
        return s.tries() >= MOST_TRIES
                ? to(Phase.OVER, s, Effect.TELL_FAILED)
                : new Step(new State(Phase.WAITING, s.tries() + 1), ImmutableList.of(Effect.WAIT));
    }

    private static Step same(State s) {
        return new Step(s, ImmutableList.of());
    }

    private static Step to(Phase phase, State s, Effect... effects) {
        return new Step(new State(phase, s.tries()), ImmutableList.copyOf(effects));
    }
}
