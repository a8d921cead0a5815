package io.switchboard.sip.conference;

import io.switchboard.media.MediaEngine;
import io.switchboard.sip.call.Guest;
import io.switchboard.sip.call.Seating;
import io.switchboard.sip.event.EventPackage;
import io.switchboard.sip.lane.Lane;
import io.switchboard.sip.message.SipUri;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The conference rooms of a lane: a room is opened by who comes first, and is gone when nobody is left. */
public final class Conferences implements Seating {
    private static final String REMOVED = "SIP;cause=200;text=\"Removed from the conference\"";

    private final Lane lane;
    private final MediaEngine media;
    private final Path recordings;
    private final Map<String, Focus> open = new LinkedHashMap<>();
    private Map<String, ConferenceSettings> settings = Map.of();
    private ConferenceSettings usual = ConferenceSettings.OPEN;
    private String domain = "localhost";
    private RoomObserver observer = RoomObserver.NOBODY;
    private int participants;

    /**
     * No room is open.
     *
     * @param recordings folder for recordings, which is there
     */
    public Conferences(Lane lane, MediaEngine media, Path recordings) {
        this.lane = lane;
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

    @Override
    public Place seat(String room, Guest guest) {
        Focus focus = open.get(room);
        if (focus == null || focus.over()) {
            focus = new Focus(this, lane, media, recordings, room, settings.getOrDefault(room, usual));
            open.put(room, focus);
        } else if (focus.full()) {
            return new Place.Refused(486, "Conference Full");
        }
        return new Place.Taken(focus.add(guest));
    }

    /** What a SUBSCRIBE to a room finds: a room with a PIN is shown to those alone who are in it. */
    EventPackage.Lookup watched(String room, String from) {
        Focus focus = open.get(room);
        if (focus == null) {
            return new EventPackage.Lookup.Refused(404);
        }
        return focus.shownTo(from)
                ? new EventPackage.Lookup.Found(focus.watchers())
                : new EventPackage.Lookup.Refused(403);
    }

    String uri(String room) {
        return "sip:" + SipUri.escapedUser(room) + "@" + domain;
    }

    /** A participant is there, or is gone. */
    void count(int change) {
        participants += change;
    }

    /** Something in a room may have changed. */
    void changed(Focus focus) {
        observer.changed(focus.view());
    }

    /** A room is over. */
    void closed(Focus focus) {
        open.remove(focus.name(), focus);
        observer.closed(focus.name());
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
        List<RoomView> views = new ArrayList<>();
        for (Focus focus : open.values()) {
            views.add(focus.view());
        }
        return views;
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
        if (focus == null || !focus.has(participant)) {
            return false;
        }
        focus.tell(event);
        return true;
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
        return tell(room, new FocusEvent.Recorded(on));
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
