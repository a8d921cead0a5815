package io.switchboard.sip.call;

import io.switchboard.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/** Finds the rooms that dialogs are with. */
public final class RoomDialogs {
    private RoomDialogs() {}

    /** The room that the dialog a request names is with; null if there is no such dialog, or it is with a phone. */
    public static @Nullable String roomOf(Calls calls, SipRequest request) {
        Leg leg = calls.find(request.callId(), request.toTag());
        return leg == null || leg.seated == null ? null : leg.seated.room();
    }
}
