package io.switchboard.sip.call;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.call.CallState.Branch;
import io.switchboard.sip.call.CallState.BranchState;
import io.switchboard.sip.call.CallState.Phase;
import io.switchboard.sip.message.Reason;

/**
 * One call attempt and what comes of it: dials the steps of its plan, each a set of branches rung together (RFC 3261
 * section 16.7), joins the first that answers with the caller, and ends when fewer than two participants are left. SIP
 * mechanics are {@link LegMachine}'s. Participant 0 is the caller, branches count from 1 over all steps.
 */
final class CallMachine {
    static final int CALLER = 0;

    /** Stands for what the caller has in the place of another participant: a seat. */
    static final int SEAT = -1;

    /** Reason of the CANCEL for those who lost the race (RFC 3326 section 2). */
    static final String ELSEWHERE = Reason.of(200, "Call completed elsewhere");

    /** Q.850 cause 19: no answer from user, user alerted (RFC 6432). */
    static final String NO_ANSWER = "Q.850;cause=19;text=\"No answer\"";

    /** What follows from an event. */
    record Step(CallState next, ImmutableList<CallEffect> effects) {}

    private CallMachine() {}

    /**
     * Begins with the first step.
     *
     * @param plan at least one step, none empty
     */
    static Step start(ImmutableList<DialStep> plan) {
        return start(plan, 1);
    }

    /**
     * The same in a call that has participants already.
     *
     * @param firstId id of the first branch
     */
    static Step start(ImmutableList<DialStep> plan, int firstId) {
        CallState blank = new CallState(Phase.DIALLING, plan, -1, firstId, ImmutableList.of(), 0, 0, CALLER, 0);
        return dial(blank, 0, ImmutableList.builder());
    }

    static Step step(CallState s, CallEvent event) {
        return switch (s.phase()) {
            case DIALLING ->
                switch (event) {
                    case CallEvent.Progress e -> progress(s, e.branch());
                    case CallEvent.Answered e -> answered(s, e.branch());
                    case CallEvent.Failed e -> failed(s, e.branch(), e.status());
                    case CallEvent.StepTimedOut e -> stepTimedOut(s);
                    case CallEvent.Gone e ->
                        e.participant() == CALLER ? callerGaveUp(s) : failed(s, e.participant(), 480);
                    case CallEvent.Abort e -> abortDialling(s, e);
                    case CallEvent.Seated e -> same(s);
                };
            case SEATING ->
                switch (event) {
                    case CallEvent.Seated e -> seated(s);
                    case CallEvent.Failed e -> e.branch() == SEAT ? notSeated(s, e.status()) : same(s);
                    case CallEvent.Gone e -> e.participant() == CALLER ? callerGaveUp(s) : same(s);
                    case CallEvent.Abort e -> abortDialling(s, e);
                    case CallEvent.Progress e -> same(s);
                    case CallEvent.Answered e -> same(s);
                    case CallEvent.StepTimedOut e -> same(s);
                };
            case TALKING ->
                switch (event) {
                    case CallEvent.Gone e -> participantGone(s, e.participant());
                    case CallEvent.Abort e -> abortTalking(s, e);
                    case CallEvent.Progress e -> same(s);
                    case CallEvent.Answered e -> same(s);
                    case CallEvent.Failed e -> same(s);
                    case CallEvent.StepTimedOut e -> same(s);
                    case CallEvent.Seated e -> same(s);
                };
            case OVER -> same(s);
        };
    }

    private static Step progress(CallState s, int id) {
        Branch branch = s.find(id);
        if (branch == null || !branch.active()) {
            return same(s);
        }
        return new Step(s.with(id, BranchState.RINGING), ImmutableList.of(new CallEffect.RelayProgress(id)));
    }

    /** RFC 3261 section 16.7 step 10: the others are cancelled. */
    private static Step answered(CallState s, int id) {
        Branch branch = s.find(id);
        if (branch == null || !branch.active()) {
            return same(s);
        }
        ImmutableList.Builder<CallEffect> effects = ImmutableList.builder();
        effects.add(new CallEffect.AnswerCaller(id));
        hangUpOthers(s, id, ELSEWHERE, effects);
        CallState next = new CallState(Phase.TALKING, s.plan(), s.at(), s.next(), ImmutableList.of(), 0, 0, CALLER, id);
        return new Step(next, effects.build());
    }

    private static Step seated(CallState s) {
        CallState next =
                new CallState(Phase.TALKING, s.plan(), s.at(), s.next(), ImmutableList.of(), 0, 0, CALLER, SEAT);
        return new Step(next, ImmutableList.of(new CallEffect.AnswerSeated()));
    }

    private static Step notSeated(CallState s, int status) {
        return stepFailed(s.better(status, CALLER), ImmutableList.builder(), "");
    }

