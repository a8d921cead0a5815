package io.switchboard.sip.call;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.call.EscalationState.Phase;
import io.switchboard.sip.call.EscalationState.Stage;
import java.util.List;

/**
 * A call of two that becomes a conference while it runs (RFC 4353 section 5, RFC 4579 section 5.5), and a call of two
 * again. Both are invited to the room at once. Whatever goes wrong on the way there, the two hear each other as before;
 * whatever goes wrong on the way back, they hear each other in the room. Nobody is hung up but who is left alone.
 */
final class EscalationMachine {
    /** Who ended a call that no participant ended. */
    static final int SERVER = -1;

    /** What follows from an event. */
    record Step(EscalationState next, ImmutableList<EscalationEffect> effects) {}

    private EscalationMachine() {}

    static Step step(EscalationState s, EscalationEvent event) {
        if (s.phase() == Phase.OVER) {
            return same(s);
        }
        return switch (event) {
            case EscalationEvent.Ready e -> ready(s, e.id());
            case EscalationEvent.In e -> in(s, e.id());
            case EscalationEvent.Failed e -> failed(s, e);
            case EscalationEvent.Late e -> late(s);
            case EscalationEvent.Called e -> s.mixed() ? changed(s.with(e.id(), Stage.CALLED, true)) : same(s);
            case EscalationEvent.Settled e ->
                s.stage(e.id()) == Stage.CALLED ? departed(s.without(e.id()), SERVER) : same(s);
            case EscalationEvent.Came e -> came(s, e);
            case EscalationEvent.Gone e -> s.stage(e.id()) == null ? same(s) : departed(s.without(e.id()), e.id());
            case EscalationEvent.Kept e -> kept(s, e.on());
            case EscalationEvent.Joined e -> joined(s);
            case EscalationEvent.JoinFailed e -> joinFailed(s, e.disturbed());
            case EscalationEvent.Aborted e -> aborted(s, e.reason());
        };
    }

    // ---- into the room

    private static boolean before(EscalationState s, int id) {
        return s.stage(id) == Stage.PREPARING || s.stage(id) == Stage.READY;
    }

    /** The INVITEs go out together, so that neither waits long for the other. */
    private static Step ready(EscalationState s, int id) {
        if (s.phase() != Phase.PREPARING || s.stage(id) != Stage.PREPARING) {
            return same(s);
        }
        EscalationState next = s.at(id, Stage.READY);
        return next.any(Stage.PREPARING) ? same(next) : inviteAll(next);
    }

    private static Step inviteAll(EscalationState s) {
        ImmutableList.Builder<EscalationEffect> effects = ImmutableList.builder();
        EscalationState next = s.in(Phase.MOVING);
        for (int each : s.at(Stage.READY)) {
            next = next.at(each, Stage.MOVING);
            effects.add(new EscalationEffect.Invite(each));
        }
        return settle(next, effects);
    }

    private static Step in(EscalationState s, int id) {
        if (s.stage(id) != Stage.MOVING && !before(s, id)) {
            return same(s);
        }
        EscalationState next = s.at(id, Stage.IN);
        return switch (s.phase()) {
            case PREPARING -> next.any(Stage.PREPARING) ? same(next) : inviteAll(next);
            case MOVING -> settle(next, ImmutableList.builder());
            case MIXED, RETURNING, RESTORING, OVER -> same(s); // what is being joined is invited again
        };
    }

    private static Step failed(EscalationState s, EscalationEvent.Failed e) {
        Stage stage = s.stage(e.id());
        if (stage != Stage.MOVING && !before(s, e.id())) {
            return same(s);
        }
        ImmutableList.Builder<EscalationEffect> effects = ImmutableList.builder();
        EscalationState next = s.failed(e.status());
        if (e.status() == 408 || e.status() == 481) { // RFC 3261 section 12.2.1.2: it is gone next
            return same(next.at(e.id(), Stage.LOST));
        }
        next = next.at(e.id(), e.disturbed() ? Stage.DISTURBED : Stage.OUT);
        if (s.phase() == Phase.PREPARING) {
            for (int each : s.there()) {
                next = before(next, each) ? next.at(each, Stage.OUT) : next;
            }
            effects.add(new EscalationEffect.StopMoving());
            next = next.in(Phase.MOVING);
        } else if (!s.mixed()) {
            next.at(Stage.MOVING).forEach(each -> effects.add(new EscalationEffect.Hurry(each)));
        }
        return settle(next, effects);
    }

