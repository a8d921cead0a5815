package io.switchboard.sip.call;

import io.switchboard.sip.call.LegState.Phase;
import io.switchboard.sip.message.Reason;
import io.switchboard.sip.message.SipUri;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** What an administrator sees of the calls of a lane, and does to them. Used in the lane alone. */
public final class CallControl {
    private static final String ENDED = Reason.of(200, "Ended by the administrator");

    private final Calls calls;

    /** Over the calls of a lane. */
    public CallControl(Calls calls) {
        this.calls = calls;
    }

    /** What became of a command. */
    public enum Result {
        /** It is done, or for a transfer: it is under way. */
        DONE,
        /** There is no such call. */
        NO_CALL,
        /** The call has no such participant. */
        NO_PARTICIPANT,
        /** The call has not been answered, is ending or leads to a room. */
        NOT_TALKING,
        /** Its participants are about to change already. */
        BUSY
    }

    /**
     * Calls in the order in which they began.
     *
     * @param after id of a call after which to go on; "" for the beginning, as is one that is over
     * @param most at least 1
     */
    public List<CallView> list(String after, int most) {
        List<CallView> views = new ArrayList<>();
        boolean passed = after.isEmpty() || calls.byId(after) == null;
        for (Call call : calls.all()) {
            if (views.size() == most) {
                break;
            }
            if (passed) {
                views.add(CallViews.of(call));
            } else {
                passed = call.record.id().equals(after);
            }
        }
        return views;
    }

    /** A call by the id of its record, or null. */
    public @Nullable CallView view(String id) {
        Call call = calls.byId(id);
        return call == null ? null : CallViews.of(call);
    }

    /** Ends a call: its participants are told. */
    public Result end(String id) {
        Call call = calls.byId(id);
        if (call == null) {
            return Result.NO_CALL;
        }
        call.abort(480, ENDED);
        return Result.DONE;
    }

    /**
     * Hangs up a participant. A call in which fewer than two are left is over; if it was one of several phones that
     * ring, the others go on.
     */
    public Result remove(String id, int participant) {
        Call call = calls.byId(id);
        Leg leg = call == null ? null : call.leg(participant);
        if (call == null || leg == null) {
            return call == null ? Result.NO_CALL : Result.NO_PARTICIPANT;
        }
        if (call.errand instanceof Escalation && leg.seated != null) {
            leg.seated.hangUp(480, ENDED); // the others stay
        } else if (leg.destination != null && leg.state.phase() == Phase.EARLY) {
            leg.hangUp(487, ENDED);
        } else if (!leg.left) {
            call.abort(480, ENDED);
        }
        return Result.DONE;
    }

    /**
     * Transfers a participant: whom it talks with is replaced by the target, which is called with the rights of the
     * former if that is an account, else with those of the participant. If that fails they go on talking.
     *
     * @param target a number, a name or a URI (sip, sips, tel)
     * @param by who wants it, for the record
     * @param ended told the final status, if the result is {@link Result#DONE}; the time it takes is that of the dial plan's
     *     attempts
     * @throws IllegalArgumentException if the target is none of them
     */
    public Result transfer(String id, int participant, String target, String by, IntConsumer ended) {
        Call call = calls.byId(id);
        Leg transferee = call == null ? null : call.leg(participant);
        if (call == null || transferee == null) {
            return call == null ? Result.NO_CALL : Result.NO_PARTICIPANT;
        }
        SipUri uri = SipUri.ofTarget(target, call.settings.domain());
        if (call.errand != null) {
            return Result.BUSY;
        }
        if (!call.talks()) {
            return Result.NOT_TALKING;
        }
        new CallTransfers(calls).transfer(new CallTransfers.Order(id, participant, uri, null, by), ended::accept);
        return Result.DONE;
    }
}
