package io.switchboard.sip.conference;

import io.switchboard.media.MediaEngine;
import io.switchboard.sip.call.Dialler;
import io.switchboard.sip.call.Guest;
import io.switchboard.sip.call.Party;
import io.switchboard.sip.call.RecordingOrder;
import io.switchboard.sip.call.Seat;
import io.switchboard.sip.call.Seating;
import io.switchboard.sip.event.EventPackage.Lookup;
import io.switchboard.sip.event.EventSource;
import io.switchboard.sip.lane.Lane;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.Reason;
import io.switchboard.sip.message.SipUri;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The conference rooms of a lane: a room is opened by who comes first, and is gone when nobody is left. */
public final class Conferences implements Seating {
    static final String REMOVED = Reason.of(200, "Removed from the conference");

    private final Lane lane;
    private final MediaEngine media;
    private final Path recordings;
    private final RoomFactory factory;
    private final Referrals referrals = new Referrals(this);
    final RoomVersions versions;
    private final Map<String, Focus> open = new LinkedHashMap<>();
    private final Map<String, String> keys = new HashMap<>();
    private final RandomTokens tokens;
    private Map<String, ConferenceSettings> settings = Map.of();
    private ConferenceSettings usual = ConferenceSettings.OPEN;
    private String domain = "localhost";
    RoomObserver observer = RoomObserver.NOBODY;
    Announcements announcements = Announcements.TONES;
    private Dialler dialler = order -> {
        throw new IllegalStateException("nobody calls for the rooms");
    };
    private int participants;

    /**
     * No room is open.
     *
     * @param tokens for names of rooms that nobody is to guess
     * @param recordings folder for recordings, which is there
     */
    public Conferences(Lane lane, MediaEngine media, Path recordings, RandomTokens tokens) {
        this.lane = lane;
        this.tokens = tokens;
        this.versions = new RoomVersions(lane);
        this.factory = new RoomFactory(this, lane, tokens);
        this.recordings = recordings;
        this.media = media;
    }

    /**
     * Takes settings for rooms that are opened from now on, in the lane.
     *
     * @param rooms by name
     * @param others of rooms that have none of their own
     * @param host of the URIs of rooms
     */
    public void configure(Map<String, ConferenceSettings> rooms, ConferenceSettings others, String host) {
        domain = host;
        settings = Map.copyOf(rooms);
        usual = others;
    }

    /** Has somebody be told what happens in the rooms. */
    public void observe(RoomObserver by) {
        observer = by;
    }

    /** Takes settings for rooms that are made from now on, in the lane. */
    public void configure(FactorySettings made) {
        factory.configure(made);
    }

    /** Takes what all rooms say from now on, in the lane. */
    public void announce(Announcements files) {
        announcements = files;
    }

    /** Takes who calls for the rooms; until then nobody can be called. */
    public void dialler(Dialler calls) {
        dialler = calls;
    }

    @Override
    public Place seat(String room, Guest guest) {
        if (!guest.arrival().recipients().isEmpty() && !moderates(room, settingsOf(room), guest)) {
            return new Place.Refused(403, "Not A Moderator");
        }
        Focus focus = opened(room);
        return focus.full() ? new Place.Refused(486, "Conference Full") : new Place.Taken(focus.add(guest), room);
    }

    @Override
    public Place make(String name, Guest guest) {
        return factory.make(name, guest);
    }

    @Override
    public boolean made(String room) {
        return factory.made(room);
    }

    @Override
    public String key(String room) {
        return factory.made(room) ? "" : keys.getOrDefault(room, "");
    }

    @Override
    public Verdict refer(String room, Party from, @Nullable Seat seat, Wish wish) {
        return referrals.judge(open.get(room), from, seat, wish);
    }

    String domain() {
        return domain;
    }

    /** Whether somebody is a moderator without a PIN: by its account, or for it had the room made. */
    boolean moderates(String room, ConferenceSettings its, Guest guest) {
        return factory.owns(room, guest)
                || (guest.party() instanceof Party.Phone phone
                        && its.moderators().contains(phone.account().user()));
    }

    /** The room, opened if it is not. */
    private Focus opened(String room) {
        Focus focus = open.get(room);
        return focus == null || focus.over() ? open(room, settingsOf(room)) : focus;
    }

    /** Opens a room, in which nobody is yet. */
    Focus open(String room, ConferenceSettings its) {
        Focus focus = new Focus(this, lane, media, recordings, room, its);
        open.put(room, focus);
        keys.put(room, tokens.token());
        return focus;
    }

