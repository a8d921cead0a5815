package io.switchboard.sip.call;

import io.switchboard.sip.message.SipUri;
import org.jspecify.annotations.Nullable;

/** Calls somebody for a room. Used in the lane alone. */
@FunctionalInterface
public interface Dialler {
    /**
     * Whom to call, and for whom.
     *
     * @param room which is shown as the caller (RFC 4579 section 5.5)
     * @param target a number or a user; the dial plan says where that is
     * @param liable who wants it called, and has to be allowed to; null for the administrator, who may call what every
     *     account may
     * @param referredBy value of a Referred-By header (RFC 3892), "" for none
     * @param replaces value of a Replaces header (RFC 3891), "" for none
     */
    record Order(Party.Room room, SipUri target, @Nullable Party liable, String referredBy, String replaces) {}

    /** Who is about to be called. */
    interface Outgoing extends Guest {
        /** Final status that it will come to at once, 0 if somebody will ring. */
        int refusal();

        /**
         * Calls it, once. It is cancelled by {@link #hangUp}, before this too.
         *
         * @param offer our session description; not looked at if it is refused
         */
        void dial(byte[] offer, KeptSeat seat);
    }

    /** A seat that is kept for somebody who is being called. */
    interface KeptSeat extends Seat {
        /** It rings; told each time that it says so. */
        void ringing();

        /**
         * Nobody comes. Told once, and then nothing else; or else {@link Seat#answered}, and at the end {@link Seat#left}.
         *
         * @param status 300 to 699, 487 if it was hung up
         */
        void failed(int status);
    }

    /** Asks the dial plan where an order leads; nothing is sent yet. */
    Outgoing prepare(Order order);

    /** One that dials among these calls. */
    static Dialler of(Calls calls, CallPlanner planner, CallSettings settings) {
        return order -> Invitation.prepare(calls, planner, settings, order);
    }
}
