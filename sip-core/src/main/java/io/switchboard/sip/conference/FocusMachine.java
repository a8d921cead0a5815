package io.switchboard.sip.conference;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.conference.FocusEffect.Notice;
import io.switchboard.sip.conference.FocusEffect.Tone;
import io.switchboard.sip.conference.FocusState.Member;
import io.switchboard.sip.conference.FocusState.Stage;

/**
 * The focus of a room (RFC 4353): lets in, has wait, turns away, and ends it. Nobody hears a room in which he is not,
 * and each participant is hung up once at most.
 */
final class FocusMachine {
    /** Wrong PINs until a caller is sent away. */
    static final int ATTEMPTS = 3;

    private static final int LONGEST_PIN = 32;
    private static final String OVER = "SIP;cause=200;text=\"The conference is over\"";
    private static final String REFUSED = "SIP;cause=403;text=\"Not let in\"";

    /** What follows from an event. */
    record Step(FocusState next, ImmutableList<FocusEffect> effects) {}

    private FocusMachine() {}

    static Step step(ConferenceSettings settings, FocusState s, FocusEvent event) {
        return switch (event) {
            case FocusEvent.Called e ->
                same(s.with(e.id(), new Member(Stage.ARRIVING, e.moderator(), false, false, "", 0)));
            case FocusEvent.Arrived e -> arrived(settings, s, e.id());
            case FocusEvent.Keyed e -> keyed(settings, s, e.id(), e.digit());
            case FocusEvent.PinTimedOut e -> at(s, e.id(), Stage.KEYING) ? away(s, e.id(), Notice.WRONG_PIN) : same(s);
            case FocusEvent.Heard e ->
                at(s, e.id(), Stage.TURNED_AWAY) ? hangUp(settings, s, e.id(), REFUSED) : same(s);
            case FocusEvent.Left e -> left(settings, s, e.id());
            case FocusEvent.Kicked e -> hangUp(settings, s, e.id(), e.reason());
            case FocusEvent.Muted e -> changed(s, e.id(), m -> m.muted(e.on()));
            case FocusEvent.Deafened e -> changed(s, e.id(), m -> m.deaf(e.on()));
            case FocusEvent.Locked e -> same(s.locked(e.on()));
            case FocusEvent.Recorded e -> recorded(e.beep() ? settings : settings.silent(), s, e.on());
            case FocusEvent.RecordingLost e -> same(s.recording(false));
            case FocusEvent.Ended e -> end(s, e.reason());
        };
    }

    private static boolean at(FocusState s, int id, Stage stage) {
        Member member = s.member(id);
        return member != null && member.stage() == stage;
    }

    // ---- coming in

