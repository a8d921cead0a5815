package io.switchboard.sip.call;

/** What a call is busy with while its participants change: told what happens in the call instead of {@link CallMachine}. */
interface Errand {
    /** Something happened in one of its calls. */
    void tell(Call in, CallEvent event);

    /** A dialled leg sent a provisional response. */
    void progress(Leg leg);

    /** Whether a peer that hangs up now ends the call. */
    boolean endedBy(Leg leg);

    /** An exception ended the call. */
    void crashed();

    /** Whether a peer that hangs up now ends its call. */
    static boolean ends(Leg leg) {
        Errand now = leg.call.errand;
        return !leg.left && (now == null || now.endedBy(leg));
    }
}
