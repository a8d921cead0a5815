package io.switchboard.sip.conference;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.call.Guest;
import io.switchboard.sip.call.Party;
import io.switchboard.sip.call.Seating.Place;
import io.switchboard.sip.conference.FactorySettings.Answer;
import io.switchboard.sip.lane.Lane;
import io.switchboard.sip.lane.LaneTimer;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.NameAddr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a room for each call to a factory (RFC 4579 section 5.4), and knows whose it is. Confined to its lane. */
final class RoomFactory {
    /** How long a room waits for who was sent to it. */
    static final long UNUSED_MILLIS = 30_000;

    private static final Logger log = LoggerFactory.getLogger("switchboard.conferences");
    private static final String PREFIX = "conf-";
    /** Feature of Linphone's own conference client (SDK from 5.0 on), which expects a 302. */
    private static final String SPECS = "+org.linphone.specs";

    private static final String CLIENT = "conference/";

    private final Conferences conferences;
    private final Lane lane;
    private final RandomTokens tokens;
    private final Map<String, Made> rooms = new HashMap<>();
    private FactorySettings settings = FactorySettings.NONE;

    RoomFactory(Conferences conferences, Lane lane, RandomTokens tokens) {
        this.conferences = conferences;
        this.lane = lane;
        this.tokens = tokens;
    }

    /** A room that was made. It is the timer after which it goes if nobody has come. */
    private static final class Made extends LaneTimer {
        final Focus focus;
        final String owner;
        /** Whom the owner wanted invited when it was sent here. */
        ImmutableList<String> recipients = ImmutableList.of();

        Made(Focus focus, String owner) {
            this.focus = focus;
            this.owner = owner;
        }

        @Override
        protected void expired() {
            if (focus.view().participants().isEmpty()) {
                log.info("conference {} was made for {}, who did not come", focus.name(), owner);
                focus.tell(new FocusEvent.Ended(""));
            }
        }
    }

    void configure(FactorySettings next) {
        settings = next;
    }

    Place make(String factory, Guest guest) {
        String owner = owner(guest);
        long already =
                rooms.values().stream().filter(made -> made.owner.equals(owner)).count();
        if (already >= settings.roomsPerOwner()) {
            return new Place.Refused(486, "Too Many Conferences");
        }
        // 128 random bits: who knows the name was told it.
        String name = PREFIX + tokens.token() + tokens.token();
        ConferenceSettings its = settings.factories().getOrDefault(factory, ConferenceSettings.OPEN);
        Focus focus = conferences.open(name, its);
        Made made = new Made(focus, owner);
        rooms.put(name, made);
        if (redirects(guest)) {
            made.recipients = guest.arrival().recipients();
            lane.arm(made, UNUSED_MILLIS);
            return new Place.Moved(name);
        }
        return new Place.Taken(focus.add(guest), name);
    }

    /** Callers of a trunk are told apart by their addresses. */
    private static String owner(Guest guest) {
        return switch (guest.party()) {
            case Party.Phone phone -> phone.label();
            case Party.Trunk trunk -> trunk.label() + " " + guest.uri();
            case Party.Room room -> room.label();
        };
    }

    private boolean redirects(Guest guest) {
        if (!(guest.party() instanceof Party.Phone phone)) {
            return false;
        }
        return switch (settings.answers().getOrDefault(phone.account().user(), Answer.AUTO)) {
            case REDIRECT -> true;
            case DIRECT -> false;
            case AUTO -> isConferenceClient(guest.arrival().contact());
        };
    }

    private static boolean isConferenceClient(String contact) {
        try {
            String specs = NameAddr.parse(contact).param(SPECS);
            return specs != null && specs.toLowerCase(Locale.ROOT).contains(CLIENT);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    boolean made(String room) {
        Made made = rooms.get(room);
        return made != null && !made.focus.over();
    }

    boolean owns(String room, Guest guest) {
        Made made = rooms.get(room);
        return made != null && made.owner.equals(owner(guest));
    }

    /** Whom a guest wants invited, now that it is in the room: told once. */
    List<String> wanted(String room, Guest guest) {
        List<String> all = new ArrayList<>(guest.arrival().recipients());
        Made made = rooms.get(room);
        if (made != null && made.owner.equals(owner(guest))) {
            made.recipients.stream().filter(uri -> !all.contains(uri)).forEach(all::add);
            made.recipients = ImmutableList.of();
        }
        return all;
    }

    void closed(String room) {
        Made made = rooms.remove(room);
        if (made != null) {
            lane.cancel(made);
        }
    }
}
