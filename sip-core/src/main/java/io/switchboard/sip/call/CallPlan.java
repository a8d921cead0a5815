package io.switchboard.sip.call;

import com.google.common.collect.ImmutableList;

/** What becomes of a new call. */
public sealed interface CallPlan {
    /** Name of the dial plan's route, or empty. */
    String route();

    /**
     * Dial these steps, in order.
     *
     * @param steps at least one
     */
    record Dial(String route, ImmutableList<DialStep> steps) implements CallPlan {}

    /**
     * Refuse it.
     *
     * @param reason phrase of the status line, "" for the usual one
     */
    record Refuse(String route, int status, String reason) implements CallPlan {}
}
