package io.switchboard.sip.call;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a call stands whose participants are in a room, or on their way to or from it.
 *
 * @param members who takes part, by number, the first of them first
 * @param mixed whether it was wholly in the room once: from then on nobody is sent back because another cannot come
 * @param kept whether it has to stay in the room even with two
 * @param returns whether it leaves the room when two are left
 * @param stays whether they were tried to be sent back, in vain, since the last has come or gone
 * @param failure why it could not be brought into the room
 */
record EscalationState(
        Phase phase,
        ImmutableMap<Integer, Member> members,
        boolean mixed,
        boolean kept,
        boolean returns,
        boolean stays,
        int failure) {
    /** Where the call stands. */
    enum Phase {
        /** The room makes its offers. */
        PREPARING,
        /** They are shown to the participants. */
        MOVING,
        MIXED,
        /** The last two are told of each other's media. */
        RETURNING,
        /** The same, for they could not both come into the room. */
        RESTORING,
        OVER
    }

    /** Where a participant stands. */
    enum Stage {
        PREPARING,
        READY,
        MOVING,
        /** Hears the room and is heard. */
        IN,
        /** Could not come, and hears the other as before. */
        OUT,
        /** Could not come, and does not hear the other any more. */
        DISTURBED,
        /** Its dialog is no more; it is as good as gone. */
        LOST,
        /** Is being called. */
        CALLED
    }

    /** @param own whether its leg is one of this call's */
    record Member(Stage stage, boolean own) {}

    /** Two who talk, on their way. */
    static EscalationState begin(int one, int other, boolean kept, boolean returns) {
        Member member = new Member(Stage.PREPARING, true);
        return new EscalationState(
                Phase.PREPARING, ImmutableMap.of(one, member, other, member), false, kept, returns, false, 0);
    }

    @Nullable Stage stage(int id) {
        Member member = members.get(id);
        return member == null ? null : member.stage;
    }

    /** The numbers of those who are at a stage. */
    List<Integer> at(Stage stage) {
        List<Integer> found = new ArrayList<>(2);
        members.forEach((id, member) -> {
            if (member.stage == stage) {
                found.add(id);
            }
        });
        return found;
    }

    boolean any(Stage stage) {
        return !at(stage).isEmpty();
    }

    /** The numbers of those who have been answered. */
    List<Integer> there() {
        List<Integer> found = new ArrayList<>(members.keySet());
        found.removeAll(at(Stage.CALLED));
        return found;
    }

    /** Those of them whose legs are this call's. */
    List<Integer> own() {
        List<Integer> found = there();
        found.removeIf(id -> !Objects.requireNonNull(members.get(id)).own);
        return found;
    }

    boolean anyOwn() {
        return members.values().stream().anyMatch(Member::own);
    }

    boolean allOwn() {
        return members.values().stream().allMatch(Member::own);
    }

    EscalationState in(Phase next) {
        return new EscalationState(next, members, mixed || next == Phase.MIXED, kept, returns, stays, failure);
    }

    EscalationState with(int id, Stage stage, boolean own) {
        ImmutableMap.Builder<Integer, Member> all = ImmutableMap.builder();
        members.forEach((each, member) -> all.put(each, each == id ? new Member(stage, member.own) : member));
        if (!members.containsKey(id)) {
            all.put(id, new Member(stage, own));
        }
        return new EscalationState(phase, all.buildOrThrow(), mixed, kept, returns, stays, failure);
    }

    EscalationState at(int id, Stage stage) {
        return members.containsKey(id) ? with(id, stage, true) : this;
    }

    EscalationState without(int id) {
        ImmutableMap.Builder<Integer, Member> all = ImmutableMap.builder();
        members.forEach((each, member) -> {
            if (each != id) {
                all.put(each, member);
            }
        });
        return new EscalationState(phase, all.buildOrThrow(), mixed, kept, returns, false, failure);
    }

    EscalationState kept(boolean on) {
        return new EscalationState(phase, members, mixed, on, returns, stays, failure);
    }

    EscalationState stays(boolean on) {
        return new EscalationState(phase, members, mixed, kept, returns, on, failure);
    }

    EscalationState failed(int status) {
        return new EscalationState(phase, members, mixed, kept, returns, stays, status);
    }
}