    private static Step failed(CallState s, int id, int status) {
        Branch branch = s.find(id);
        if (branch == null || !branch.active()) {
            return same(s);
        }
        CallState next = s.with(id, BranchState.OVER).better(status, id);
        ImmutableList.Builder<CallEffect> effects = ImmutableList.builder();
        if (status >= 600) {
            // Section 16.7 step 5: nobody else is to be tried.
            hangUpOthers(next, id, "SIP;cause=" + status, effects);
            return refuse(next, effects, "");
        }
        if (next.anyActive()) {
            return new Step(next, ImmutableList.of());
        }
        return stepFailed(next, effects, "");
    }

    private static Step stepTimedOut(CallState s) {
        boolean rang = s.branches().stream().anyMatch(b -> b.state() == BranchState.RINGING);
        ImmutableList.Builder<CallEffect> effects = ImmutableList.builder();
        hangUpOthers(s, CALLER, NO_ANSWER, effects);
        CallState next = s.allOver().better(rang ? 480 : 408, CALLER);
        return stepFailed(next, effects, rang ? NO_ANSWER : "");
    }

    private static Step stepFailed(CallState s, ImmutableList.Builder<CallEffect> effects, String reason) {
        int next = s.best() >= 600 ? -1 : s.plan().get(s.at()).next().after(s.best());
        return next > s.at() && next < s.plan().size() ? dial(s, next, effects) : refuse(s, effects, reason);
    }

    private static Step callerGaveUp(CallState s) {
        ImmutableList.Builder<CallEffect> effects = ImmutableList.builder();
        hangUpOthers(s, CALLER, "", effects);
        effects.add(new CallEffect.Close(CALLER));
        return new Step(s.over(), effects.build());
    }

    private static Step abortDialling(CallState s, CallEvent.Abort e) {
        ImmutableList.Builder<CallEffect> effects = ImmutableList.builder();
        hangUpOthers(s, CALLER, e.reason(), effects);
        effects.add(new CallEffect.RefuseCaller(e.status(), 0, e.reason()), new CallEffect.Close(-1));
        return new Step(s.over(), effects.build());
    }

    private static Step participantGone(CallState s, int id) {
        if (id != s.caller() && id != s.callee()) {
            return same(s);
        }
        if (s.callee() == SEAT && id == s.caller()) {
            return new Step(s.over(), ImmutableList.of(new CallEffect.Close(id)));
        }
        int left = id == s.caller() ? s.callee() : s.caller();
        return new Step(s.over(), ImmutableList.of(new CallEffect.HangUp(left, ""), new CallEffect.Close(id)));
    }

    private static Step abortTalking(CallState s, CallEvent.Abort e) {
        if (s.callee() == SEAT) {
            return new Step(
                    s.over(),
                    ImmutableList.of(new CallEffect.HangUp(s.caller(), e.reason()), new CallEffect.Close(-1)));
        }
        return new Step(
                s.over(),
                ImmutableList.of(
                        new CallEffect.HangUp(s.caller(), e.reason()),
                        new CallEffect.HangUp(s.callee(), e.reason()),
                        new CallEffect.Close(-1)));
    }

    private static Step dial(CallState s, int at, ImmutableList.Builder<CallEffect> effects) {
        DialStep step = s.plan().get(at);
        if (!step.room().isEmpty()) {
            effects.add(new CallEffect.Seat(step.room(), step.made()));
            CallState next = new CallState(Phase.SEATING, s.plan(), at, s.next(), ImmutableList.of(), 0, 0, CALLER, 0);
            return new Step(next, effects.build());
        }
        ImmutableList.Builder<Branch> branches = ImmutableList.builder();
        for (int i = 0; i < step.destinations().size(); i++) {
            branches.add(new Branch(s.next() + i, BranchState.DIALLED));
        }
        effects.add(new CallEffect.Dial(step, s.next()));
        int after = s.next() + step.destinations().size();
        // What an earlier step answered does not count once another is tried.
        CallState next = new CallState(Phase.DIALLING, s.plan(), at, after, branches.build(), 0, 0, CALLER, 0);
        return new Step(next, effects.build());
    }

    private static Step refuse(CallState s, ImmutableList.Builder<CallEffect> effects, String reason) {
        effects.add(new CallEffect.RefuseCaller(s.best(), s.bestBranch(), reason));
        effects.add(new CallEffect.Close(s.bestBranch() == 0 ? -1 : s.bestBranch()));
        return new Step(s.over(), effects.build());
    }

    private static void hangUpOthers(CallState s, int but, String reason, ImmutableList.Builder<CallEffect> effects) {
        for (Branch branch : s.branches()) {
            if (branch.id() != but && branch.active()) {
                effects.add(new CallEffect.HangUp(branch.id(), reason));
            }
        }
    }

    private static Step same(CallState s) {
        return new Step(s, ImmutableList.of());
    }
}
