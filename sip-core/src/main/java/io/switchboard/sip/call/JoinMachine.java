package io.switchboard.sip.call;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.call.JoinState.Phase;

/**
 * Joins two legs that are up: the first is asked for a fresh offer by an INVITE without one, the second is offered it,
 * and its answer goes into the first one's ACK (RFC 3725 section 4.4 without its dummy answer: both are talking already,
 * so both answer at once).
 */
final class JoinMachine {
    static final int MOST_TRIES = 10;

    /** What happens. */
    enum Event {
        /** It begins, or the time to wait is over. */
        GO,
        /** An INVITE is not possible now: 491, or another one is open. */
        GLARE,
        /** The first leg answered with an offer. */
        OFFER,
        /** The first leg answered without one. */
        NO_OFFER,
        /** The second leg answered. */
        ANSWER,
        /** The leg that was asked refuses. */
        REFUSED,
        /** Nobody wants it any more. */
        ABANDON
    }

    /** What the shell does. */
    enum Effect {
        ASK,
        SHOW_OFFER,
        WAIT,
        /** With the second leg's answer, or for want of that with what it last described. */
        ACK_FIRST,
        ACK_SECOND,
        TELL_JOINED,
        TELL_FAILED,
        /** The same, after the first leg's session was changed. */
        TELL_DISTURBED
    }

    /** What follows from an event. */
    record Step(JoinState next, ImmutableList<Effect> effects) {}

    private JoinMachine() {}

    static Step step(JoinState s, Event event) {
        return switch (event) {
            case GO ->
                switch (s.phase()) {
                    case ASKING -> to(Phase.ASKED, s, Effect.ASK);
                    case OFFERING -> to(Phase.OFFERED, s, Effect.SHOW_OFFER);
                    case ASKED, OFFERED, OVER -> same(s);
                };
            case GLARE ->
                switch (s.phase()) {
                    case ASKING, ASKED -> again(s, Phase.ASKING, Effect.TELL_FAILED);
                    case OFFERING, OFFERED -> again(s, Phase.OFFERING, Effect.ACK_FIRST, Effect.TELL_DISTURBED);
                    case OVER -> same(s);
                };
            case OFFER ->
                switch (s.phase()) {
                    case ASKED -> to(Phase.OFFERED, s, Effect.SHOW_OFFER);
                    case OVER -> to(Phase.OVER, s, Effect.ACK_FIRST);
                    case ASKING, OFFERING, OFFERED -> same(s);
                };
            case NO_OFFER ->
                switch (s.phase()) {
                    case ASKED -> to(Phase.OVER, s, Effect.ACK_FIRST, Effect.TELL_FAILED);
                    case OVER -> to(Phase.OVER, s, Effect.ACK_FIRST);
                    case ASKING, OFFERING, OFFERED -> same(s);
                };
            case ANSWER ->
                switch (s.phase()) {
                    case OFFERED -> to(Phase.OVER, s, Effect.ACK_SECOND, Effect.ACK_FIRST, Effect.TELL_JOINED);
                    case OVER -> to(Phase.OVER, s, Effect.ACK_SECOND);
                    case ASKING, ASKED, OFFERING -> same(s);
                };
            case REFUSED ->
                switch (s.phase()) {
                    case ASKED -> to(Phase.OVER, s, Effect.TELL_FAILED);
                    case OFFERED -> to(Phase.OVER, s, Effect.ACK_FIRST, Effect.TELL_DISTURBED);
                    case ASKING, OFFERING, OVER -> same(s);
                };
            case ABANDON ->
                switch (s.phase()) {
                    case ASKING, ASKED, OVER -> to(Phase.OVER, s);
                    case OFFERING, OFFERED -> to(Phase.OVER, s, Effect.ACK_FIRST);
                };
        };
    }

    private static Step again(JoinState s, Phase phase, Effect... otherwise) {
        return s.tries() >= MOST_TRIES
                ? to(Phase.OVER, s, otherwise)
                : new Step(new JoinState(phase, s.tries() + 1), ImmutableList.of(Effect.WAIT));
    }

    private static Step same(JoinState s) {
        return new Step(s, ImmutableList.of());
    }

    private static Step to(Phase phase, JoinState s, Effect... effects) {
        return new Step(new JoinState(phase, s.tries()), ImmutableList.copyOf(effects));
    }
}
