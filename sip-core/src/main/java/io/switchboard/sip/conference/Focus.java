package io.switchboard.sip.conference;

import io.switchboard.media.MediaEngine;
import io.switchboard.media.MediaEvent;
import io.switchboard.media.MediaRoom;
import io.switchboard.media.Prompt;
import io.switchboard.media.RoomSettings;
import io.switchboard.sip.call.Dialler;
import io.switchboard.sip.call.Guest;
import io.switchboard.sip.call.RecordingOrder;
import io.switchboard.sip.call.Seat;
import io.switchboard.sip.call.Seating;
import io.switchboard.sip.conference.Announcements.Occasion;
import io.switchboard.sip.conference.FocusState.Member;
import io.switchboard.sip.lane.Lane;
import io.switchboard.sip.message.Reason;
import io.switchboard.sip.message.SipUri;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open room: the shell that runs {@link FocusMachine} over its participants and its media. Confined to its lane. */
final class Focus {
    private static final Logger log = LoggerFactory.getLogger("switchboard.conferences");
    private static final String DEAD = Reason.of(408, "No media");
    private static final String BROKEN = Reason.of(500);

    private final Conferences conferences;
    private final Lane lane;
    private final String name;
    private final ConferenceSettings settings;
    private final MediaRoom room;
    private final Recorder recorder;
    private final RoomWatchers watchers;
    private final long opened;
    private final Roster roster = new Roster();
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
        boolean closed = settings.asks() || name.startsWith(Seating.ROOM_OF_CALL);
        this.watchers = new RoomWatchers(lane, conferences.versions, conferences.uri(name), closed, this::view);
        log.info("conference {} opened", name);
    }

    String name() {
        return name;
    }

    boolean over() {
        return state.over();
    }

    boolean full() {
        return roster.size() >= settings.maxParticipants();
    }

    boolean has(int id) {
        return state.member(id) != null;
    }

    /** Whether somebody is there, or is being called. */
    boolean has(SipUri who) {
        return roster.first(a -> a.is(who)) != null;
    }

    Roster roster() {
        return roster;
    }

    FocusState state() {
        return state;
    }

    ConferenceSettings settings() {
        return settings;
    }

    RoomWatchers watchers() {
        return watchers;
    }

    boolean isIn(Attendee attendee) {
        Member member = state.member(attendee.id);
        return member != null && member.in();
    }

    /** Somebody has called. */
    Seat add(Guest guest) {
        Attendee attendee = new Attendee(this, lane, next++, guest, room);
        admit(attendee);
        tell(new FocusEvent.Called(attendee.id, moderates(attendee)));
        return attendee;
    }

    /**
     * Somebody is to be called.
     *
     * @return its number
     */
    int invite(Dialler.Outgoing outgoing, InviteListener listener) {
        Invitee invitee = new Invitee(this, lane, next++, outgoing, room);
        admit(invitee);
        roster.expect(invitee, listener);
        log.info("conference {} calls {} ({})", name, invitee.id, outgoing.uri());
        tell(new FocusEvent.Dialled(invitee.id));
        invitee.begin();
        return invitee.id;
    }

    private void admit(Attendee attendee) {
        roster.add(attendee);
        conferences.count(1);
    }

    private boolean moderates(Attendee attendee) {
        return conferences.moderates(name, settings, attendee.guest);
    }

    /** An attendee's leg is over. */
    void left(Attendee attendee) {
        if (!roster.remove(attendee)) {
            return;
        }
        conferences.count(-1);
        note("left by", attendee);
        tell(new FocusEvent.Left(attendee.id, attendee.outcome()));
    }

    // ---- events

    /** All effects of an event are carried out before the next event is looked at. */
    void tell(FocusEvent event) {
        events.add(event);
        if (running) {
            return;
        }
        running = true;
        FocusState before = state;
        String recorded = recorder.file();
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
            recorder.hears(lane.wallClock(), this::thoseIn);
            watchers.changed();
            if (!state.equals(before) || !recorded.equals(recorder.file())) {
                conferences.observer.changed(view());
            }
        }
    }

    private void perform(FocusEffect effect) {
        switch (effect) {
            case FocusEffect.Tell e -> with(e.id()).ifPresent(a -> a.tell(e.notice()));
            case FocusEffect.Hush e -> with(e.id()).ifPresent(Attendee::hush);
            case FocusEffect.AwaitPin e -> with(e.id()).ifPresent(Attendee::awaitPin);
            case FocusEffect.Connect e -> with(e.id()).ifPresent(a -> a.connect(e.heard(), e.hears()));
            case FocusEffect.Play e -> room.play(says(e.tone().occasion));
            case FocusEffect.StartRecording e -> recorder.start(lane.wallClock(), thoseIn());
            case FocusEffect.StopRecording e -> recorder.stop();
            case FocusEffect.Ringing e -> roster.ringing(e.id());
            case FocusEffect.Concluded e -> roster.concluded(e.id(), e.status());
            case FocusEffect.HangUp e -> with(e.id()).ifPresent(a -> a.guest.hangUp(480, e.reason()));
            case FocusEffect.Close e -> close();
        }
    }

    /** Begins to record, or ends it with null. */
    void record(@Nullable RecordingOrder order) {
        recorder.byChannel(order != null && order.channels());
        tell(new FocusEvent.Recorded(order != null, order == null || order.beep()));
    }

    private List<Attendee> thoseIn() {
        return roster.all(this::isIn);
    }

    /** What is played for something. */
    Prompt says(Occasion occasion) {
        return conferences.announcements.of(occasion);
    }

    private Optional<Attendee> with(int id) {
        return roster.with(id);
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
                Attendee attendee = roster.by(e.participant());
                if (attendee != null) {
                    attendee.digit(e.digit());
                }
            }
            case MediaEvent.Dead e -> {
                Attendee attendee = roster.by(e.participant());
                if (attendee != null && isThere(attendee)) {
                    log.info(
                            "conference {}: nothing came from {} for {} s",
                            name,
                            attendee.id,
                            e.silence().toSeconds());
                    tell(new FocusEvent.Kicked(attendee.id, DEAD));
                }
            }
            case MediaEvent.PlaybackEnded e ->
                roster.heard(e.playback()).ifPresent(attendee -> tell(new FocusEvent.Heard(attendee.id)));
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
                recorder.tell(e, roster.all(each -> true));
            }
        }
    }

    /** Media of who is still being called are not missed. */
    private boolean isThere(Attendee attendee) {
        Member member = state.member(attendee.id);
        return member != null && !member.expected();
    }

    /** For an attendee that is connected: its first event. */
    void arrived(Attendee attendee) {
        note("entered by", attendee);
        tell(new FocusEvent.Arrived(attendee.id));
        conferences.entered(this, attendee.guest);
    }

    /** For one that was called: it has answered. */
    void answered(Invitee invitee) {
        note("answered by", invitee);
        tell(new FocusEvent.Answered(invitee.id, moderates(invitee)));
    }

    private void note(String what, Attendee attendee) {
        log.info(
                "conference {} {} {} ({})",
                name,
                what,
                attendee.id,
                attendee.guest.party().label());
    }

    RoomView view() {
        return new RoomView(name, state.locked(), recorder.file(), opened, roster.view(state));
    }
}
