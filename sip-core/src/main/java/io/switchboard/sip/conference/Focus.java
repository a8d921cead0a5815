package io.switchboard.sip.conference;

import io.switchboard.media.MediaEngine;
import io.switchboard.media.MediaEvent;
import io.switchboard.media.MediaParticipant;
import io.switchboard.media.MediaRoom;
import io.switchboard.media.Prompt;
import io.switchboard.media.RoomSettings;
import io.switchboard.sip.call.Guest;
import io.switchboard.sip.call.Party;
import io.switchboard.sip.call.Seat;
import io.switchboard.sip.conference.FocusState.Member;
import io.switchboard.sip.conference.RoomView.ParticipantView;
import io.switchboard.sip.lane.Lane;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open room: the shell that runs {@link FocusMachine} over its participants and its media. Confined to its lane. */
final class Focus {
    private static final Logger log = LoggerFactory.getLogger("switchboard.conferences");
    private static final String DEAD = "SIP;cause=408;text=\"No media\"";
    private static final String BROKEN = "SIP;cause=500;text=\"Server Internal Error\"";

    private final Conferences conferences;
    private final Lane lane;
    private final String name;
    private final ConferenceSettings settings;
    private final MediaRoom room;
    private final Recorder recorder;
    private final RoomWatchers watchers;
    private final long opened;
    private final Map<Integer, Attendee> attendees = new LinkedHashMap<>();
    private final ArrayDeque<FocusEvent> events = new ArrayDeque<>(4);
    private FocusState state = FocusState.EMPTY;
    private boolean running;
    private int next = 1;

    Focus(
            Conferences conferences,
            Lane lane,
            MediaEngine media,
            Path recordings,
            String name,
            ConferenceSettings settings) {
        this.conferences = conferences;
        this.lane = lane;
        this.name = name;
        this.settings = settings;
        this.opened = lane.wallClock();
        this.room = media.createRoom(name, RoomSettings.DEFAULT, event -> {
            if (!(event instanceof MediaEvent.Talking)) { // often, and nobody asks for it yet
                lane.execute(() -> happened(event));
            }
        });
        this.recorder = new Recorder(name, room, recordings);
        this.watchers = new RoomWatchers(lane, conferences.uri(name), this::view);
        log.info("conference {} opened", name);
    }

    String name() {
        return name;
    }

    boolean over() {
        return state.over();
    }

    boolean full() {
        return attendees.size() >= settings.maxParticipants();
    }

    boolean has(int id) {
        return state.member(id) != null;
    }

    RoomWatchers watchers() {
        return watchers;
    }

    /** Whether a party may know who is in the room. */
    boolean shownTo(String party) {
        return !settings.asks()
                || attendees.values().stream()
                        .anyMatch(a -> isIn(a) && a.guest.party().label().equals(party));
    }

    private boolean isIn(Attendee attendee) {
        Member member = state.member(attendee.id);
        return member != null && member.in();
    }

    Seat add(Guest guest) {
        boolean moderator = guest.party() instanceof Party.Phone phone
                && settings.moderators().contains(phone.account().user());
        Attendee attendee = new Attendee(this, lane, next++, guest, room);
        attendees.put(attendee.id, attendee);
        conferences.count(1);
        tell(new FocusEvent.Called(attendee.id, moderator));
        return attendee;
    }

    /** An attendee's leg is over. */
    void left(Attendee attendee) {
        if (attendees.remove(attendee.id) == null) {
            return;
        }
        conferences.count(-1);
        log.info(
                "conference {} left by {} ({})",
                name,
                attendee.id,
                attendee.guest.party().label());
        tell(new FocusEvent.Left(attendee.id));
    }

    // ---- events

    /** All effects of an event are carried out before the next event is looked at. */
    void tell(FocusEvent event) {
        events.add(event);
        if (running) {
            return;
        }
        running = true;
        try {
            for (FocusEvent each = events.poll(); each != null; each = events.poll()) {
                FocusMachine.Step step = FocusMachine.step(settings, state, each);
                state = step.next();
                step.effects().forEach(this::perform);
            }
        } finally {
            running = false;
        }
        if (!state.over()) {
            watchers.changed();
            conferences.changed(this);
        }
    }

