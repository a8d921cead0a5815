package io.switchboard.sip.call;

import io.switchboard.sip.cdr.CallRecord.Hangup;
import io.switchboard.sip.message.Reason;
import java.util.List;
import java.util.function.Supplier;

/** Exceptions in calls, and what is left to be done for a call in which one was thrown. */
final class Crash {
    private static final String REASON = Reason.of(500);

    private Crash() {}

    /**
     * Runs something that nobody else guards: what it throws ends a call.
     *
     * @param call which, asked once it has thrown
     */
    static void guard(Supplier<Call> call, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            call.get().crashed(e);
        }
    }

    /** Ends a call that has a part in what another is busy with, which has crashed. */
    static void hangUp(Call call) {
        for (Leg leg : List.copyOf(call.legs)) {
            leg.hangUp(500, REASON);
        }
        call.closedBy(null);
    }

    /** Its legs are told, its record is closed, it is logged and counted. */
    static void end(Call call, RuntimeException failure) {
        Calls calls = call.calls;
        calls.crashed(call.caller.dialogs.callId(), call.caller.party, failure);
        if (call.crashed) {
            return;
        }
        call.crashed = true;
        Errand errand = call.errand;
        if (errand != null) {
            try {
                errand.crashed();
            } catch (RuntimeException e) {
                calls.crashed(call.caller.dialogs.callId(), call.caller.party, e);
            }
        }
        call.stopped();
        for (Leg leg : List.copyOf(call.legs)) {
            try {
                leg.hangUp(500, REASON);
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
