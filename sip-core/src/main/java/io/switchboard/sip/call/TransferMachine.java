package io.switchboard.sip.call;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.call.TransferEffect.Role;
import io.switchboard.sip.call.TransferState.Phase;
import io.switchboard.sip.call.TransferState.Target;
import io.switchboard.sip.message.Reason;

/**
 * A REFER that the server carries out (RFC 3515, RFC 5589): from its 202 to the last report. Whatever happens, there is
 * one last report, and the transferee keeps its call for as long as anybody is left on the other side.
 */
final class TransferMachine {
    /** What follows from an event. */
    record Step(TransferState next, ImmutableList<TransferEffect> effects) {}

    /** Effects in the making. */
    private static final class Effects {
        private final ImmutableList.Builder<TransferEffect> all = ImmutableList.builder();

        Effects add(TransferEffect effect) {
            all.add(effect);
            return this;
        }

        Step to(TransferState next) {
            return new Step(next, all.build());
        }
    }

    private TransferMachine() {}

    static Step step(TransferState s, TransferEvent event) {
        return switch (s.phase()) {
            case DIALLING ->
                switch (event) {
                    case TransferEvent.Ringing e ->
                        effects().add(new TransferEffect.Report(180)).to(s);
                    case TransferEvent.Answered e ->
                        s.target() == Target.RUNG
                                ? effects()
                                        .add(new TransferEffect.Adopt())
                                        .add(new TransferEffect.Join())
                                        .to(s.adopted())
                                : effects().add(new TransferEffect.Join()).to(s.in(Phase.JOINING));
                    case TransferEvent.Seated e ->
                        effects().add(new TransferEffect.Join()).to(s.toRoom());
                    case TransferEvent.TargetFailed e -> failed(s, e.status(), effects());
                    case TransferEvent.TakenBack e when !s.transferor() -> same(s);
                    case TransferEvent.TakenBack e ->
                        effects()
                                .add(new TransferEffect.StopDialling())
                                .add(new TransferEffect.Conclude(487))
                                .add(new TransferEffect.GoOn())
                                .to(s.in(Phase.OVER));
                    case TransferEvent.TransferorGone e -> same(s.withoutTransferor());
                    case TransferEvent.TransfereeGone e ->
                        transfereeGone(s, effects().add(new TransferEffect.StopDialling()));
                    case TransferEvent.Aborted e ->
                        aborted(s, e.reason(), effects().add(new TransferEffect.StopDialling()));
                    case TransferEvent.TargetGone e -> same(s);
                    case TransferEvent.ConsultationGone e -> same(s);
                    case TransferEvent.Joined e -> same(s);
                    case TransferEvent.JoinFailed e -> same(s);
                };
            case JOINING ->
                switch (event) {
                    case TransferEvent.Joined e -> joined(s);
                    // It was called with the transferee's description, so they hear each other all the same.
                    case TransferEvent.JoinFailed e
                    when e.disturbed() && s.target() == Target.DIALLED && !lost(e.status()) -> joined(s);
                    case TransferEvent.JoinFailed e -> giveUp(s, e.status(), e.disturbed(), released(s, "", effects()));
                    case TransferEvent.TargetGone e -> {
                        Effects effects = effects().add(new TransferEffect.StopJoining());
                        if (s.target() == Target.ROOM) {
                            effects.add(new TransferEffect.LeaveTarget());
                        }
                        if (s.target() == Target.CONSULTED || s.target() == Target.ABANDONED) {
                            effects.add(new TransferEffect.CloseConsultation());
                        }
                        yield giveUp(s, 480, e.disturbed(), effects);
                    }
                    case TransferEvent.TransferorGone e -> same(s.withoutTransferor());
                    case TransferEvent.ConsultationGone e -> same(s.abandoned());
                    case TransferEvent.TransfereeGone e ->
                        transfereeGone(s, released(s, "", effects().add(new TransferEffect.StopJoining())));
                    case TransferEvent.Aborted e ->
                        aborted(
                                s,
                                e.reason(),
                                released(s, e.reason(), effects().add(new TransferEffect.StopJoining())));
                    case TransferEvent.TakenBack e -> same(s);
                    case TransferEvent.Ringing e -> same(s);
                    case TransferEvent.Answered e -> same(s);
                    case TransferEvent.Seated e -> same(s);
                    case TransferEvent.TargetFailed e -> same(s);
                };
            case RESTORING ->
                switch (event) {
                    case TransferEvent.Joined e -> goOn(s);
                    case TransferEvent.JoinFailed e -> goOn(s);
                    case TransferEvent.TransferorGone e ->
                        ended(s, Role.TRANSFEREE, "", Role.TRANSFEROR, effects().add(new TransferEffect.StopJoining()));
                    case TransferEvent.TransfereeGone e ->
                        ended(s, Role.TRANSFEROR, "", Role.TRANSFEREE, effects().add(new TransferEffect.StopJoining()));
                    case TransferEvent.Aborted e -> {
                        Effects effects = effects().add(new TransferEffect.StopJoining());
                        effects.add(new TransferEffect.HangUp(Role.TRANSFEROR, e.reason()));
                        yield ended(s, Role.TRANSFEREE, e.reason(), null, effects);
                    }
                    case TransferEvent.TakenBack e -> same(s);
                    case TransferEvent.Ringing e -> same(s);
                    case TransferEvent.Answered e -> same(s);
                    case TransferEvent.Seated e -> same(s);
                    case TransferEvent.TargetFailed e -> same(s);
                    case TransferEvent.TargetGone e -> same(s);
                    case TransferEvent.ConsultationGone e -> same(s);
                };
            case OVER -> same(s);
        };
    }

