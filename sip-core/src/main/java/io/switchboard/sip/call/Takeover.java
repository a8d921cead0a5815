package io.switchboard.sip.call;

import io.switchboard.sip.call.LegState.Phase;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/** A new caller on the way to another's place in a call: the shell of {@link TakeoverMachine}. */
final class Takeover implements Errand, InviteOwner, Joining.Listener {
    private final Call call;
    private final Call oldCall;
    private final Leg caller;
    private final Leg old;
    private Leg other;
    private @Nullable RingingCall ringing;
    private @Nullable LegDialog early;
    private TakeoverMachine.State state = TakeoverMachine.State.ASKED;
    private int failure = 480;
    private @Nullable SipResponse success;

    /**
     * @param call the new caller's own
     * @param old the leg to be replaced
     */
    Takeover(Call call, Leg old) {
        this.call = call;
        this.caller = call.caller;
        this.old = old;
        this.oldCall = old.call;
        this.other = Call.other(old);
    }

    /** Shows the other side the new caller's media. */
    void begin() {
        call.errand = this;
        oldCall.errand = this;
        other.invite(this, caller.described);
    }

    /** Waits until the other side of a call that still rings has answered. */
    void await() {
        state = TakeoverMachine.State.RINGING;
        RingingCall rings = new RingingCall(oldCall, this::ringing);
        ringing = rings;
        call.errand = this;
        oldCall.errand = this;
        IncomingInvite invite = caller.incoming;
        if (invite != null) {
            early = caller.dialogs.alone(
                    invite, call.calls.replies.contact(invite.transaction.flow().local()));
        }
        if (rings.rang()) {
            ringing();
        }
    }

    private void ringing() {
        IncomingInvite invite = caller.incoming;
        if (invite != null && early != null && invite.transaction.pending()) {
            call.record.ringing();
            invite.transaction.respond(ResponseBuilder.of(invite.request, 180, "")
                    .toTag(early.localTag())
                    .copy(invite.request, HeaderName.RECORD_ROUTE)
                    .header(HeaderName.CONTACT, early.contact())
                    .build());
        }
    }

    @Override
    public void answered(Leg leg) {
        other = leg;
        if (ringing != null) {
            ringing.acknowledge(leg, caller.described);
        }
        ringing = null;
        fire(TakeoverMachine.Event.PICKED_UP);
    }

    @Override
    public void refused(int status) {
        if (ringing != null) {
            ringing = null;
            failure = status;
            fire(TakeoverMachine.Event.FAILED);
        }
    }

    @Override
    public void succeeded(Leg leg, SipResponse response) {
        if (state == TakeoverMachine.State.OVER) {
            leg.fire(LegEvent.ACK_OUT, null);
            if (oldCall.talks() && old.state.phase() == Phase.UP) {
                new Joining(other, old, this).begin(); // it was withdrawn too late: the old media again
            }
            return;
        }
        success = response;
        fire(TakeoverMachine.Event.ANSWERED);
    }

    @Override
    public void refused(Leg leg, int status) {
        failure = status;
        fire(TakeoverMachine.Event.REFUSED);
    }

    @Override
    public void joined() {
        // the old call goes on
    }

    @Override
    public void failed(int status, boolean disturbed) {
        // the old call goes on as well as it can
    }

    @Override
    public void tell(Call in, CallEvent event) {
        if (ringing != null && in == oldCall) {
            ringing.tell(event);
            if (event instanceof CallEvent.Gone gone && gone.participant() == CallMachine.CALLER) {
                fire(TakeoverMachine.Event.OLD_GONE);
            }
            return;
        }
        switch (event) {
            case CallEvent.Abort e -> {
                failure = 503;
                fire(TakeoverMachine.Event.ABORTED);
            }
            case CallEvent.Gone e -> {
                Leg leg = in.leg(e.participant());
                if (leg == caller) {
                    fire(TakeoverMachine.Event.CALLER_GONE);
                    call.closedBy(caller);
                } else if (leg == old) {
                    fire(TakeoverMachine.Event.OLD_GONE);
                } else if (leg == other) {
                    failure = 480;
                    fire(TakeoverMachine.Event.OTHER_GONE);
                }
            }
            case CallEvent.Progress e -> {}
            case CallEvent.Answered e -> {}
            case CallEvent.Failed e -> {}
            case CallEvent.StepTimedOut e -> {}
            case CallEvent.Seated e -> {}
        }
    }

    @Override
    public void progress(Leg leg) {
        // a re-INVITE has no progress that the new caller could hear
    }

    @Override
    public boolean endedBy(Leg leg) {
        return leg == caller || leg == other || state != TakeoverMachine.State.ASKED;
    }

    @Override
    public void crashed() {
        TakeoverMachine.State before = state;
        state = TakeoverMachine.State.OVER;
        call.errand = null;
        oldCall.errand = null;
        if (!call.crashed) {
            caller.refuse(null, 500, "");
            call.closedBy(null);
        } else if (ringing != null) {
            ringing.giveBack();
        } else if (before == TakeoverMachine.State.ASKED) {
            other.fire(LegEvent.CANCEL_OUT); // the old call goes on
        } else { // whoever is left in it has nobody any more
            Crash.hangUp(oldCall);
        }
    }

    private void fire(TakeoverMachine.Event event) {
        TakeoverMachine.Step step = TakeoverMachine.step(state, event);
        state = step.next();
        if (state == TakeoverMachine.State.OVER) {
            call.errand = null;
            oldCall.errand = null;
        }
        try {
            step.effects().forEach(this::carryOut);
        } catch (RuntimeException e) {
            call.errand = this; // it ends the one call, and this the other
            oldCall.errand = this;
            throw e;
        }
    }

    private void carryOut(TakeoverMachine.Effect effect) {
        switch (effect) {
            case TAKE -> take();
            case HANG_UP_OLD -> {
                old.left = true;
                old.hangUp(487, old.state.phase() == Phase.EARLY ? CallMachine.ELSEWHERE : "");
            }
            case HANG_UP_OTHER -> other.hangUp(487, "");
            case REFUSE_CALLER -> {
                caller.refuse(null, HeaderRules.shown(failure), "");
                call.closedBy(null);
            }
            case WITHDRAW -> other.fire(LegEvent.CANCEL_OUT);
            case GO_ON -> {} // CallMachine is told again
            case ASK -> other.invite(this, caller.described);
            case GIVE_BACK -> {
                if (ringing != null) {
                    ringing.giveBack();
                }
            }
            case CLOSE_OLD -> oldCall.closedBy(other.state.phase() == Phase.ENDED ? other : null);
        }
    }

    private void take() {
        IncomingInvite invite = caller.incoming;
        LegDialog theirs = other.dialogs.main();
        OutgoingInvite onward = other.outgoing;
        if (invite == null || theirs == null || onward == null || success == null) {
            throw new IllegalStateException("taken over without an INVITE on both sides");
        }
        oldCall.handOver(other, call, old);
        other.transferor = old.party.label();
        LegDialog.part(old);
        theirs.peer = null; // the old side's dialog stands for nobody any more
        if (early != null) {
            LegDialog.pair(early, theirs);
        }
        LegDialog mine = caller.dialogs.counterpart(invite, theirs);
        call.talking(caller, other);
        call.record.answered();
        call.calls.answered++;
        caller.accept(mine, success, onward);
        call.record.update(caller.status);
    }
}
