package io.switchboard.sip.call;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The seats that a call's participants have in its room, and their ways there. */
final class CallSeats implements Moving.Listener {
    private final String room;
    private final Consumer<EscalationEvent> events;
    private final Map<Integer, SeatedLeg> seats = new LinkedHashMap<>();
    private final Map<Integer, Moving> moves = new HashMap<>();
    /** Those who have been in the room. */
    private final Set<Integer> connected = new HashSet<>();
    /** Those who were shown from the first INVITE on that it is a conference that calls them. */
    private final Set<Integer> told = new HashSet<>();

    /** @param events told how those who are brought into the room fare */
    CallSeats(String room, Consumer<EscalationEvent> events) {
        this.room = room;
        this.events = events;
    }

    /**
     * Has a seat kept for one who is still elsewhere.
     *
     * @return 0, or why there is none
     */
    int keep(Leg leg) {
        SeatedLeg seated = new SeatedLeg(leg, room);
        return switch (leg.call.calls.seating().seat(room, seated)) {
            case Seating.Place.Taken taken -> {
                seated.keep(taken.seat());
                seats.put(leg.id, seated);
                moves.put(leg.id, new Moving(leg, taken.seat(), this));
                yield 0;
            }
            case Seating.Place.Refused refused -> refused.status();
            case Seating.Place.Moved moved -> 480; // only who has a room made is sent to another
        };
    }

    /** Somebody has a seat who was called into the room. */
    void add(SeatedLeg seated) {
        seats.put(seated.leg.id, seated);
        connected.add(seated.leg.id);
        LegDialog dialog = seated.leg.dialogs.main();
        if (dialog != null && CallReplies.isFocus(dialog.contact())) {
            told.add(seated.leg.id);
        }
        show(seated.leg);
    }

    /**
     * Phones see by our Contact that they are in a conference, and reach it there (RFC 4579 section 3): those that say
     * that they watch conferences, and those that were called into this one. Others may take it amiss that their call
     * has become one.
     */
    void show() {
        seats.values().forEach(seated -> show(seated.leg));
    }

    private void show(Leg leg) {
        LegDialog dialog = leg.dialogs.main();
        boolean knows = leg.session.watchesConferences() || told.contains(leg.id);
        if (dialog != null && leg.party instanceof Party.Phone && knows) {
            dialog.contact(CallReplies.focus(
                    dialog.contact(), room, leg.call.calls.seating().key(room)));
        }
    }

    /** They see that they are in none any more. */
    void hide() {
        for (SeatedLeg seated : seats.values()) {
            LegDialog dialog = seated.leg.dialogs.main();
            if (dialog != null) {
                dialog.contact(CallReplies.usual(dialog.contact()));
            }
        }
    }

    boolean has(int id) {
        return seats.containsKey(id);
    }

    /** Has all seats make their offers. */
    void prepare() {
        List.copyOf(moves.values()).forEach(Moving::prepare);
    }

    /** Shows a peer the offer; what it asks for from now on is answered by its seat. */
    void invite(int id) {
        Moving moving = moves.get(id);
        SeatedLeg seated = seats.get(id);
        if (moving != null && seated != null) {
            seated.leg.seated = seated;
            show(seated.leg);
            moving.go();
        }
    }

    /** Brings one into the room who is not in it any more. */
    void moveAgain(int id) {
        SeatedLeg seated = seats.get(id);
        Seat seat = seated == null ? null : seated.seat();
        if (seated != null && seat != null) {
            Moving made = new Moving(seated.leg, seat, this);
            moves.put(id, made);
            show(seated.leg);
            made.prepare();
        }
    }

    void hurry(int id) {
        Moving moving = moves.get(id);
        if (moving != null) {
            moving.hurry();
        }
    }

    /** The seat has answered an INVITE of the peer's own. */
    void cameByItself(Leg leg) {
        Moving moving = moves.get(leg.id);
        if (moving != null) {
            moving.cameByItself();
        }
    }

    /** Nobody need come any more. */
    void stop() {
        List.copyOf(moves.values()).forEach(Moving::abandon);
        moves.clear();
    }

    /** One is gone. */
    void leave(int id) {
        Moving moving = moves.remove(id);
        if (moving != null) {
            moving.abandon();
        }
        SeatedLeg seated = seats.remove(id);
        if (seated != null) {
            seated.released();
        }
    }

    /** All of them are elsewhere. */
    void leave() {
        stop();
        hide();
        for (SeatedLeg seated : List.copyOf(seats.values())) {
            seated.leg.seated = null;
            seated.released();
        }
        seats.clear();
    }

    @Override
    public void ready(Leg leg) {
        Moving moving = moves.get(leg.id);
        if (moving != null && connected.contains(leg.id)) {
            moving.go(); // the others are in the room
        } else {
            events.accept(new EscalationEvent.Ready(leg.id));
        }
    }

    @Override
    public void in(Leg leg) {
        SeatedLeg seated = seats.get(leg.id);
        Seat seat = seated == null ? null : seated.seat();
        if (seat != null && connected.add(leg.id)) {
            seat.connected();
        }
        events.accept(new EscalationEvent.In(leg.id));
    }

    @Override
    public void failed(Leg leg, int status, boolean disturbed) {
        events.accept(new EscalationEvent.Failed(leg.id, status, disturbed));
    }
}
