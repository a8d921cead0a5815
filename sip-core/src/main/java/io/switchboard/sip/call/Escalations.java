package io.switchboard.sip.call;

import io.switchboard.sip.call.LegState.Phase;
import io.switchboard.sip.message.SipUri;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Running calls that become conferences, and calls of two again: what can be asked of them from outside. Used in the
 * lane alone.
 */
public final class Escalations {
    private final Calls calls;
    private final Map<String, Escalation> rooms = new HashMap<>();

    Escalations(Calls calls) {
        this.calls = calls;
    }

    /** What became of a command. */
    public enum Result {
        /** It is under way; how it ended is told. */
        BEGUN,
        NO_CALL,
        NO_PARTICIPANT,
        /** The call is not one of two participants who talk. */
        NOT_TALKING,
        /** Its participants are about to change already. */
        BUSY
    }

    /**
     * Takes a call of two into a room of its own, and leaves it there until {@link #unmix}.
     *
     * @param id of the call's record
     * @param ended told 200 when both are in the room, else the status of what went wrong; then the call goes on as it was
     */
    public Result mix(String id, IntConsumer ended) {
        return with(calls.byId(id), true, ended, escalation -> {
            escalation.pin(true);
            ended.accept(200);
        });
    }

    /** Lets a call of two that was taken into a room go back, as soon as nothing else keeps it there. */
    public Result unmix(String id) {
        Call call = calls.byId(id);
        if (call != null && call.errand instanceof Escalation escalation) {
            escalation.pin(false);
            return Result.BEGUN;
        }
        return call == null ? Result.NO_CALL : Result.NOT_TALKING;
    }

    /**
     * Records a running call: one of two is taken into a room of its own for as long as it is recorded; one that leads to
     * a room is recorded with all of that room.
     *
     * @param id of the call's record
     * @param ended told 200 when the recording runs, else the status of what went wrong
     */
    public Result record(String id, RecordingOrder order, IntConsumer ended) {
        return record(calls.byId(id), order, ended);
    }

    private Result record(@Nullable Call call, RecordingOrder order, IntConsumer ended) {
        String room = room(call);
        if (call != null && !room.isEmpty() && call.errand == null) {
            ended.accept(calls.seating().record(room, order) ? 200 : 480);
            return Result.BEGUN;
        }
        return with(call, true, ended, escalation -> {
            boolean done = calls.seating().record(escalation.room, order);
            escalation.recorded(done);
            ended.accept(done ? 200 : 503);
        });
    }

    /** Ends the recording of a call. */
    public Result unrecord(String id) {
        Call call = calls.byId(id);
        String room = room(call);
        if (call == null || room.isEmpty()) {
            return call == null ? Result.NO_CALL : Result.NOT_TALKING;
        }
        calls.seating().record(room, null); // who is in the room is told when it has ended
        return Result.BEGUN;
    }

    /**
     * Mutes or deafens a participant, or undoes that: a call of two is taken into a room of its own for as long as one of
     * them is silenced.
     *
     * @param id of the call's record
     * @param participant its number in the call
     * @param ended told 200 when it holds, else the status of what went wrong; then the call goes on as it was
     */
    public Result silence(String id, int participant, Silence how, IntConsumer ended) {
        Call call = calls.byId(id);
        Leg leg = call == null ? null : call.leg(participant);
        if (call == null || leg == null) {
            return call == null ? Result.NO_CALL : Result.NO_PARTICIPANT;
        }
        boolean escalated = call.errand instanceof Escalation;
        Seat seat = leg.seated == null || escalated ? null : leg.seated.seat();
        if (seat != null) {
            seat.silence(how);
        }
        if (seat != null || (!escalated && !how.takes())) { // who is in no room is heard, and hears
            ended.accept(200);
            return Result.BEGUN;
        }
        return with(call, true, ended, escalation -> escalation.silence(call.leg(participant), how, ended));
    }

    /** The room that a call is in, "" for none. */
    private static String room(@Nullable Call call) {
        if (call != null) {
            for (Leg leg : call.legs) {
                if (leg.seated != null) {
                    return leg.seated.room();
                }
            }
        }
        return "";
    }

    /** The dial plan wants a call recorded, and both sides are connected. */
    void recordByRule(Call call) {
        RecordingOrder order = call.record.order;
        call.record.order = null;
        if (order != null) {
            Result result = record(call, order, status -> {
                if (status != 200) {
                    calls.log.warn("{} could not be recorded: {}", call.caller.dialogs.callId(), status);
                }
            });
            if (result != Result.BEGUN) {
                calls.log.warn("{} could not be recorded: {}", call.caller.dialogs.callId(), result);
            }
        }
    }

