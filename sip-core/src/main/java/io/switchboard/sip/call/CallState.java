package io.switchboard.sip.call;

import com.google.common.collect.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * Where a call attempt stands.
 *
 * @param plan the steps to dial, in order
 * @param at index of the step being dialled
 * @param next id of the next branch
 * @param best the best failure so far, 0 if none; {@code bestBranch} is who sent it, 0 for the server
 * @param caller the first of those who talk: the caller until a transfer
 * @param callee the participant that it talks with, 0 while there is none, {@link
 *     CallMachine#SEAT} for a seat
 */
record CallState(
        Phase phase,
        ImmutableList<DialStep> plan,
        int at,
        int next,
        ImmutableList<Branch> branches,
        int best,
        int bestBranch,
        int caller,
        int callee) {
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
        /** The caller is given a seat. */
        SEATING,
        TALKING,
        OVER
    }

    /**
     * Two participants talk.
     *
     * @param next id of the next branch
     */
    static CallState talking(int caller, int callee, int next) {
        return new CallState(Phase.TALKING, ImmutableList.of(), 0, next, ImmutableList.of(), 0, 0, caller, callee);
    }

    /** The same, if this refusal tells the caller more than the best so far. */
    CallState better(int status, int branch) {
        if (best != 0 && BestResponse.rank(status) >= BestResponse.rank(best)) {
            return this;
        }
        return new CallState(phase, plan, at, next, branches, status, branch, caller, callee);
    }

    @Nullable Branch find(int id) {
        for (Branch branch : branches) {
            if (branch.id == id) {
                return branch;
            }
        }
        return null;
    }

    boolean anyActive() {
        for (Branch branch : branches) {
            if (branch.active()) {
                return true;
            }
        }
        return false;
    }

    CallState with(int id, BranchState state) {
        ImmutableList.Builder<Branch> changed = ImmutableList.builder();
        for (Branch branch : branches) {
            changed.add(branch.id == id ? new Branch(id, state) : branch);
        }
        return new CallState(phase, plan, at, next, changed.build(), best, bestBranch, caller, callee);
    }

    CallState allOver() {
        return new CallState(phase, plan, at, next, ImmutableList.of(), best, bestBranch, caller, callee);
    }

    CallState over() {
        return new CallState(Phase.OVER, ImmutableList.of(), at, next, ImmutableList.of(), best, bestBranch, caller, 0);
    }
}
