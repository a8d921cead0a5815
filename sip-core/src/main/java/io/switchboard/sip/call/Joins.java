package io.switchboard.sip.call;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * INVITEs with Join (RFC 3911): their caller comes into the room of the participant whose dialog is named. A call of two
 * is taken into a room of its own for that.
 */
final class Joins {
    private Joins() {}

    /** Begins such a call, or refuses it. */
    static void begin(Call call, SipRequest invite) {
        Party caller = call.caller.party;
        List<String> values = invite.values(HeaderName.JOIN);
        // Section 4: one, and no Replaces beside it. The syntax is the same.
        Replaces join = values.size() == 1 && !invite.has(HeaderName.REPLACES) ? Replaces.parse(values.get(0)) : null;
        Leg named = join == null ? null : Transfers.named(call.calls, join);
        if (named == null || named.left || named.state.phase() != LegState.Phase.UP) {
            call.start(new CallPlan.Refuse("", join == null ? 400 : 481, ""));
        } else if (!(caller instanceof Party.Phone) || !may(call.calls, caller, named)) {
            call.start(new CallPlan.Refuse("", 403, "")); // trunks come in by the dial plan alone
        } else if (named.seated != null && named.call.errand == null) {
            String room = named.seated.room();
            call.start(new CallPlan.Dial("", ImmutableList.of(DialStep.into(room, status -> -1))));
        } else {
            Crash.guard(() -> call, () -> enter(call, named));
        }
    }

    private static void enter(Call call, Leg named) {
        boolean room = call.calls.entered(call, call.caller);
        call.record.opened();
        call.dialled();
        if (room) {
            call.calls.escalations().enter(named.call, new Entering(call, null));
        } else {
            call.refuseAtOnce(call.caller.party.fullStatus(), "Too Many Calls");
        }
    }

    /** Rooms say themselves who may come in; into a call those come who have a part in it, or may take its place. */
    private static boolean may(Calls calls, Party caller, Leg named) {
        Call of = named.call;
        if (named.seated != null && !(of.errand instanceof Escalation)) {
            String room = named.seated.room();
            if (!room.startsWith(Seating.ROOM_OF_CALL)) {
                return true;
            }
            of = calls.byId(room.substring(Seating.ROOM_OF_CALL.length()));
        }
        return takesPart(of, caller) || Takeovers.may(calls, caller, named);
    }

    private static boolean takesPart(@Nullable Call call, Party caller) {
        return call != null
                && call.legs.stream().anyMatch(leg -> leg.party.label().equals(caller.label()));
    }
}
