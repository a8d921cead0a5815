package io.switchboard.routing;

import java.util.List;

/** What becomes of a call. */
public sealed interface Decision {
    /** Name of the route that decided; empty if none did. */
    String route();

    /**
     * It is dialled.
     *
     * @param route name of the route; empty for an account that was dialled without one
     * @param attempts what to dial, one after the other; not empty
     * @param retryOn statuses after which the next element of the chain is tried
     */
    record Dial(String route, List<Attempt> attempts, StatusSet retryOn) implements Decision {
        /**
         * The attempt to make after one failed: the group's next member if its status is in the group's list, else the
         * next element of the chain if it is in the route's.
         *
         * @param failed index in {@link #attempts}
         * @param status its final status; 503 if it could not be reached, 408 if it did not answer
         * @return an index in {@link #attempts}, or -1 if the call has failed with this status
         */
        public int next(int failed, int status) {
            Attempt last = attempts.get(failed);
            int next = failed + 1;
            if (next < attempts.size()
                    && attempts.get(next).element() == last.element()
                    && last instanceof Attempt.Trunk trunk
                    && trunk.retryOn().contains(status)) {
                return next;
            }
            while (next < attempts.size() && attempts.get(next).element() == last.element()) {
                next++;
            }
            return next < attempts.size() && retryOn.contains(status) ? next : -1;
        }
    }

    /** It is refused; the cause is for logs and records. */
    record Refuse(String route, int status, String reason, Cause cause) implements Decision {}

    /** Why a call is refused. */
    enum Cause {
        /** No rule knows the number; or the caller, a trunk, may not know that one does. */
        UNKNOWN,
        /** A rule knows the number, but it is not for this caller. */
        NOT_ALLOWED,
        /** A rule knows the number, but not at this time. */
        CLOSED,
        /** The plan rejects it. */
        REJECTED,
        /** Every trunk that could take it is full. */
        FULL
    }
}
