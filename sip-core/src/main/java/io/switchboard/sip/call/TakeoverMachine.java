package io.switchboard.sip.call;

import com.google.common.collect.ImmutableList;

/**
 * An INVITE with Replaces (RFC 3891): its caller takes the place of one side of a call, once the other side has taken
 * the new media. That other side is never lost while anybody is left for it.
 */
final class TakeoverMachine {
    /** Where it stands. */
    enum State {
        /** The call to be taken over still rings: its caller is to be replaced. */
        RINGING,
        /** The same, and that caller has given up already. */
        RINGING_ALONE,
        /** The other side was shown the new caller's media. */
        ASKED,
        /** The same, and the side to be replaced has hung up already. */
        ALONE,
        OVER
    }

    /** What happens. */
    enum Event {
        /** Whoever rang has answered. */
        PICKED_UP,
        /** Whoever rang is not to be had. */
        FAILED,
        ANSWERED,
        REFUSED,
        /** The new caller gave up. */
        CALLER_GONE,
        /** The side to be replaced hung up. */
        OLD_GONE,
        /** The other side hung up. */
        OTHER_GONE,
        ABORTED
    }

    /** What the shell does, in this order. */
    enum Effect {
        /** The other side is shown the new caller's media. */
        ASK,
        /** The new caller and the other side are the call. */
        TAKE,
        HANG_UP_OLD,
        HANG_UP_OTHER,
        REFUSE_CALLER,
        /** The other side need not answer any more. */
        WITHDRAW,
        /** The old call goes on as it was. */
        GO_ON,
        /** It rings for its own caller again, and is over if that one has given up. */
        GIVE_BACK,
        /** The old call is over. */
        CLOSE_OLD
    }

    /** What follows from an event. */
    record Step(State next, ImmutableList<Effect> effects) {}

    private TakeoverMachine() {}

    static Step step(State s, Event event) {
        return switch (s) {
            case RINGING, RINGING_ALONE ->
                switch (event) {
                    case PICKED_UP -> new Step(State.ALONE, ImmutableList.of(Effect.HANG_UP_OLD, Effect.ASK));
                    case FAILED -> over(Effect.REFUSE_CALLER);
                    case OLD_GONE -> new Step(State.RINGING_ALONE, ImmutableList.of());
                    case CALLER_GONE -> over(Effect.GIVE_BACK);
                    case ABORTED -> over(Effect.REFUSE_CALLER, Effect.GIVE_BACK);
                    case ANSWERED, REFUSED, OTHER_GONE -> new Step(s, ImmutableList.of());
                };
            case ASKED ->
                switch (event) {
                    case ANSWERED -> over(Effect.TAKE, Effect.HANG_UP_OLD);
                    case REFUSED -> over(Effect.REFUSE_CALLER, Effect.GO_ON);
                    case CALLER_GONE -> over(Effect.WITHDRAW, Effect.GO_ON);
                    case OLD_GONE -> new Step(State.ALONE, ImmutableList.of());
                    case OTHER_GONE -> over(Effect.REFUSE_CALLER, Effect.HANG_UP_OLD, Effect.CLOSE_OLD);
                    case PICKED_UP, FAILED -> new Step(s, ImmutableList.of());
                    case ABORTED ->
                        over(
                                Effect.REFUSE_CALLER,
                                Effect.WITHDRAW,
                                Effect.HANG_UP_OLD,
                                Effect.HANG_UP_OTHER,
                                Effect.CLOSE_OLD);
                };
            case ALONE ->
                switch (event) {
                    case ANSWERED -> over(Effect.TAKE);
                    case REFUSED -> over(Effect.REFUSE_CALLER, Effect.HANG_UP_OTHER, Effect.CLOSE_OLD);
                    case CALLER_GONE -> over(Effect.WITHDRAW, Effect.HANG_UP_OTHER, Effect.CLOSE_OLD);
                    case OLD_GONE, PICKED_UP, FAILED -> new Step(s, ImmutableList.of());
                    case OTHER_GONE -> over(Effect.REFUSE_CALLER, Effect.CLOSE_OLD);
                    case ABORTED -> over(Effect.REFUSE_CALLER, Effect.WITHDRAW, Effect.HANG_UP_OTHER, Effect.CLOSE_OLD);
                };
            case OVER -> new Step(s, ImmutableList.of());
        };
    }

    private static Step over(Effect... effects) {
        return new Step(State.OVER, ImmutableList.copyOf(effects));
    }
}
