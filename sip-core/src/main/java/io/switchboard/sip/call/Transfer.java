package io.switchboard.sip.call;

import io.switchboard.sip.call.TransferEffect.Role;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A transfer that the server carries out: the shell of {@link TransferMachine}. While it runs, what happens to its call
 * is told to it and not to {@link CallMachine}; all effects of an event are carried out before the next is looked at.
 */
final class Transfer implements Errand, TargetDialling.Listener, Joining.Listener {
    final Leg transferor;
    private final Call call;
    private final Leg transferee;
    private final TransferReports reports;
    private final ArrayDeque<Runnable> events = new ArrayDeque<>(2);
    private boolean running;
    private TransferState state;
    private @Nullable TargetDialling dialling;
    private @Nullable Joining joining;
    private @Nullable Leg target;
    /** The transferor's leg in its own call with the target. */
    private @Nullable Leg consulted;

    Transfer(Leg transferor, Leg transferee, TransferReports reports, TransferState state) {
        this.call = transferor.call;
        this.transferor = transferor;
        this.transferee = transferee;
        this.reports = reports;
        this.state = state;
    }

    // ---- what happens

    /** Calls the target. */
    void dial(CallPlan plan, Original original) {
        call.errand = this;
        reports.report(100);
        switch (plan) {
            case CallPlan.Refuse refuse -> tell(new TransferEvent.TargetFailed(refuse.status()));
            case CallPlan.Dial dial -> {
                TargetDialling made = new TargetDialling(call, original, reports.orderedBy(), this);
                dialling = made;
                enqueue(() -> made.begin(dial.steps(), call.nextId()));
            }
        }
    }

    /** Takes the target from the transferor's own call with it. */
    void take(Leg consultedLeg, Leg targetLeg) {
        consulted = consultedLeg;
        target = targetLeg;
        call.errand = this;
        consultedLeg.call.errand = this;
        reports.report(100);
        enqueue(() -> carryOut(new TransferEffect.Join()));
    }

    @Override
    public void tell(Call in, CallEvent event) {
        enqueue(() -> happened(in, event));
    }

    private void happened(Call in, CallEvent event) {
        if (in.errand != this) {
            in.tell(event); // it ended meanwhile
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
        leg.fire(LegEvent.ACK_OUT, null);
        tell(new TransferEvent.Answered());
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
        enqueue(() -> step(event));
    }

    private void enqueue(Runnable event) {
        events.add(event);
        if (running) {
            return;
        }
        running = true;
        try {
            for (Runnable next = events.poll(); next != null; next = events.poll()) {
                next.run();
            }
        } finally {
            running = false;
        }
    }

    // ---- what follows

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
            carryOut(effect);
        }
    }

    private void carryOut(TransferEffect effect) {
        switch (effect) {
            case TransferEffect.Report e -> reports.report(e.status());
            case TransferEffect.Conclude e -> reports.conclude(e.status());
            case TransferEffect.Join e -> join(target);
            case TransferEffect.Restore e -> join(transferor);
            case TransferEffect.StopJoining e -> {
                if (joining != null) {
                    joining.abandon();
                }
            }
            case TransferEffect.StopDialling e -> {
                if (dialling != null) {
                    dialling.stop();
                }
            }
            case TransferEffect.HangUp e -> hangUp(e.who(), e.reason());
            case TransferEffect.LeaveTarget e -> leaveTarget();
            case TransferEffect.CloseConsultation e -> {
                Leg gone = target;
                leaveTarget();
                if (gone != null) {
                    gone.call.tell(new CallEvent.Gone(gone.id));
                }
            }
            case TransferEffect.Take e -> take();
            case TransferEffect.GoOn e -> call.errand = null;
            case TransferEffect.Close e -> {
                call.errand = null;
                call.closedBy(e.by() == Role.TRANSFEREE ? transferee : e.by() == Role.TRANSFEROR ? transferor : null);
            }
        }
    }

    private void join(@Nullable Leg with) {
        if (with != null) {
            Joining made = new Joining(transferee, with, this);
            joining = made;
            made.begin();
        }
    }

    private void leaveTarget() {
        if (consulted != null) {
            consulted.call.errand = null;
        }
        target = null;
    }

    private void take() {
        Leg with = target;
        call.errand = null;
        if (with == null) {
            return;
        }
        Call old = with.call;
        if (old != call && consulted != null) {
            old.errand = null;
            old.handOver(with, call, consulted);
            with.transferor = reports.orderedBy();
        }
        LegDialog.part(transferor);
        if (consulted != null) {
            LegDialog.part(consulted);
        }
        LegDialog mine = transferee.dialogs.main();
        LegDialog theirs = with.dialogs.main();
        if (mine != null && theirs != null) {
            LegDialog.pair(mine, theirs);
        }
        call.talking(transferee, with);
    }

    private void hangUp(Role who, String reason) {
        switch (who) {
            case TRANSFEROR -> {
                transferor.left = true;
                reports.afterwards(() -> transferor.hangUp(487, reason));
            }
            case TRANSFEREE -> {
                call.ending.because(reason);
                transferee.hangUp(487, reason);
            }
            case TARGET -> {
                if (target != null) {
                    target.hangUp(487, reason);
                }
            }
            case CONSULTED -> {
                if (consulted != null) {
                    consulted.left = true;
                    consulted.hangUp(487, reason);
                }
            }
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
        if (consulted != null) {
            consulted.call.errand = null;
        }
        call.errand = null;
        if (!over()) {
            state = state.in(TransferState.Phase.OVER);
            reports.conclude(500);
        }
    }
}
