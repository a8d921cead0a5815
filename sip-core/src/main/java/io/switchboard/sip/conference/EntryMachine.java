package io.switchboard.sip.conference;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.conference.FocusEffect.Notice;
import io.switchboard.sip.conference.FocusEffect.Tone;
import io.switchboard.sip.conference.FocusMachine.Step;
import io.switchboard.sip.conference.FocusState.Member;
import io.switchboard.sip.conference.FocusState.Stage;

/** The part of {@link FocusMachine} that lets in: PINs, waiting for a moderator, locks, and keys of those who are in. */
final class EntryMachine {
    /** Wrong PINs until a caller is sent away. */
    static final int ATTEMPTS = 3;

    private static final int LONGEST_PIN = 32;

    private EntryMachine() {}

    static Step arrived(ConferenceSettings settings, FocusState s, int id) {
        Member caller = s.member(id);
        if (caller == null || caller.stage() != Stage.ARRIVING) {
            return FocusMachine.same(s);
        }
        Member member = caller.at(Stage.KEYING);
        FocusState with = s.visitedBy(id, member);
        if (s.over()) {
            return FocusMachine.hangUp(settings, with, id, FocusMachine.OVER);
        }
        if (member.moderator() || !settings.asks()) {
            return enter(settings, with, id, member, ImmutableList.builder());
        }
        return new Step(
                with,
                ImmutableList.of(
                        new FocusEffect.Connect(id, false, false),
                        new FocusEffect.Tell(id, Notice.PIN),
                        new FocusEffect.AwaitPin(id)));
    }

    /** Somebody who may come in does so, or waits for who is to come first. */
    static Step enter(
            ConferenceSettings settings,
            FocusState s,
            int id,
            Member member,
            ImmutableList.Builder<FocusEffect> effects) {
        if (!member.moderator()) {
            if (s.locked() && !member.dialled()) {
                return away(s, id, Notice.LOCKED);
            }
            if (settings.waitForModerator() && !s.moderated()) {
                effects.add(new FocusEffect.Connect(id, false, false), new FocusEffect.Tell(id, Notice.WAIT));
                return new Step(s.with(id, member.at(Stage.WAITING)), effects.build());
            }
        }
        boolean alone = s.in() == 0;
        FocusState next = admit(s, id, member, effects);
        if (alone && settings.record() && !s.recording()) {
            next = FocusMachine.record(settings, next, effects);
        }
        if (member.moderator()) {
            for (Integer other : s.members().keySet()) {
                Member waiting = s.members().get(other);
                if (waiting != null && waiting.stage() == Stage.WAITING) {
                    next = admit(next, other, waiting, effects);
                    alone = false;
                }
            }
        }
        if (settings.tones() && !alone) {
            effects.add(new FocusEffect.Play(Tone.ENTRY));
        }
        return new Step(next, effects.build());
    }

    private static FocusState admit(FocusState s, int id, Member member, ImmutableList.Builder<FocusEffect> effects) {
        effects.add(new FocusEffect.Hush(id), new FocusEffect.Connect(id, !member.muted(), !member.deaf()));
        return s.with(id, member.at(Stage.IN));
    }

    static Step away(FocusState s, int id, Notice why) {
        Member member = s.member(id);
        if (member == null) {
            return FocusMachine.same(s);
        }
        return new Step(
                s.with(id, member.at(Stage.TURNED_AWAY)),
                ImmutableList.of(new FocusEffect.Connect(id, false, false), new FocusEffect.Tell(id, why)));
    }

    // ---- keys

    static Step keyed(ConferenceSettings settings, FocusState s, int id, char digit) {
        Member member = s.member(id);
        if (member == null || s.over()) {
            return FocusMachine.same(s);
        }
        return switch (member.stage()) {
            case KEYING -> pin(settings, s, id, member, digit);
            case IN -> command(s, id, member, digit);
            case DIALLING, ALERTING, ARRIVING, WAITING, TURNED_AWAY, LEAVING -> FocusMachine.same(s);
        };
    }

    /** A PIN ends with #, or with its last digit if no other PIN begins as it does. */
    private static Step pin(ConferenceSettings settings, FocusState s, int id, Member member, char digit) {
        if (digit == '*') {
            // A PIN that was keyed to its end was an attempt, or all could be tried in one call.
            return member.keyed().length() < shortest(settings)
                    ? FocusMachine.same(s.with(id, member.keyed("")))
                    : wrong(s, id, member);
        }
        boolean end = digit == '#';
        String keyed = end ? member.keyed() : member.keyed() + digit;
        boolean moderator = fits(settings.moderatorPin(), keyed, settings.pin(), end);
        if (moderator || fits(settings.pin(), keyed, settings.moderatorPin(), end)) {
            Member known = moderator ? member.asModerator() : member;
            return enter(settings, s.with(id, known), id, known, ImmutableList.builder());
        }
        if (end || keyed.length() >= LONGEST_PIN) {
            return wrong(s, id, member);
        }
        return FocusMachine.same(s.with(id, member.keyed(keyed)));
    }

    private static Step wrong(FocusState s, int id, Member member) {
        Member wrong = member.wrong();
        return wrong.attempts() >= ATTEMPTS
                ? away(s.with(id, wrong), id, Notice.WRONG_PIN)
                : new Step(s.with(id, wrong), ImmutableList.of(new FocusEffect.Tell(id, Notice.PIN)));
    }

    private static int shortest(ConferenceSettings settings) {
        int pin = settings.pin().length();
        int moderators = settings.moderatorPin().length();
        return pin == 0 ? moderators : moderators == 0 ? pin : Math.min(pin, moderators);
    }

    private static boolean fits(String pin, String keyed, String other, boolean end) {
        return !pin.isEmpty()
                && pin.equals(keyed)
                && (end || !(other.length() > keyed.length() && other.startsWith(keyed)));
    }

    /** *6: mute and unmute oneself; *5, of a moderator: lock and unlock the room. */
    private static Step command(FocusState s, int id, Member member, char digit) {
        if (digit == '*') {
            return FocusMachine.same(s.with(id, member.keyed("*")));
        }
        if (!member.keyed().equals("*")) {
            return FocusMachine.same(s);
        }
        FocusState next = s.with(id, member.keyed(""));
        if (digit == '6') {
            return FocusMachine.changed(next, id, m -> m.muted(!m.muted()));
        }
        return FocusMachine.same(digit == '5' && member.moderator() ? next.locked(!s.locked()) : next);
    }
}