    /**
     * Adds a participant to a running call: takes it into a room of its own and calls the target from there, with the
     * rights of the caller, or of the called account if a trunk called. If the target cannot be reached, the two are
     * brought back, unless {@link CallSettings#directAtTwo} says otherwise.
     *
     * @param id of the call's record
     * @param target a number, a name or a URI (sip, sips, tel)
     * @param by who wants it, for the record
     * @param ended told 200 when the target has answered, else the status of what went wrong
     * @throws IllegalArgumentException if the target is none
     */
    public Result add(String id, String target, String by, IntConsumer ended) {
        Call call = calls.byId(id);
        if (call == null) {
            return Result.NO_CALL;
        }
        SipUri uri = SipUri.ofTarget(target, call.settings.domain());
        if (call.errand instanceof Escalation now && now.entrants.calling()) {
            return Result.BUSY;
        }
        return with(call, false, ended, escalation -> {
            if (escalation.entrants.calling()) {
                ended.accept(491);
            } else {
                RoomTarget how = new RoomTarget(escalation.room, host(call), SeatedLeg.NOTHING);
                escalation.entrants.invite(escalation.room, how, uri, by, ended);
            }
        });
    }

    /**
     * Has a wish of a participant carried out in the room of a call of two, which is taken there for that and comes back
     * if nobody has come.
     */
    Result refer(Call call, Party from, Seating.Wish wish, Seating.Progress progress) {
        return with(call, false, progress::concluded, escalation -> {
            Seating.Progress told = escalation.entrants.expect(progress);
            switch (calls.seating().refer(escalation.room, from, null, wish)) {
                case Seating.Verdict.Denied denied -> told.concluded(denied.status());
                case Seating.Verdict.Granted granted -> granted.carryOut().accept(told);
            }
        });
    }

    /** Takes a caller into the room of a call, which is brought there if it is not in it. */
    void enter(Call call, Entering who) {
        Result result = with(call, false, who::refuse, who::enter);
        if (result != Result.BEGUN) {
            who.refuse(491); // its participants are about to change
        }
    }

    /** In whose name somebody is called: the first account of the call. */
    private static Leg host(Call call) {
        for (Leg leg : call.legs) {
            if (leg.party instanceof Party.Phone && leg.state.phase() == Phase.UP) {
                return leg;
            }
        }
        for (Leg leg : call.legs) {
            if (leg.state.phase() == Phase.UP) {
                return leg;
            }
        }
        return call.caller;
    }

    /** What is to be done once a call is in its room. */
    private interface Then {
        void mixed(Escalation escalation);
    }

    private Result with(@Nullable Call call, boolean kept, IntConsumer ended, Then then) {
        if (call == null) {
            return Result.NO_CALL;
        }
        Escalation escalation;
        if (call.errand instanceof Escalation running) {
            escalation = running;
        } else if (call.errand != null) {
            return Result.BUSY;
        } else {
            Leg one = call.talks() ? host(call) : null;
            Leg other = one == null ? null : Call.other(one);
            if (one == null || other == null || other == one || !upright(one) || !upright(other)) {
                return Result.NOT_TALKING;
            }
            escalation = new Escalation(this, one, other, kept);
            int refused = escalation.begin(one, other);
            if (refused > 0) {
                ended.accept(refused);
                return Result.BEGUN;
            }
        }
        Escalation in = escalation;
        in.when(() -> then.mixed(in), ended);
        return Result.BEGUN;
    }

    private static boolean upright(Leg leg) {
        return leg.state.phase() == Phase.UP && !leg.left && leg.described != null;
    }

    // ---- for the calls

    void begun(Escalation escalation) {
        rooms.put(escalation.room, escalation);
    }

    void ended(Escalation escalation) {
        rooms.remove(escalation.room, escalation);
    }

    /** Somebody sits in a room. */
    void visited(SeatedLeg by) {
        Escalation escalation = rooms.get(by.room());
        if (escalation != null) {
            escalation.entrants.visited(by);
        }
    }

    /** Somebody has left a room. */
    void left(SeatedLeg by) {
        Escalation escalation = rooms.get(by.room());
        if (escalation != null) {
            escalation.entrants.left(by);
        }
    }
}
