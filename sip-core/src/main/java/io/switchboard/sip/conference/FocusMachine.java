package io.switchboard.sip.conference;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.conference.FocusEffect.Notice;
import io.switchboard.sip.conference.FocusEffect.Tone;
import io.switchboard.sip.conference.FocusState.Member;
import io.switchboard.sip.conference.FocusState.Stage;
import io.switchboard.sip.message.Reason;

/**
 * The focus of a room (RFC 4353): who is called, changes and goes, and when it is over; {@link EntryMachine} lets in.
 * Nobody hears a room in which he is not, each participant is hung up once at most, and of each that is called it is told
 * once what came of it.
 */
final class FocusMachine {
    static final String OVER = Reason.of(200, "The conference is over");
    private static final String REFUSED = Reason.of(403, "Not let in");

    /** What follows from an event. */
    record Step(FocusState next, ImmutableList<FocusEffect> effects) {}

    private FocusMachine() {}

    static Step step(ConferenceSettings settings, FocusState s, FocusEvent event) {
        return settled(settings, decide(settings, s, event));
    }

    private static Step decide(ConferenceSettings settings, FocusState s, FocusEvent event) {
        return switch (event) {
            case FocusEvent.Called e -> same(s.with(e.id(), Member.calling(e.moderator())));
            case FocusEvent.Arrived e -> EntryMachine.arrived(settings, s, e.id());
            case FocusEvent.Dialled e -> dialled(settings, s, e.id());
            case FocusEvent.Ringing e -> ringing(s, e.id());
            case FocusEvent.Answered e -> answered(settings, s, e.id(), e.moderator());
            case FocusEvent.Keyed e -> EntryMachine.keyed(settings, s, e.id(), e.digit());
            case FocusEvent.PinTimedOut e ->
                at(s, e.id(), Stage.KEYING) ? EntryMachine.away(s, e.id(), Notice.WRONG_PIN) : same(s);
            case FocusEvent.Heard e ->
                at(s, e.id(), Stage.TURNED_AWAY) ? hangUp(settings, s, e.id(), REFUSED) : same(s);
            case FocusEvent.Left e -> left(settings, s, e.id(), e.status());
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

    // ---- calling

    private static Step dialled(ConferenceSettings settings, FocusState s, int id) {
        FocusState next = s.with(id, Member.called());
        return s.over() ? hangUp(settings, next, id, OVER) : same(next);
    }

    private static Step ringing(FocusState s, int id) {
        Member member = s.member(id);
        return member == null || member.stage() != Stage.DIALLING
                ? same(s)
                : new Step(s.with(id, member.at(Stage.ALERTING)), ImmutableList.of(new FocusEffect.Ringing(id)));
    }

    /** Who was called needs no PIN. */
    private static Step answered(ConferenceSettings settings, FocusState s, int id, boolean moderator) {
        Member member = s.member(id);
        if (member == null || !member.expected()) {
            return same(s);
        }
        Member known = moderator ? member.asModerator() : member;
        ImmutableList.Builder<FocusEffect> effects = ImmutableList.builder();
        effects.add(new FocusEffect.Concluded(id, 200));
        return EntryMachine.enter(settings, s.visitedBy(id, known), id, known, effects);
    }

    /** When all others have left, nobody needs to be called any more; a room that calls the first waits for it. */
    private static Step settled(ConferenceSettings settings, Step step) {
        FocusState s = step.next();
        if (s.over() || !s.visited() || !s.deserted()) {
            return step;
        }
        ImmutableList.Builder<FocusEffect> effects = ImmutableList.builder();
        effects.addAll(step.effects());
        for (Integer id : s.members().keySet()) {
            Step more = at(s, id, Stage.LEAVING) ? same(s) : hangUp(settings, s, id, OVER);
            effects.addAll(more.effects());
            s = more.next();
        }
        return new Step(s, effects.build());
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

    static FocusState record(ConferenceSettings settings, FocusState s, ImmutableList.Builder<FocusEffect> effects) {
        effects.add(new FocusEffect.StartRecording());
        if (settings.beep()) {
            effects.add(new FocusEffect.Play(Tone.BEEP));
        }
        return s.recording(true);
    }

    static Step changed(FocusState s, int id, java.util.function.UnaryOperator<Member> change) {
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

    private static Step left(ConferenceSettings settings, FocusState s, int id, int status) {
        Member member = s.member(id);
        if (member == null) {
            return same(s);
        }
        FocusState next = s.without(id);
        ImmutableList.Builder<FocusEffect> effects = ImmutableList.builder();
        conclude(id, member, status, effects);
        if (next.members().isEmpty()) {
            return new Step(close(next, effects), effects.build());
        }
        return departed(settings, next, member, effects);
    }

    /** It stays a member until its leg is over, but it is not heard any more. */
    static Step hangUp(ConferenceSettings settings, FocusState s, int id, String reason) {
        Member member = s.member(id);
        if (member == null || member.stage() == Stage.LEAVING) {
            return same(s);
        }
        ImmutableList.Builder<FocusEffect> effects = ImmutableList.builder();
        conclude(id, member, 487, effects);
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

    private static void conclude(int id, Member member, int status, ImmutableList.Builder<FocusEffect> effects) {
        if (member.expected()) {
            effects.add(new FocusEffect.Concluded(id, status));
        }
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
                conclude(id, member, 487, effects);
                effects.add(new FocusEffect.HangUp(id, reason));
                next = next.with(id, member.at(Stage.LEAVING));
            }
        }
        return next;
    }

    static Step same(FocusState s) {
        return new Step(s, ImmutableList.of());
    }
}
