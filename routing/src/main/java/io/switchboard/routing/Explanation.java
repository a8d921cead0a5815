package io.switchboard.routing;

import java.util.ArrayList;
import java.util.List;

/**
 * A decision with the way to it.
 *
 * @param number the number in the plan's form, as the routes saw it
 * @param decision what becomes of the call
 * @param steps what was looked at, in order
 */
public record Explanation(String number, Decision decision, List<Step> steps) {
    /**
     * One thing that was looked at.
     *
     * @param subject {@code number}, {@code route NAME}, {@code accounts}, {@code group NAME} or {@code trunk NAME}
     * @param taken whether it was used
     * @param why in words
     */
    public record Step(String subject, boolean taken, String why) {}

    /** Collects steps. There is none on the hot path, which pays a comparison with null. */
    static final class Trace {
        final List<Step> steps = new ArrayList<>();

        void note(boolean taken, String subject, String why) {
            steps.add(new Step(subject, taken, why));
        }
    }
}