    private static Step late(EscalationState s) {
        ImmutableList.Builder<EscalationEffect> effects = ImmutableList.builder();
        for (Stage stage : List.of(Stage.PREPARING, Stage.READY, Stage.MOVING)) {
            s.at(stage).forEach(each -> effects.add(new EscalationEffect.Hurry(each)));
        }
        return new Step(s, effects.build());
    }

    /** Every INVITE into the room has its end: all are there, or the two who talked talk on. */
    private static Step settle(EscalationState s, ImmutableList.Builder<EscalationEffect> effects) {
        if (s.any(Stage.MOVING) || s.any(Stage.LOST)) {
            return new Step(s, effects.build());
        }
        if (s.mixed()) {
            return remain(s.in(Phase.MIXED), effects);
        }
        List<Integer> out = s.at(Stage.OUT);
        List<Integer> disturbed = s.at(Stage.DISTURBED);
        if (out.isEmpty() && disturbed.isEmpty()) {
            effects.add(new EscalationEffect.TellMixed());
            return new Step(s.in(Phase.MIXED), effects.build());
        }
        List<Integer> both = s.own(); // visitors of other calls have nobody to go back to
        if (both.size() < 2) {
            return close(s, SERVER);
        }
        if (out.size() == both.size()) { // nobody has heard of the room
            effects.add(new EscalationEffect.GoOn(both.get(0), both.get(1)));
            effects.add(new EscalationEffect.TellFailed(s.failure()));
            return new Step(s.in(Phase.OVER), effects.build());
        }
        boolean firstIsOut = s.stage(both.get(0)) == Stage.OUT;
        effects.add(new EscalationEffect.Join(both.get(firstIsOut ? 1 : 0), both.get(firstIsOut ? 0 : 1)));
        return new Step(s.in(Phase.RESTORING), effects.build());
    }

    // ---- in the room

    private static Step came(EscalationState s, EscalationEvent.Came e) {
        Stage stage = s.stage(e.id());
        if (stage != null && stage != Stage.CALLED) {
            return same(s);
        }
        return changed(s.with(e.id(), Stage.IN, e.own()).stays(false));
    }

    private static Step kept(EscalationState s, boolean on) {
        EscalationState next = s.kept(on);
        return on ? changed(next) : s.phase() == Phase.MIXED ? remain(next, ImmutableList.builder()) : same(next);
    }

    /** Who is to stay in the room must not be sent out of it. */
    private static Step changed(EscalationState s) {
        if (s.phase() != Phase.RETURNING) {
            return same(s);
        }
        ImmutableList.Builder<EscalationEffect> effects = ImmutableList.builder();
        effects.add(new EscalationEffect.StopJoining());
        return moveAgain(s, s.at(Stage.MOVING), effects);
    }

    private static Step moveAgain(
            EscalationState s, List<Integer> ids, ImmutableList.Builder<EscalationEffect> effects) {
        for (int each : ids) {
            effects.add(new EscalationEffect.Move(each));
        }
        return new Step(s.in(Phase.MOVING), effects.build());
    }

    /** Two may be left who can do without a room. */
    private static Step remain(EscalationState s, ImmutableList.Builder<EscalationEffect> effects) {
        List<Integer> all = s.there();
        if (all.size() != 2 || s.members().size() != 2 || !s.allOwn() || s.kept() || !s.returns() || s.stays()) {
            return new Step(s, effects.build());
        }
        EscalationState next = s;
        for (int each : all) {
            next = next.at(each, Stage.MOVING);
        }
        effects.add(new EscalationEffect.Join(all.get(0), all.get(1)));
        return new Step(next.in(Phase.RETURNING), effects.build());
    }

