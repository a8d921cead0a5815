package io.switchboard.sip.call;

import com.google.common.collect.ImmutableList;
import org.jspecify.annotations.Nullable;

/** What becomes of a new call. */
public sealed interface CallPlan {
    /** Name of the dial plan's route, or empty. */
    String route();

    /**
     * Dial these steps, in order.
     *
     * @param steps at least one
     * @param recording how the call is recorded from its beginning, null if it is not
     */
    record Dial(
            String route,
            ImmutableList<DialStep> steps,
            @Nullable RecordingOrder recording) implements CallPlan {
        /** The same without recording. */
        public Dial(String route, ImmutableList<DialStep> steps) {
            this(route, steps, null);
        }
    }

    /**
     * Refuse it.
     *
     * @param reason phrase of the status line, "" for the usual one
     */
    record Refuse(String route, int status, String reason) implements CallPlan {}
}
