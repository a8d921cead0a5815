package io.switchboard.sip.call;

import io.switchboard.sip.cdr.CallRecord.Hangup;
import java.util.List;

/** What is left to do for a call that an exception has ended. */
final class Crash {
    private Crash() {}

    /** Tells its legs and closes its record, whatever throws there too. */
    static void settle(Call call) {
        for (Leg leg : List.copyOf(call.legs)) {
            try {
                leg.hangUp(500, "SIP;cause=500;text=\"Server Internal Error\"");
                if (leg.abandoned()) {
                    leg.release();
                }
            } catch (RuntimeException e) {
                call.calls.crashed(leg.dialogs.callId(), leg.party, e);
                leg.release();
            }
        }
        try {
            call.writeRecord(Hangup.SERVER);
        } catch (RuntimeException e) {
            call.calls.crashed(call.caller.dialogs.callId(), call.caller.party, e);
        }
    }
}
