package io.switchboard.sip.messaging;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.call.Destination;
import io.switchboard.sip.call.DialStep;
import org.jspecify.annotations.Nullable;

/** Where a message goes. */
public sealed interface MessageRoute {
    /**
     * To the first of these that does not fail; users and rooms do not.
     *
     * @param steps at least one
     * @param next which follows a failure
     */
    record To(ImmutableList<Step> steps, Next next) implements MessageRoute {}

    /**
     * Nowhere.
     *
     * @param reason phrase of the status line, "" for the usual one
     */
    record Refuse(int status, String reason) implements MessageRoute {}

    /** One place. */
    sealed interface Step {
        /**
         * A user, wherever his devices are.
         *
         * @param callerUser user part, not escaped, to show as the sender's number, null for the sender's own
         */
        record User(String aor, @Nullable String callerUser) implements Step {}

        /** A trunk; null if it is dead. */
        record Trunk(@Nullable Destination destination) implements Step {}

        /** Those who are in a room. */
        record Room(String room) implements Step {}
    }

    /** Says which step follows a failure. */
    @FunctionalInterface
    interface Next {
        /**
         * The step to try after one failed; see {@link DialStep.Next}.
         *
         * @param status 408 without answer, 503 if nobody was reached
         * @return index of a later step, or -1
         */
        int after(int step, int status);
    }
}
