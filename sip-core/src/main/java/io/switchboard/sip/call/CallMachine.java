package io.switchboard.sip.call;

import com.google.common.collect.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * One call attempt and what comes of it: dials the steps of its plan, each a set of branches rung together (RFC 3261
 * section 16.7), joins the first that answers with the caller, and ends when fewer than two participants are left. SIP
 * mechanics are {@link LegMachine}'s. Participant 0 is the caller, branches count from 1 over all steps.
 */
final class CallMachine {
    static final int CALLER = 0;

    /** Reason of the CANCEL for those who lost the race (RFC 3326 section 2). */
    static final String ELSEWHERE = "SIP;cause=200;text=\"Call completed elsewhere\"";

    /** Q.850 cause 19: no answer from user, user alerted (RFC 6432). */
    static final String NO_ANSWER = "Q.850;cause=19;text=\"No answer\"";

    /** Where a branch stands. */
    enum BranchState {
        DIALLED,
        RINGING,
        OVER
    }

    /** One dialled destination. */
    record Branch(int id, BranchState state) {
        boolean active() {
            return state != BranchState.OVER;
        }
    }

    /** Where the call stands. */
    enum Phase {
        DIALLING,
        TALKING,
        OVER
    }

    /**
     * Whole state.
     *
     * @param plan the steps to dial, in order
     * @param at index of the step being dialled
     * @param next id of the next branch
     * @param best the best failure so far, 0 if none; {@code bestBranch} is who sent it, 0 for the server
     * @param callee the participant that the caller talks with, 0 while there is none
     */
    record State(
            Phase phase,
            ImmutableList<DialStep> plan,
            int at,
            int next,
            ImmutableList<Branch> branches,
            int best,
            int bestBranch,
            int callee) {}

    /** What happens. */
    sealed interface Event {
        /** A branch sent a provisional response above 100. */
        record Progress(int branch) implements Event {}

        record Answered(int branch) implements Event {}

        /**
         * @param status final response of the branch, or what stands for it (408, 503)
         */
        record Failed(int branch, int status) implements Event {}

        /** The step rang for its whole time. */
        record StepTimedOut() implements Event {}

        /** The participant ended its leg: CANCEL or BYE, no ACK, session expired. */
        record Gone(int participant) implements Event {}

        /**
         * The server ends the call.
         *
         * @param status for a caller who has no answer yet
         */
        record Abort(int status, String reason) implements Event {}
    }

    /** What the shell does, in this order. */
    sealed interface Effect {
        /** Dial all destinations of a step; their branches have the ids from {@code firstId} on. */
        record Dial(DialStep step, int firstId) implements Effect {}

        record RelayProgress(int branch) implements Effect {}

        /** 200 to the caller, from this branch. */
        record AnswerCaller(int branch) implements Effect {}

        /**
         * Final refusal to the caller.
         *
         * @param branch whose response is passed on, 0 for one of the server's own
         */
        record RefuseCaller(int status, int branch, String reason) implements Effect {}

        /** CANCEL or BYE, whichever the leg needs. */
        record HangUp(int participant, String reason) implements Effect {}

        /**
         * The call is over, its record can be written.
         *
         * @param by the participant who ended it, -1 for the server
         */
        record Close(int by) implements Effect {}
    }

    /** What follows from an event. */
    record Step(State next, ImmutableList<Effect> effects) {}

    private CallMachine() {}

    /**
     * Begins with the first step.
     *
     * @param plan at least one step, none empty
     */
    static Step start(ImmutableList<DialStep> plan) {
        State blank = new State(Phase.DIALLING, plan, -1, 1, ImmutableList.of(), 0, 0, 0);
        return dial(blank, 0, ImmutableList.builder());
    }

    static Step step(State s, Event event) {
        return switch (s.phase) {
            case DIALLING ->
                switch (event) {
                    case Event.Progress e -> progress(s, e.branch());
                    case Event.Answered e -> answered(s, e.branch());
                    case Event.Failed e -> failed(s, e.branch(), e.status());
                    case Event.StepTimedOut e -> stepTimedOut(s);
                    case Event.Gone e -> e.participant() == CALLER ? callerGaveUp(s) : failed(s, e.participant(), 480);
                    case Event.Abort e -> abortDialling(s, e);
                };
            case TALKING ->
                switch (event) {
                    case Event.Gone e -> participantGone(s, e.participant());
                    case Event.Abort e -> abortTalking(s, e);
                    case Event.Progress e -> same(s);
                    case Event.Answered e -> same(s);
                    case Event.Failed e -> same(s);
                    case Event.StepTimedOut e -> same(s);
                };
            case OVER -> same(s);
        };
    }

    private static Step progress(State s, int id) {
        Branch branch = find(s, id);
        if (branch == null || !branch.active()) {
            return same(s);
        }
        return new Step(with(s, id, BranchState.RINGING), ImmutableList.of(new Effect.RelayProgress(id)));
    }

    /** RFC 3261 section 16.7 step 10: the others are cancelled. */
    private static Step answered(State s, int id) {
        Branch branch = find(s, id);
        if (branch == null || !branch.active()) {
            return same(s);
        }
        ImmutableList.Builder<Effect> effects = ImmutableList.builder();
        effects.add(new Effect.AnswerCaller(id));
        hangUpOthers(s, id, ELSEWHERE, effects);
        State next = new State(Phase.TALKING, s.plan, s.at, s.next, ImmutableList.of(), 0, 0, id);
        return new Step(next, effects.build());
    }

