package io.switchboard.sip.conference;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a room stands.
 *
 * @param members who is there, in the order of their coming, by number
 * @param locked whether nobody else comes in but moderators
 * @param recording whether it is being recorded
 * @param visited whether anybody has come in yet
 * @param over whether it is over: nobody is in it, or everybody is being sent away
 */
record FocusState(
        ImmutableMap<Integer, Member> members, boolean locked, boolean recording, boolean visited, boolean over) {
    static final FocusState EMPTY = new FocusState(ImmutableMap.of(), false, false, false, false);

    /** Where a participant stands. */
    enum Stage {
        /** Is being called by the room. */
        DIALLING,
        /** The same, and it rings. */
        ALERTING,
        /** Has called, and is being answered. */
        ARRIVING,
        /** Keys in the PIN. */
        KEYING,
        /** Waits for a moderator. */
        WAITING,
        /** Hears the others and is heard. */
        IN,
        /** Hears why it may not stay, and is hung up then. */
        TURNED_AWAY,
        /** Was told to hang up. */
        LEAVING
    }

    /**
     * A participant.
     *
     * @param dialled whether the room has called it
     * @param keyed digits of the PIN so far; "*" for a star whose meaning is still to come
     * @param attempts wrong PINs so far
     */
    record Member(
            Stage stage, boolean moderator, boolean dialled, boolean muted, boolean deaf, String keyed, int attempts) {
        static Member calling(boolean moderator) {
            return new Member(Stage.ARRIVING, moderator, false, false, false, "", 0);
        }

        static Member called() {
            return new Member(Stage.DIALLING, false, true, false, false, "", 0);
        }

        boolean in() {
            return stage == Stage.IN;
        }

        /** Whether it is being called, and has not answered. */
        boolean expected() {
            return stage == Stage.DIALLING || stage == Stage.ALERTING;
        }

        Member at(Stage next) {
            return new Member(next, moderator, dialled, muted, deaf, "", attempts);
        }

        Member asModerator() {
            return new Member(stage, true, dialled, muted, deaf, keyed, attempts);
        }

        Member keyed(String digits) {
            return new Member(stage, moderator, dialled, muted, deaf, digits, attempts);
        }

        Member wrong() {
            return new Member(stage, moderator, dialled, muted, deaf, "", attempts + 1);
        }

        Member muted(boolean on) {
            return new Member(stage, moderator, dialled, on, deaf, keyed, attempts);
        }

        Member deaf(boolean on) {
            return new Member(stage, moderator, dialled, muted, on, keyed, attempts);
        }
    }

    @Nullable Member member(int id) {
        return members.get(id);
    }

    boolean moderated() {
        return members.values().stream().anyMatch(m -> m.moderator() && m.in());
    }

    /** Whether nobody is there but those who are being called, and those who are being sent away. */
    boolean deserted() {
        return members.values().stream().allMatch(m -> m.expected() || m.stage() == Stage.LEAVING);
    }

    long in() {
        return members.values().stream().filter(Member::in).count();
    }

    FocusState with(int id, Member member) {
        ImmutableMap.Builder<Integer, Member> all = ImmutableMap.builderWithExpectedSize(members.size() + 1);
        boolean found = false;
        for (Map.Entry<Integer, Member> each : members.entrySet()) {
            boolean same = each.getKey() == id;
            found |= same;
            all.put(each.getKey(), same ? member : each.getValue());
        }
        if (!found) {
            all.put(id, member);
        }
        return new FocusState(all.build(), locked, recording, visited, over);
    }

    FocusState without(int id) {
        ImmutableMap.Builder<Integer, Member> all = ImmutableMap.builder();
        members.forEach((each, member) -> {
            if (each != id) {
                all.put(each, member);
            }
        });
        return new FocusState(all.build(), locked, recording, visited, over);
    }

    FocusState locked(boolean on) {
        return new FocusState(members, on, recording, visited, over);
    }

    FocusState recording(boolean on) {
        return new FocusState(members, locked, on, visited, over);
    }

    FocusState visitedBy(int id, Member member) {
        FocusState next = with(id, member);
        return new FocusState(next.members, locked, recording, true, over);
    }

    FocusState ending() {
        return new FocusState(members, locked, recording, visited, true);
    }
}
