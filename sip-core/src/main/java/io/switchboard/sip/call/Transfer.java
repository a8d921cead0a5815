package io.switchboard.sip.call;

import io.switchboard.sip.message.SipUri;
import org.jspecify.annotations.Nullable;

/**
 * A transfer that the server carries out: the shell of {@link TransferMachine}. While it runs, what happens to its call
 * is told to it and not to {@link CallMachine}; all effects of an event are carried out before the next is looked at.
 */
final class Transfer implements Errand, TargetDialling.Listener, Joining.Listener {
    final Leg transferor;
    final Call call;
    final Leg transferee;
    final TransferReports reports;
    final String by;
    private final TransferEffects effects = new TransferEffects(this);
    private final EventQueue events = new EventQueue();
    private TransferState state;

    @Nullable TargetDialling dialling;

    @Nullable RingingCall ringing;

    @Nullable Joining joining;

    /** The target, if it is a room. */
    @Nullable RoomTransfer room;

    @Nullable Leg target;
    /** The transferor's leg in its own call with the target. */
    @Nullable Leg consulted;

    /**
     * @param by label of who wants it, for the record
     */
    Transfer(Leg transferor, Leg transferee, TransferReports reports, TransferState state, String by) {
        this.call = transferor.call;
        this.transferor = transferor;
        this.transferee = transferee;
        this.reports = reports;
        this.state = state;
        this.by = by;
    }

    // ---- what happens

    /** Calls the target. */
    void dial(TransferTarget how, SipUri target) {
        call.errand = this;
        reports.report(100);
        TargetDialling made = new TargetDialling(call, how, by, this);
        dialling = made;
        events.add(() -> made.begin(target));
    }

    /** Finds no target that could be called. */
    void fail(int status) {
        call.errand = this;
        reports.report(100);
        tell(new TransferEvent.TargetFailed(status));
    }

    /** Waits for the answer to the transferor's own call with the target, which still rings. */
    void await(Leg consultedLeg) {
        consulted = consultedLeg;
        RingingCall rings = new RingingCall(consultedLeg.call, this::ringing);
        ringing = rings;
        call.errand = this;
        consultedLeg.call.errand = this;
        reports.report(100);
        if (rings.rang()) {
            ringing();
        }
    }

    /** Takes the transferee into the room in which the transferor has a leg. */
    void follow(Leg seatedLeg, String into) {
        consulted = seatedLeg;
        call.errand = this;
        reports.report(100);
        int refusal = room(into);
        if (refusal > 0) {
            tell(new TransferEvent.TargetFailed(refusal));
        }
    }

    @Override
    public int room(String name) {
        RoomTransfer made = new RoomTransfer(this, name);
        int refusal = made.sit();
        if (refusal == 0) {
            dialling = null;
            room = made;
            tell(new TransferEvent.Seated());
        }
        return refusal;
    }

    /** Takes the target from the transferor's own call with it. */
    void take(Leg consultedLeg, Leg targetLeg) {
        consulted = consultedLeg;
        target = targetLeg;
        call.errand = this;
        consultedLeg.call.errand = this;
        reports.report(100);
        events.add(() -> effects.carryOut(new TransferEffect.Join()));
    }

    @Override
    public void tell(Call in, CallEvent event) {
        Leg failed = event instanceof CallEvent.Failed failure ? in.leg(failure.branch()) : null;
        if (failed != null && dialling != null) {
            dialling.hear(failed);
        }
        events.add(() -> happened(in, event));
    }

    private void happened(Call in, CallEvent event) {
        if (in.errand != this) {
            in.tell(event); // it ended meanwhile
        } else if (ringing != null && in == ringing.call) {
            ringing.tell(event);
        } else if (event instanceof CallEvent.Abort abort) {
            step(new TransferEvent.Aborted(abort.reason()));
            if (in != call) {
                in.tell(event); // the consultation, which is a call again
            }
        } else if (event instanceof CallEvent.Gone gone && in.leg(gone.participant()) != null) {
            gone(in.leg(gone.participant()), event);
        } else if (dialling != null) {
            dialling.tell(event);
        }
    }

    private void gone(@Nullable Leg leg, CallEvent event) {
        if (leg == transferor) {
            step(new TransferEvent.TransferorGone());
        } else if (leg == transferee) {
            step(new TransferEvent.TransfereeGone());
        } else if (leg == target) {
            step(new TransferEvent.TargetGone(joining != null && joining.disturbed()));
        } else if (leg == consulted) {
            step(new TransferEvent.ConsultationGone());
        } else if (dialling != null) {
            dialling.tell(event);
        }
    }

    /** The room sends the transferee away before it is there. */
    void unseated() {
        tell(new TransferEvent.TargetGone(true));
    }

    @Override
    public void progress(Leg leg) {
        tell(leg.call, new CallEvent.Progress(leg.id));
    }

    @Override
    public void ringing() {
        tell(new TransferEvent.Ringing());
    }

    @Override
    public void answered(Leg leg) {
        dialling = null;
        target = leg;
        LegDialog theirs = leg.dialogs.main();
        if (theirs != null) {
            theirs.peer = transferee.dialogs.main(); // what it asks for until it is joined goes there
        }
        if (ringing != null) {
            ringing.acknowledge(leg, transferee.described);
        } else {
            leg.fire(LegEvent.ACK_OUT, null);
        }
        step(new TransferEvent.Answered()); // at once: until then nobody would hang it up
    }

    @Override
    public void refused(int status) {
        RingingCall refused = ringing;
        if (refused != null) {
            ringing = null;
            refused.call.errand = null;
            tell(new TransferEvent.TargetFailed(HeaderRules.shown(status)));
        }
    }

    @Override
    public void resumed(Leg leg) {
        if (leg == transferor) {
            tell(new TransferEvent.TakenBack());
        }
    }

    @Override
    public void failed(int status) {
        dialling = null;
        tell(new TransferEvent.TargetFailed(status));
    }

    @Override
    public void joined() {
        tell(new TransferEvent.Joined());
    }

    @Override
    public void failed(int status, boolean disturbed) {
        tell(new TransferEvent.JoinFailed(status, disturbed));
    }

    private void tell(TransferEvent event) {
        events.add(() -> step(event));
    }

    private void step(TransferEvent event) {
        TransferMachine.Step step = TransferMachine.step(state, event);
        state = step.next();
        if (event instanceof TransferEvent.TransferorGone && !over()) {
            transferor.left = true;
        }
        for (TransferEffect effect : step.effects()) {
            if (call.crashed) {
                return;
            }
            effects.carryOut(effect);
        }
    }

    /** Whether nobody is waiting for anything any more. */
    private boolean over() {
        return state.phase() == TransferState.Phase.OVER;
    }

    @Override
    public boolean endedBy(Leg leg) {
        return leg == transferee || (leg == transferor && state.phase() == TransferState.Phase.RESTORING);
    }

    @Override
    public void crashed() {
        if (joining != null) {
            joining.abandon();
        }
        if (room != null) {
            room.leave();
            room = null;
        } else if (consulted != null) {
            consulted.call.errand = null;
        }
        if (ringing != null && !ringing.call.crashed) {
            ringing.giveBack();
        }
        call.errand = null;
        if (!over()) {
            state = state.in(TransferState.Phase.OVER);
            reports.conclude(500);
        }
    }
}
