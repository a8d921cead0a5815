package io.switchboard.sip.call;

/**
 * What the administrator set for calls; a running call keeps those that it began with.
 *
 * @param domain the server's canonical domain, shown as the host of callers
 * @param t1Millis round-trip estimate T1 (RFC 3261 section 17.1.1.1), for 2xx repetitions
 * @param t2Millis their largest interval T2
 * @param sessionSeconds session timer that the server asks for (RFC 4028), 0 for none
 * @param minSessionSeconds smallest session timer accepted, at least 90
 * @param maxCalls calls at once, 0 for no limit
 * @param referBy who carries out a REFER of a phone in a call
 * @param directAtTwo whether a call that became a conference is one of two phones again when two are left
 * @param pickup who may pick up whose ringing calls
 */
public record CallSettings(
        String domain,
        int t1Millis,
        int t2Millis,
        int sessionSeconds,
        int minSessionSeconds,
        int maxCalls,
        ReferBy referBy,
        boolean directAtTwo,
        PickupRights pickup) {
    /** Settings by which every account may pick up the calls of every other. */
    public CallSettings(
            String domain,
            int t1Millis,
            int t2Millis,
            int sessionSeconds,
            int minSessionSeconds,
            int maxCalls,
            ReferBy referBy) {
        this(
                domain,
                t1Millis,
                t2Millis,
                sessionSeconds,
                minSessionSeconds,
                maxCalls,
                referBy,
                true,
                (picker, ringing) -> true);
    }

    /** Says who may pick up whose ringing calls (RFC 5359 section 2.16). */
    @FunctionalInterface
    public interface PickupRights {
        /**
         * Whether an account may pick up a call that rings another one; its own it always may.
         *
         * @param picker user name
         * @param ringing user name
         */
        boolean may(String picker, String ringing);
    }

    /** Who carries out a transfer (RFC 5589). */
    public enum ReferBy {
        /** The server, by calling the target and joining it with the transferee. */
        SERVER,
        /** The transferee's phone: the REFER is passed to it. */
        PHONE
    }
}
