package io.switchboard.sip.call;

import io.switchboard.sip.call.TransferEffect.Role;
import org.jspecify.annotations.Nullable;

/** Carries out what {@link TransferMachine} says. */
final class TransferEffects {
    private final Transfer t;

    TransferEffects(Transfer transfer) {
        this.t = transfer;
    }

    void carryOut(TransferEffect effect) {
        switch (effect) {
            case TransferEffect.Report e -> t.reports.report(e.status());
            case TransferEffect.Conclude e -> t.reports.conclude(e.status());
            case TransferEffect.Adopt e -> adopt();
            case TransferEffect.Join e -> {
                if (t.room != null) {
                    t.room.join();
                } else {
                    join(t.target);
                }
            }
            case TransferEffect.Restore e -> join(t.transferor);
            case TransferEffect.StopJoining e -> {
                if (t.joining != null) {
                    t.joining.abandon();
                }
                if (t.room != null) {
                    t.room.abandon();
                }
            }
            case TransferEffect.StopDialling e -> {
                if (t.dialling != null) {
                    t.dialling.stop();
                }
                if (t.ringing != null) {
                    t.ringing.giveBack();
                    t.ringing = null;
                }
            }
            case TransferEffect.HangUp e -> hangUp(e.who(), e.reason());
            case TransferEffect.LeaveTarget e -> leaveTarget();
            case TransferEffect.CloseConsultation e -> {
                Leg gone = t.target;
                leaveTarget();
                if (gone != null) {
                    gone.call.tell(new CallEvent.Gone(gone.id));
                }
            }
            case TransferEffect.Take e -> take();
            case TransferEffect.GoOn e -> t.call.errand = null;
            case TransferEffect.Close e -> {
                t.call.errand = null;
                Role by = e.by();
                t.call.closedBy(by == Role.TRANSFEREE ? t.transferee : by == Role.TRANSFEROR ? t.transferor : null);
            }
        }
    }

    private void join(@Nullable Leg with) {
        if (with != null) {
            Joining made = new Joining(t.transferee, with, t);
            t.joining = made;
            made.begin();
        }
    }

    /** The target that answered the transferor's other call is this call's. */
    private void adopt() {
        RingingCall from = t.ringing;
        Leg answered = t.target;
        if (from != null && answered != null) {
            t.ringing = null;
            t.consulted = null;
            from.giveAway(answered, t.call, t.by);
        }
    }

    private void leaveTarget() {
        if (t.room != null) {
            t.room.leave();
            t.room = null;
            return;
        }
        if (t.consulted != null) {
            t.consulted.call.errand = null;
        }
        t.target = null;
    }

    private void take() {
        Leg with = t.target;
        t.call.errand = null;
        if (t.room != null) {
            LegDialog.part(t.transferor);
            t.room.take();
            hangUpInRoom();
        }
        if (with == null) {
            return;
        }
        Call old = with.call;
        if (old != t.call && t.consulted != null) {
            old.errand = null;
            old.handOver(with, t.call, t.consulted);
            with.transferor = t.by;
        }
        LegDialog.part(t.transferor);
        if (t.consulted != null) {
            LegDialog.part(t.consulted);
        }
        LegDialog mine = t.transferee.dialogs.main();
        LegDialog theirs = with.dialogs.main();
        if (mine != null && theirs != null) {
            LegDialog.pair(mine, theirs);
        }
        t.call.talking(t.transferee, with);
    }

    /** The transferor's own leg in the room is not needed any more. */
    private void hangUpInRoom() {
        Leg own = t.consulted;
        if (own != null) {
            own.hangUp(487, "");
            own.call.tell(new CallEvent.Gone(own.id));
        }
    }

    private void hangUp(Role who, String reason) {
        switch (who) {
            case TRANSFEROR -> {
                t.transferor.left = true;
                t.reports.afterwards(() -> t.transferor.hangUp(487, reason));
            }
            case TRANSFEREE -> {
                t.call.ending.because(reason);
                t.transferee.hangUp(487, reason);
            }
            case TARGET -> {
                if (t.target != null) {
                    t.target.hangUp(487, reason);
                }
            }
            case CONSULTED -> {
                if (t.consulted != null) {
                    t.consulted.left = true;
                    t.consulted.hangUp(487, reason);
                }
            }
        }
    }
}
