package io.switchboard.sip.call;

/** How long to wait after a 491. */
final class Glare {
    /** The same when another INVITE of our own is open, and soon over. */
    static final int OPEN_MILLIS = 500;

    private Glare() {}

    /** RFC 3261 section 14.1: the owner of the Call-ID waits longer. */
    static int millis(Leg leg) {
        Calls calls = leg.call.calls;
        return leg.destination == null ? calls.below(2000) : 2100 + calls.below(1900);
    }
}