    private void perform(FocusEffect effect) {
        switch (effect) {
            case FocusEffect.Tell e -> tell(e.id(), e.notice());
            case FocusEffect.Hush e -> with(e.id()).ifPresent(Attendee::hush);
            case FocusEffect.AwaitPin e -> with(e.id()).ifPresent(Attendee::awaitPin);
            case FocusEffect.Connect e -> with(e.id()).ifPresent(a -> a.connect(e.heard(), e.hears()));
            case FocusEffect.Play e -> play(e.tone());
            case FocusEffect.StartRecording e -> recorder.start(lane.wallClock());
            case FocusEffect.StopRecording e -> recorder.stop();
            case FocusEffect.HangUp e -> with(e.id()).ifPresent(a -> a.guest.hangUp(480, e.reason()));
            case FocusEffect.Close e -> close();
        }
    }

    private void play(FocusEffect.Tone tone) {
        room.play(
                switch (tone) {
                    case ENTRY -> Prompt.entry();
                    case EXIT -> Prompt.exit();
                    case BEEP -> Prompt.beep();
                });
    }

    private void tell(int id, FocusEffect.Notice notice) {
        with(id).ifPresent(attendee -> {
            switch (notice) {
                case PIN -> attendee.ask(Prompt.beep());
                case WAIT -> attendee.play(Prompt.waiting(), false);
                case LOCKED -> attendee.play(Prompt.locked(), true);
                case WRONG_PIN -> attendee.play(Prompt.full(), true);
            }
        });
    }

    private Optional<Attendee> with(int id) {
        return Optional.ofNullable(attendees.get(id));
    }

    private void close() {
        state = state.ending();
        room.close();
        watchers.close();
        conferences.closed(this);
        log.info("conference {} closed", name);
    }

    // ---- what the media plane tells

    private void happened(MediaEvent event) {
        switch (event) {
            case MediaEvent.Dtmf e -> {
                Attendee attendee = by(e.participant());
                if (attendee != null) {
                    attendee.digit(e.digit());
                }
            }
            case MediaEvent.Dead e -> {
                Attendee attendee = by(e.participant());
                if (attendee != null) {
                    log.info(
                            "conference {}: nothing came from {} for {} s",
                            name,
                            attendee.id,
                            e.silence().toSeconds());
                    tell(new FocusEvent.Kicked(attendee.id, DEAD));
                }
            }
            case MediaEvent.PlaybackEnded e -> {
                for (Attendee attendee : List.copyOf(attendees.values())) {
                    if (attendee.heard(e.playback())) {
                        tell(new FocusEvent.Heard(attendee.id));
                    }
                }
            }
            case MediaEvent.RoomFailed e -> {
                log.error("conference {} ended by a failure: {}", name, e.why());
                tell(new FocusEvent.Ended(BROKEN));
            }
            case MediaEvent.Talking e -> {}
            case MediaEvent.Left e -> {}
            case MediaEvent.RecordingEnded e -> {
                if (recorder.ended(e)) {
                    tell(new FocusEvent.RecordingLost());
                }
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // participants have identity
    private @Nullable Attendee by(MediaParticipant participant) {
        for (Attendee attendee : attendees.values()) {
            if (attendee.media == participant) {
                return attendee;
            }
        }
        return null;
    }

    /** For an attendee that is connected: its first event. */
    void arrived(Attendee attendee) {
        log.info(
                "conference {} entered by {} ({})",
                name,
                attendee.id,
                attendee.guest.party().label());
        tell(new FocusEvent.Arrived(attendee.id));
    }

    RoomView view() {
        List<ParticipantView> participants = new ArrayList<>();
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
                        member.muted(),
                        member.deaf(),
                        attendee.joined));
            }
        }
        return new RoomView(name, state.locked(), recorder.file(), opened, participants);
    }
}
