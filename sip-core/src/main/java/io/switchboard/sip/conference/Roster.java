package io.switchboard.sip.conference;

import io.switchboard.media.MediaParticipant;
import io.switchboard.media.Playback;
import io.switchboard.sip.conference.FocusState.Member;
import io.switchboard.sip.conference.RoomView.ParticipantView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Whoever has a seat in a room, in the order of their coming. */
final class Roster {
    private final Map<Integer, Attendee> attendees = new LinkedHashMap<>();
    /** Of those who are called, until they are there or do not come. */
    private final Map<Integer, InviteListener> expecting = new HashMap<>();

    int size() {
        return attendees.size();
    }

    void add(Attendee attendee) {
        attendees.put(attendee.id, attendee);
    }

    /** Whether it was there. */
    boolean remove(Attendee attendee) {
        return attendees.remove(attendee.id) != null;
    }

    Optional<Attendee> with(int id) {
        return Optional.ofNullable(attendees.get(id));
    }

    /** Somebody is being called. */
    void expect(Invitee invitee, InviteListener listener) {
        expecting.put(invitee.id, listener);
    }

    void ringing(int id) {
        InviteListener listener = expecting.get(id);
        if (listener != null) {
            listener.ringing();
        }
    }

    void concluded(int id, int status) {
        InviteListener listener = expecting.remove(id);
        if (listener != null) {
            listener.concluded(status);
        }
    }

    @SuppressWarnings("ReferenceEquality") // participants have identity
    @Nullable Attendee by(MediaParticipant participant) {
        return first(a -> a.media == participant);
    }

    /** The one that has waited for the end of this. */
    Optional<Attendee> heard(Playback ended) {
        return Optional.ofNullable(first(a -> a.heard(ended)));
    }

    @Nullable Attendee first(Predicate<Attendee> which) {
        for (Attendee attendee : attendees.values()) {
            if (which.test(attendee)) {
                return attendee;
            }
        }
        return null;
    }

    /** All of them that are meant. */
    List<Attendee> all(Predicate<Attendee> which) {
        return attendees.values().stream().filter(which).toList();
    }

    List<ParticipantView> view(FocusState state) {
        List<ParticipantView> participants = new ArrayList<>(attendees.size());
        for (Attendee attendee : attendees.values()) {
            Member member = state.member(attendee.id);
            if (member != null) {
                participants.add(new ParticipantView(
                        attendee.id,
                        attendee.guest.party().label(),
                        attendee.guest.uri(),
                        attendee.guest.callId(),
                        member.stage().name().toLowerCase(Locale.ROOT),
                        member.moderator(),
                        member.dialled(),
                        member.muted(),
                        member.deaf(),
                        attendee.joined));
            }
        }
        return participants;
    }
}