    /** RFC 3261 section 12.2.1.2: the dialog is no more. */
    private static boolean lost(int status) {
        return status == 408 || status == 481;
    }

    private static Step joined(TransferState s) {
        Effects effects = effects().add(new TransferEffect.Conclude(200)).add(new TransferEffect.Take());
        if (s.transferor()) {
            effects.add(new TransferEffect.HangUp(Role.TRANSFEROR, ""));
        }
        if (s.target() == Target.CONSULTED) {
            effects.add(new TransferEffect.HangUp(Role.CONSULTED, ""));
        }
        return effects.to(s.in(Phase.OVER));
    }

    /** The target is let go; what the transferee heard of its media is taken back. */
    private static Step giveUp(TransferState s, int status, boolean disturbed, Effects effects) {
        if (!disturbed || !s.transferor()) {
            return failed(s, status, effects);
        }
        return effects.add(new TransferEffect.Conclude(status))
                .add(new TransferEffect.Restore())
                .to(s.in(Phase.RESTORING));
    }

    /** The old call goes on, if there is somebody to go on with. */
    private static Step failed(TransferState s, int status, Effects effects) {
        effects.add(new TransferEffect.Conclude(status));
        return s.transferor()
                ? effects.add(new TransferEffect.GoOn()).to(s.in(Phase.OVER))
                : ended(s, Role.TRANSFEREE, Reason.of(status, "Transfer failed"), null, effects);
    }

    private static Step transfereeGone(TransferState s, Effects effects) {
        effects.add(new TransferEffect.Conclude(487));
        if (s.transferor()) {
            effects.add(new TransferEffect.HangUp(Role.TRANSFEROR, ""));
        }
        return effects.add(new TransferEffect.Close(Role.TRANSFEREE)).to(s.in(Phase.OVER));
    }

    private static Step aborted(TransferState s, String reason, Effects effects) {
        effects.add(new TransferEffect.Conclude(503));
        if (s.transferor()) {
            effects.add(new TransferEffect.HangUp(Role.TRANSFEROR, reason));
        }
        return ended(s, Role.TRANSFEREE, reason, null, effects);
    }

    private static Step ended(
            TransferState s, Role left, String reason, @org.jspecify.annotations.Nullable Role by, Effects effects) {
        return effects.add(new TransferEffect.HangUp(left, reason))
                .add(new TransferEffect.Close(by))
                .to(s.in(Phase.OVER));
    }

    private static Effects released(TransferState s, String reason, Effects effects) {
        return switch (s.target()) {
            case CONSULTED, ROOM -> effects.add(new TransferEffect.LeaveTarget());
            case ABANDONED ->
                effects.add(new TransferEffect.HangUp(Role.TARGET, reason)).add(new TransferEffect.CloseConsultation());
            case DIALLED, RUNG, ADOPTED -> effects.add(new TransferEffect.HangUp(Role.TARGET, reason));
        };
    }

    private static Step goOn(TransferState s) {
        return effects().add(new TransferEffect.GoOn()).to(s.in(Phase.OVER));
    }

    private static Effects effects() {
        return new Effects();
    }

    private static Step same(TransferState s) {
        return effects().to(s);
    }
}
