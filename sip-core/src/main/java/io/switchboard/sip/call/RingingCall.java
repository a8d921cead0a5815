package io.switchboard.sip.call;

import org.jspecify.annotations.Nullable;

/**
 * A call that still rings and whose answer is meant for somebody else than its caller. Until then it goes on by itself:
 * its caller hears what it would hear, its plan is dialled to the end, and it does not matter whether the caller waits.
 */
final class RingingCall {
    final Call call;
    private final Runnable ringing;
    private boolean callerGone;

    /**
     * @param ringing told of whoever begins to ring
     */
    RingingCall(Call call, Runnable ringing) {
        this.call = call;
        this.ringing = ringing;
    }

    /** Whether a call rings, and nothing else is under way in it. */
    static boolean rings(Call call) {
        CallState state = call.state();
        return state != null && state.phase() == CallState.Phase.DIALLING && call.errand == null && !call.crashed;
    }

    /** Whether any branch has said so. */
    boolean rang() {
        CallState state = call.state();
        return state != null
                && state.branches().stream().anyMatch(branch -> branch.state() == CallState.BranchState.RINGING);
    }

    /** Something happened in it; its answer and its failure come back by its {@link Errand}. */
    void tell(CallEvent event) {
        if (event instanceof CallEvent.Gone gone && gone.participant() == CallMachine.CALLER) {
            callerGone = true;
            return;
        }
        call.own(event);
        if (event instanceof CallEvent.Progress) {
            ringing.run();
        }
    }

    /** The call is its caller's again, and over if the caller is gone. */
    void giveBack() {
        call.errand = null;
        if (callerGone) {
            call.tell(new CallEvent.Gone(CallMachine.CALLER));
        }
    }

    /**
     * Whoever answered goes to another call, with the ACK sent; this one is over, and its caller is told that it was
     * answered elsewhere.
     *
     * @param by label of who had it moved, for the record
     */
    void giveAway(Leg answered, Call to, String by) {
        Leg caller = call.caller;
        call.errand = null;
        caller.left = true;
        LegDialog.part(caller);
        caller.hangUp(487, CallMachine.ELSEWHERE);
        call.handOver(answered, to, caller);
        answered.transferor = by;
    }

    /**
     * Acknowledges the answer.
     *
     * @param described answers an offer in the 2xx, if the caller had made none
     */
    void acknowledge(Leg answered, byte @Nullable [] described) {
        if (answered.outgoing != null && call.caller.described == null) {
            answered.outgoing.answer = described;
        }
        answered.fire(LegEvent.ACK_OUT, null);
    }
}
