package io.switchboard.sip.call;

/** How long to wait after a 491. */
final class Glare {
    private Glare() {}

    /** RFC 3261 section 14.1: the owner of the Call-ID waits longer. */
    static int millis(Leg leg) {
        Calls calls = leg.call.calls;
        return leg.destination == null ? calls.below(2000) : 2100 + calls.below(1900);
    }
}
