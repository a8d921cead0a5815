package io.switchboard.sip.call;

/** What a call is busy with while its participants change: told what happens in the call instead of {@link CallMachine}. */
interface Errand {
    /** Something happened in one of its calls. */
    void tell(Call in, CallEvent event);

    /** A dialled leg sent a provisional response. */
    void progress(Leg leg);

    /** A branch of a call that still rang answered, and its ACK is owed; asked instead of the call's caller. */
    default void answered(Leg leg) {
        throw new IllegalStateException("nothing rings for this errand");
    }

    /** A call that still rang has failed, and its caller was told. */
    default void refused(int status) {}

    /** A peer that had put the other side on hold has sent an INVITE that ends that. */
    default void resumed(Leg leg) {}

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