    /** Somebody has come in: those whom it wants invited are called (RFC 5366), but for those who are there. */
    void entered(Focus focus, Guest guest) {
        for (String wanted : factory.wanted(focus.name(), guest)) {
            SipUri target = target(wanted);
            if (!focus.over() && !focus.has(target)) {
                invite(focus.name(), target, guest.party(), InviteListener.NOBODY);
            }
        }
    }

    /**
     * Calls somebody into a room, which is opened if it is not. Who answers is in it without a PIN, also if it is locked.
     * {@link #kick} gives up.
     *
     * @param room its name
     * @param target whom; the dial plan says where that is
     * @param liable on whose behalf, and with whose rights to call; null for the administrator, who may call what every
     *     account may
     * @param listener told what comes of it, at once or later; 486 if the room is full
     * @return the number of the participant, 0 if the room is full
     */
    public int invite(String room, SipUri target, @Nullable Party liable, InviteListener listener) {
        return invite(room, new Dialler.Order(new Party.Room(room, domain), target, liable, "", ""), listener);
    }

    int invite(String room, Dialler.Order order, InviteListener listener) {
        Focus there = open.get(room);
        if (there != null && !there.over() && there.full()) {
            listener.concluded(486);
            return 0;
        }
        Dialler.Outgoing prepared = dialler.prepare(order); // first: if it fails, no empty room stays open
        return opened(room).invite(prepared, listener);
    }

    /** Whom somebody means, as {@link SipUri#ofTarget}. */
    public SipUri target(String text) {
        return SipUri.ofTarget(text, domain);
    }

    private ConferenceSettings settingsOf(String room) {
        return room.startsWith(ROOM_OF_CALL) ? usual.ofCall() : settings.getOrDefault(room, usual);
    }

    /** What a SUBSCRIBE to a room finds: a room with a PIN is shown to those alone who are in it. */
    Lookup watched(String room, String from) {
        Focus focus = open.get(room);
        EventSource shown = focus == null ? null : focus.watchers().shownTo(from);
        return shown != null ? new Lookup.Found(shown) : new Lookup.Refused(focus == null ? 404 : 403);
    }

    String uri(String room) {
        return "sip:" + SipUri.escapedUser(room) + "@" + domain;
    }

    /** A participant is there, or is gone. */
    void count(int change) {
        participants += change;
    }

    /** A room is over. */
    void closed(Focus focus) {
        if (open.remove(focus.name(), focus)) {
            keys.remove(focus.name());
            observer.closed(focus.name());
        }
        factory.closed(focus.name());
    }

    /** Open rooms. */
    public int rooms() {
        return open.size();
    }

    /** Participants of all rooms, those included who wait or key in a PIN. */
    public int participants() {
        return participants;
    }

    /** What is in the rooms, in the order of their opening. */
    public List<RoomView> list() {
        return open.values().stream().map(Focus::view).toList();
    }

    /** What is in a room; null if it is not open. */
    public @Nullable RoomView view(String room) {
        Focus focus = open.get(room);
        return focus == null ? null : focus.view();
    }

    /**
     * Sends a participant away.
     *
     * @return false if there is no such room or participant
     */
    public boolean kick(String room, int participant) {
        return tell(room, participant, new FocusEvent.Kicked(participant, REMOVED));
    }

    /** Has a participant not be heard, or be heard again; as {@link #kick}. */
    public boolean mute(String room, int participant, boolean muted) {
        return tell(room, participant, new FocusEvent.Muted(participant, muted));
    }

    /** Has a participant not hear the others, or hear them again; as {@link #kick}. */
    public boolean deafen(String room, int participant, boolean deaf) {
        return tell(room, participant, new FocusEvent.Deafened(participant, deaf));
    }

    private boolean tell(String room, int participant, FocusEvent event) {
        Focus focus = open.get(room);
        return focus != null && focus.has(participant) && tell(room, event);
    }

    /**
     * Locks a room, so that nobody but moderators comes in, or unlocks it.
     *
     * @return false if the room is not open
     */
    public boolean lock(String room, boolean locked) {
        return tell(room, new FocusEvent.Locked(locked));
    }

    /** Records a room, or ends its recording; as {@link #lock}. */
    public boolean record(String room, boolean on) {
        return record(room, on ? RecordingOrder.MIXED : null);
    }

    @Override
    public boolean record(String room, @Nullable RecordingOrder order) {
        Focus focus = open.get(room);
        if (focus == null) {
            return false;
        }
        focus.record(order);
        return true;
    }

    /** Ends a room: everybody is hung up; as {@link #lock}. */
    public boolean end(String room) {
        return tell(room, new FocusEvent.Ended(""));
    }

    private boolean tell(String room, FocusEvent event) {
        Focus focus = open.get(room);
        if (focus == null) {
            return false;
        }
        focus.tell(event);
        return true;
    }
}
