package io.switchboard.sip.call;

import com.google.common.collect.ImmutableList;

/**
 * A ringing call that somebody else picks up by an INVITE with Replaces (RFC 3891, RFC 5359 section 2.16): both caller and
 * picker wait for a final response. The one is answered with what the other offers, and once its ACK is there the other
 * is answered too, so neither hears an answer to a call that is over.
 */
final class PickupMachine {
    /** Where it stands. */
    enum State {
        /** The first was sent a 2xx, and its ACK is awaited. */
        ANSWERING,
        OVER
    }

    /** What happens. */
    enum Event {
        /** The ACK came, and the media of the first are known. */
        ACKNOWLEDGED,
        /** The ACK came without the answer that was owed. */
        ACKNOWLEDGED_BLANK,
        CALLER_GONE,
        PICKER_GONE,
        ABORTED
    }

    /** What the shell does, in this order. */
    enum Effect {
        ANSWER_SECOND,
        /** Caller and picker are the call. */
        TAKE,
        /** By a refusal or BYE, whichever it takes. */
        HANG_UP_CALLER,
        HANG_UP_PICKER,
        /** The call is over, ended by its caller. */
        CLOSE_BY_CALLER,
        /** The same, ended by the picker. */
        CLOSE_BY_PICKER,
        /** The same, ended by the server. */
        CLOSE
    }

    /** What follows from an event. */
    record Step(State next, ImmutableList<Effect> effects) {}

    private PickupMachine() {}

    static Step step(State s, Event event) {
        if (s == State.OVER) {
            return new Step(s, ImmutableList.of());
        }
        return switch (event) {
            case ACKNOWLEDGED -> over(Effect.ANSWER_SECOND, Effect.TAKE);
            case ACKNOWLEDGED_BLANK, ABORTED -> over(Effect.HANG_UP_CALLER, Effect.HANG_UP_PICKER, Effect.CLOSE);
            case CALLER_GONE -> over(Effect.HANG_UP_PICKER, Effect.CLOSE_BY_CALLER);
            case PICKER_GONE -> over(Effect.HANG_UP_CALLER, Effect.CLOSE_BY_PICKER);
        };
    }

    private static Step over(Effect... effects) {
        return new Step(State.OVER, ImmutableList.copyOf(effects));
    }
}
