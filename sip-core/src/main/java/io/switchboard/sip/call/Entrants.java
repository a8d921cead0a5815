package io.switchboard.sip.call;

import io.switchboard.sip.message.SipUri;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Those who come into a call's room besides the two that it began with: who is called into it, who calls and is on the
 * way, and who sits there from another call.
 */
final class Entrants {
    private final Call call;
    private final CallSeats seats;
    private final EventQueue events;
    private final Consumer<EscalationEvent> told;
    private final Map<SeatedLeg, Integer> visitors = new HashMap<>();
    private final Map<Entering, Integer> entering = new LinkedHashMap<>();
    private @Nullable Inviting inviting;
    private int lastId = EscalationMachine.SERVER;

    /** @param told of what happens, in the order of {@code events} */
    Entrants(Call call, CallSeats seats, EventQueue events, Consumer<EscalationEvent> told) {
        this.call = call;
        this.seats = seats;
        this.events = events;
        this.told = told;
    }

    /** Whether somebody is being called. */
    boolean calling() {
        return inviting != null;
    }

    /** Calls somebody into the room. */
    void invite(String room, RoomTarget how, SipUri target, String by, IntConsumer ended) {
        int id = expect();
        Inviting made = new Inviting(call, room, by, new Inviting.Listener() {
            @Override
            public void came(Leg leg, SeatedLeg seated) {
                inviting = null;
                seats.add(seated);
                told.accept(new EscalationEvent.Came(leg.id, true));
                told.accept(new EscalationEvent.Settled(id));
                ended.accept(200);
            }

            @Override
            public void failed(int status) {
                inviting = null;
                told.accept(new EscalationEvent.Settled(id));
                ended.accept(status);
            }
        });
        inviting = made;
        events.add(() -> made.begin(how, target));
    }

    private int expect() {
        int id = --lastId;
        told.accept(new EscalationEvent.Called(id));
        return id;
    }

    /** The room calls somebody by itself: what is to be told of that. */
    Seating.Progress expect(Seating.Progress progress) {
        int id = expect();
        return new Seating.Progress() {
            @Override
            public void ringing() {
                progress.ringing();
            }

            @Override
            public void concluded(int status) {
                told.accept(new EscalationEvent.Settled(id));
                progress.concluded(status);
            }
        };
    }

    /** Somebody calls and is about to take a seat. */
    void expect(Entering who) {
        entering.put(who, expect());
    }

    /** Such a one sits, or will not. */
    void settled(Entering who) {
        Integer id = entering.remove(who);
        if (id != null) {
            told.accept(new EscalationEvent.Settled(id));
        }
    }

    /** A leg that was dialled has come to an end: it may know of another place. */
    void hear(Leg failed) {
        if (inviting != null) {
            inviting.hear(failed);
        }
    }

    /** What happens in the call beside its seats. */
    void tell(CallEvent event) {
        if (inviting != null) {
            inviting.tell(event);
        }
    }

    /** Nobody need come any more. */
    void stop() {
        if (inviting != null) {
            inviting.stop();
        }
        List.copyOf(entering.keySet()).forEach(who -> who.refuse(481)); // what it names is over
    }

    /** Somebody sits in the room. */
    void visited(SeatedLeg by) {
        if (by.leg.call != call) {
            int id = --lastId;
            visitors.put(by, id);
            told.accept(new EscalationEvent.Came(id, false));
        }
    }

    /** Somebody has left it. */
    void left(SeatedLeg by) {
        Integer id = visitors.remove(by);
        if (id != null) {
            told.accept(new EscalationEvent.Gone(id));
        }
    }
}