    private static Step failed(State s, int id, int status) {
        Branch branch = find(s, id);
        if (branch == null || !branch.active()) {
            return same(s);
        }
        State next = better(with(s, id, BranchState.OVER), status, id);
        ImmutableList.Builder<Effect> effects = ImmutableList.builder();
        if (status >= 600) {
            // Section 16.7 step 5: nobody else is to be tried.
            hangUpOthers(next, id, "SIP;cause=" + status, effects);
            return refuse(next, effects, "");
        }
        if (anyActive(next)) {
            return new Step(next, ImmutableList.of());
        }
        return stepFailed(next, effects, "");
    }

    private static Step stepTimedOut(State s) {
        boolean rang = s.branches.stream().anyMatch(b -> b.state == BranchState.RINGING);
        ImmutableList.Builder<Effect> effects = ImmutableList.builder();
        hangUpOthers(s, CALLER, NO_ANSWER, effects);
        State next = better(allOver(s), rang ? 480 : 408, CALLER);
        return stepFailed(next, effects, rang ? NO_ANSWER : "");
    }

    private static Step stepFailed(State s, ImmutableList.Builder<Effect> effects, String reason) {
        int next = s.best >= 600 ? -1 : s.plan.get(s.at).next().after(s.best);
        return next > s.at && next < s.plan.size() ? dial(s, next, effects) : refuse(s, effects, reason);
    }

    private static Step callerGaveUp(State s) {
        ImmutableList.Builder<Effect> effects = ImmutableList.builder();
        hangUpOthers(s, CALLER, "", effects);
        effects.add(new Effect.Close(CALLER));
        return new Step(over(s), effects.build());
    }

    private static Step abortDialling(State s, Event.Abort e) {
        ImmutableList.Builder<Effect> effects = ImmutableList.builder();
        hangUpOthers(s, CALLER, e.reason(), effects);
        effects.add(new Effect.RefuseCaller(e.status(), 0, e.reason()), new Effect.Close(-1));
        return new Step(over(s), effects.build());
    }

    private static Step participantGone(State s, int id) {
        if (id != CALLER && id != s.callee) {
            return same(s);
        }
        int left = id == CALLER ? s.callee : CALLER;
        return new Step(over(s), ImmutableList.of(new Effect.HangUp(left, ""), new Effect.Close(id)));
    }

    private static Step abortTalking(State s, Event.Abort e) {
        return new Step(
                over(s),
                ImmutableList.of(
                        new Effect.HangUp(CALLER, e.reason()),
                        new Effect.HangUp(s.callee, e.reason()),
                        new Effect.Close(-1)));
    }

    private static Step dial(State s, int at, ImmutableList.Builder<Effect> effects) {
        DialStep step = s.plan.get(at);
        ImmutableList.Builder<Branch> branches = ImmutableList.builder();
        for (int i = 0; i < step.destinations().size(); i++) {
            branches.add(new Branch(s.next + i, BranchState.DIALLED));
        }
        effects.add(new Effect.Dial(step, s.next));
        int after = s.next + step.destinations().size();
        // What an earlier step answered does not count once another is tried.
        State next = new State(Phase.DIALLING, s.plan, at, after, branches.build(), 0, 0, 0);
        return new Step(next, effects.build());
    }

    private static Step refuse(State s, ImmutableList.Builder<Effect> effects, String reason) {
        effects.add(new Effect.RefuseCaller(s.best, s.bestBranch, reason));
        effects.add(new Effect.Close(s.bestBranch == 0 ? -1 : s.bestBranch));
        return new Step(over(s), effects.build());
    }

    private static void hangUpOthers(State s, int but, String reason, ImmutableList.Builder<Effect> effects) {
        for (Branch branch : s.branches) {
            if (branch.id != but && branch.active()) {
                effects.add(new Effect.HangUp(branch.id, reason));
            }
        }
    }

    /** Section 16.7 step 6: 6xx first, then the lowest class; inside 4xx those that tell the caller what to mend. */
    private static State better(State s, int status, int branch) {
        if (s.best != 0 && rank(status) >= rank(s.best)) {
            return s;
        }
        return new State(s.phase, s.plan, s.at, s.next, s.branches, status, branch, s.callee);
    }

    private static int rank(int status) {
        if (status >= 600) {
            return 0;
        }
        int rank = status / 100 * 10;
        return switch (status) {
            case 415, 420, 484, 488 -> rank;
            case 486 -> rank + 1; // a busy phone says more than one that is not there
            case 408, 480, 487 -> rank + 5;
            case 503 -> rank + 9;
            default -> rank + 3;
        };
    }

    private static @Nullable Branch find(State s, int id) {
        for (Branch branch : s.branches) {
            if (branch.id == id) {
                return branch;
            }
        }
        return null;
    }

    private static boolean anyActive(State s) {
        for (Branch branch : s.branches) {
            if (branch.active()) {
                return true;
            }
        }
        return false;
    }

    private static State with(State s, int id, BranchState state) {
        ImmutableList.Builder<Branch> branches = ImmutableList.builder();
        for (Branch branch : s.branches) {
            branches.add(branch.id == id ? new Branch(id, state) : branch);
        }
        return new State(s.phase, s.plan, s.at, s.next, branches.build(), s.best, s.bestBranch, s.callee);
    }

    private static State allOver(State s) {
        return new State(s.phase, s.plan, s.at, s.next, ImmutableList.of(), s.best, s.bestBranch, s.callee);
    }

    private static State over(State s) {
        return new State(Phase.OVER, ImmutableList.of(), s.at, s.next, ImmutableList.of(), s.best, s.bestBranch, 0);
    }

    private static Step same(State s) {
        return new Step(s, ImmutableList.of());
    }
}