    // ---- out of the room

    private static Step joined(EscalationState s) {
        return switch (s.phase()) {
            case RETURNING, RESTORING -> goOn(s);
            case PREPARING, MOVING, MIXED, OVER -> same(s);
        };
    }

    private static Step goOn(EscalationState s) {
        List<Integer> both = s.own();
        if (both.size() < 2) {
            return close(s, SERVER);
        }
        ImmutableList.Builder<EscalationEffect> effects = ImmutableList.builder();
        effects.add(new EscalationEffect.GoOn(both.get(0), both.get(1)));
        if (s.phase() == Phase.RESTORING) {
            effects.add(new EscalationEffect.TellFailed(s.failure()));
        }
        return new Step(s.in(Phase.OVER), effects.build());
    }

    private static Step joinFailed(EscalationState s, boolean disturbed) {
        return switch (s.phase()) {
            // Each was told the other's media at some time: it is as direct as it can be.
            case RESTORING -> goOn(s);
            case RETURNING -> {
                EscalationState next = s.stays(true);
                int first = s.there().get(0);
                for (int each : s.there()) {
                    next = next.at(each, disturbed && each == first ? Stage.MOVING : Stage.IN);
                }
                yield disturbed ? moveAgain(next, List.of(first), ImmutableList.builder()) : same(next.in(Phase.MIXED));
            }
            case PREPARING, MOVING, MIXED, OVER -> same(s);
        };
    }

    // ---- the end

    /**
     * Somebody is not there any more.
     *
     * @param by who it is, {@link #SERVER} for one who was called only
     */
    private static Step departed(EscalationState s, int by) {
        ImmutableList.Builder<EscalationEffect> effects = ImmutableList.builder();
        List<Integer> left = s.there();
        boolean awaited = s.any(Stage.CALLED) && !left.isEmpty();
        if (s.anyOwn() && (left.size() > 1 || awaited)) {
            return switch (s.phase()) {
                case MOVING -> settle(s, effects);
                case MIXED -> remain(s, effects);
                case RETURNING -> changed(s);
                case PREPARING -> s.any(Stage.PREPARING) ? same(s) : inviteAll(s);
                case RESTORING -> s.own().size() < 2 ? close(s, by) : same(s);
                case OVER -> same(s);
            };
        }
        return close(s, by);
    }

    /** None of the call's own can go on. */
    private static Step close(EscalationState s, int by) {
        ImmutableList.Builder<EscalationEffect> effects = ImmutableList.builder();
        stopAll(effects);
        hangUpAll(s, "", effects);
        if (!s.mixed()) {
            effects.add(new EscalationEffect.TellFailed(487));
        }
        effects.add(new EscalationEffect.Close(by));
        return new Step(s.in(Phase.OVER), effects.build());
    }

    private static Step aborted(EscalationState s, String reason) {
        ImmutableList.Builder<EscalationEffect> effects = ImmutableList.builder();
        stopAll(effects);
        hangUpAll(s, reason, effects);
        if (!s.mixed()) {
            effects.add(new EscalationEffect.TellFailed(503));
        }
        effects.add(new EscalationEffect.Close(SERVER));
        return new Step(s.in(Phase.OVER), effects.build());
    }

    private static void hangUpAll(EscalationState s, String reason, ImmutableList.Builder<EscalationEffect> effects) {
        s.members().forEach((id, member) -> {
            if (member.own() && member.stage() != Stage.CALLED) {
                effects.add(new EscalationEffect.HangUp(id, reason));
            }
        });
    }

    private static void stopAll(ImmutableList.Builder<EscalationEffect> effects) {
        effects.add(new EscalationEffect.StopMoving());
        effects.add(new EscalationEffect.StopJoining());
        effects.add(new EscalationEffect.StopCalling());
    }

    private static Step same(EscalationState s) {
        return new Step(s, ImmutableList.of());
    }
}