    private static Step arrived(ConferenceSettings settings, FocusState s, int id) {
        Member caller = s.member(id);
        if (caller == null || caller.stage() != Stage.ARRIVING) {
            return same(s);
        }
        Member member = caller.at(Stage.KEYING);
        FocusState with = s.with(id, member);
        if (s.over()) {
            return hangUp(settings, with, id, OVER);
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

    private static Step enter(
            ConferenceSettings settings,
            FocusState s,
            int id,
            Member member,
            ImmutableList.Builder<FocusEffect> effects) {
        if (!member.moderator()) {
            if (s.locked()) {
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
            next = record(settings, next, effects);
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

    private static Step away(FocusState s, int id, Notice why) {
        Member member = s.member(id);
        if (member == null) {
            return same(s);
        }
        return new Step(
                s.with(id, member.at(Stage.TURNED_AWAY)),
                ImmutableList.of(new FocusEffect.Connect(id, false, false), new FocusEffect.Tell(id, why)));
    }

    // ---- keys

    private static Step keyed(ConferenceSettings settings, FocusState s, int id, char digit) {
        Member member = s.member(id);
        if (member == null || s.over()) {
            return same(s);
        }
        return switch (member.stage()) {
            case KEYING -> pin(settings, s, id, member, digit);
            case IN -> command(s, id, member, digit);
            case ARRIVING, WAITING, TURNED_AWAY, LEAVING -> same(s);
        };
    }

    /** A PIN ends with #, or with its last digit if no other PIN begins as it does. */
    private static Step pin(ConferenceSettings settings, FocusState s, int id, Member member, char digit) {
        if (digit == '*') {
            return same(s.with(id, member.keyed("")));
        }
        boolean end = digit == '#';
        String keyed = end ? member.keyed() : member.keyed() + digit;
        boolean moderator = fits(settings.moderatorPin(), keyed, settings.pin(), end);
        if (moderator || fits(settings.pin(), keyed, settings.moderatorPin(), end)) {
            Member known = moderator ? member.asModerator() : member;
            return enter(settings, s.with(id, known), id, known, ImmutableList.builder());
        }
        if (end || keyed.length() >= LONGEST_PIN) {
            Member wrong = member.wrong();
            return wrong.attempts() >= ATTEMPTS
                    ? away(s.with(id, wrong), id, Notice.WRONG_PIN)
                    : new Step(s.with(id, wrong), ImmutableList.of(new FocusEffect.Tell(id, Notice.PIN)));
        }
        return same(s.with(id, member.keyed(keyed)));
    }

    private static boolean fits(String pin, String keyed, String other, boolean end) {
        return !pin.isEmpty()
                && pin.equals(keyed)
                && (end || !(other.length() > keyed.length() && other.startsWith(keyed)));
    }

    /** *6: mute and unmute oneself; *5, of a moderator: lock and unlock the room. */
    private static Step command(FocusState s, int id, Member member, char digit) {
        if (digit == '*') {
            return same(s.with(id, member.keyed("*")));
        }
        if (!member.keyed().equals("*")) {
            return same(s);
        }
        FocusState next = s.with(id, member.keyed(""));
        if (digit == '6') {
            return changed(next, id, m -> m.muted(!m.muted()));
        }
        return same(digit == '5' && member.moderator() ? next.locked(!s.locked()) : next);
    }

    // ---- changes

    private static Step recorded(ConferenceSettings settings, FocusState s, boolean on) {
        if (s.over() || s.recording() == on) {
            return same(s);
        }
        ImmutableList.Builder<FocusEffect> effects = ImmutableList.builder();
        if (on) {
            return new Step(record(settings, s, effects), effects.build());
        }
        return new Step(s.recording(false), ImmutableList.of(new FocusEffect.StopRecording()));
    }

    private static FocusState record(
            ConferenceSettings settings, FocusState s, ImmutableList.Builder<FocusEffect> effects) {
        effects.add(new FocusEffect.StartRecording());
        if (settings.beep()) {
            effects.add(new FocusEffect.Play(Tone.BEEP));
        }
        return s.recording(true);
    }

    private static Step changed(FocusState s, int id, java.util.function.UnaryOperator<Member> change) {
        Member member = s.member(id);
        if (member == null) {
            return same(s);
        }
        Member now = change.apply(member);
        return new Step(
                s.with(id, now),
                now.in()
                        ? ImmutableList.of(new FocusEffect.Connect(id, !now.muted(), !now.deaf()))
                        : ImmutableList.of());
    }

    // ---- the end

    private static Step left(ConferenceSettings settings, FocusState s, int id) {
        Member member = s.member(id);
        if (member == null) {
            return same(s);
        }
        FocusState next = s.without(id);
        ImmutableList.Builder<FocusEffect> effects = ImmutableList.builder();
        if (next.members().isEmpty()) {
            return new Step(close(next, effects), effects.build());
        }
        return departed(settings, next, member, effects);
    }

    /** It stays a member until its leg is over, but it is not heard any more. */
    private static Step hangUp(ConferenceSettings settings, FocusState s, int id, String reason) {
        Member member = s.member(id);
        if (member == null || member.stage() == Stage.LEAVING) {
            return same(s);
        }
        ImmutableList.Builder<FocusEffect> effects = ImmutableList.builder();
        effects.add(new FocusEffect.Connect(id, false, false), new FocusEffect.HangUp(id, reason));
        return departed(settings, s.with(id, member.at(Stage.LEAVING)), member, effects);
    }

    /**
     * Somebody is not in the room any more.
     *
     * @param was as it was before
     */
    private static Step departed(
            ConferenceSettings settings, FocusState s, Member was, ImmutableList.Builder<FocusEffect> effects) {
        if (s.over() || !was.in()) {
            return new Step(s, effects.build());
        }
        if (was.moderator() && settings.endWithModerator() && !s.moderated()) {
            return new Step(hangUpAll(s, OVER, effects).ending(), effects.build());
        }
        if (settings.tones() && s.in() > 0) {
            effects.add(new FocusEffect.Play(Tone.EXIT));
        }
        return new Step(s, effects.build());
    }

    private static Step end(FocusState s, String reason) {
        if (s.over()) {
            return same(s);
        }
        ImmutableList.Builder<FocusEffect> effects = ImmutableList.builder();
        FocusState next = hangUpAll(s, reason.isEmpty() ? OVER : reason, effects);
        return new Step(s.members().isEmpty() ? close(next, effects) : next.ending(), effects.build());
    }

    private static FocusState close(FocusState s, ImmutableList.Builder<FocusEffect> effects) {
        if (s.recording()) {
            effects.add(new FocusEffect.StopRecording());
        }
        effects.add(new FocusEffect.Close());
        return s.recording(false).ending();
    }

    private static FocusState hangUpAll(FocusState s, String reason, ImmutableList.Builder<FocusEffect> effects) {
        FocusState next = s;
        for (Integer id : s.members().keySet()) {
            Member member = s.members().get(id);
            if (member != null && member.stage() != Stage.LEAVING) {
                effects.add(new FocusEffect.HangUp(id, reason));
                next = next.with(id, member.at(Stage.LEAVING));
            }
        }
        return next;
    }

    private static Step same(FocusState s) {
        return new Step(s, ImmutableList.of());
    }
}
