package io.switchboard.sip.call;

import io.switchboard.sip.cdr.CallRecord.Hangup;
import java.util.List;

/** What is left to be done for a call in which an exception was thrown. */
final class Crash {
    private Crash() {}

    /** Its legs are told, its record is closed, it is logged and counted. */
    static void end(Call call, RuntimeException failure) {
        Calls calls = call.calls;
        calls.crashed(call.caller.dialogs.callId(), call.caller.party, failure);
        if (call.crashed) {
            return;
        }
        call.crashed = true;
        if (call.errand != null) {
            call.errand.crashed();
        }
        call.stopped();
        for (Leg leg : List.copyOf(call.legs)) {
            try {
                leg.hangUp(500, "SIP;cause=500;text=\"Server Internal Error\"");
                if (leg.abandoned()) {
                    leg.release();
                }
            } catch (RuntimeException e) {
                calls.crashed(leg.dialogs.callId(), leg.party, e);
                leg.release();
            }
        }
        try {
            call.writeRecord(Hangup.SERVER);
        } catch (RuntimeException e) {
            calls.crashed(call.caller.dialogs.callId(), call.caller.party, e);
        }
    }
}
