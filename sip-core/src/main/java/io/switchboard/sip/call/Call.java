package io.switchboard.sip.call;

import io.switchboard.sip.call.CallMachine.Effect;
import io.switchboard.sip.call.CallMachine.Event;
import io.switchboard.sip.cdr.CallRecord.Hangup;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transaction.ServerTransaction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call: its participants' legs, and the shell that runs {@link CallMachine} over them. Confined to its lane. What goes
 * wrong in it ends it, and nothing else.
 */
final class Call {
    final Calls calls;
    final CallSettings settings;

    /** Request-URI as the caller sent it. */
    final String dialledUri;

    /** The call whose outbound leg came back as this one's INVITE, while both are being dialled. */
    @Nullable Call parent;

    /** Max-Breadth for each branch, 0 for no such header. */
    int maxBreadth;

    /** Phrase of a refusal of the server's own, "" for the usual one. */
    String refusalPhrase = "";

    private final Leg caller;
    private final CallLog record;
    private final List<Leg> legs = new ArrayList<>(2);
    private final ArrayDeque<Event> events = new ArrayDeque<>(2);
    /** Responses of branches that refused and are over, until the caller has one of them. */
    private final Map<Integer, SipResponse> refusals = new HashMap<>(2);

    private final RingTimer ringTimer = new RingTimer(this);
    private CallMachine.@Nullable State state;
    private boolean running;
    private boolean crashed;
    private @Nullable SipRequest ending;
    private String cause = "";
    private @Nullable LegDialog progressDialog;
    private @Nullable SipResponse progressResponse;

    Call(Calls calls, CallSettings settings, ServerTransaction transaction, Party party, String route) {
        this.calls = calls;
        this.settings = settings;
        this.dialledUri = transaction.request().requestUri();
        this.caller = new Leg(this, party, transaction);
        this.record = new CallLog(calls, transaction.request(), party, route);
        legs.add(caller);
    }

    void start(CallPlan plan) {
        try {
            boolean room = calls.entered(this, caller);
            record.opened();
            switch (plan) {
                case CallPlan.Refuse refuse -> refuseAtOnce(refuse.status(), refuse.reason());
                case CallPlan.Dial dial -> {
                    if (room) {
                        drain(CallMachine.start(dial.steps()));
                    } else {
                        refuseAtOnce(caller.party.fullStatus(), "Too Many Calls");
                    }
                }
            }
        } catch (RuntimeException e) {
            crashed(e);
        }
    }

    private void refuseAtOnce(int status, String phrase) {
        refusalPhrase = phrase;
        caller.refuse(null, status, "");
        record.closed(Hangup.SERVER, status, "");
    }

    /** Something happened to a participant. */
    void tell(Event event) {
        events.add(event);
        if (!running) {
            drain(null);
        }
    }

    /** All effects of an event are carried out before the next event is looked at. */
    private void drain(CallMachine.@Nullable Step first) {
        running = true;
        try {
            if (first != null) {
                perform(first);
            }
            for (Event event = events.poll(); event != null; event = events.poll()) {
                if (state != null) {
                    perform(CallMachine.step(state, event));
                }
            }
        } finally {
            running = false;
        }
    }

    private void perform(CallMachine.Step step) {
        state = step.next();
        for (Effect effect : step.effects()) {
            if (crashed) {
                return;
            }
            switch (effect) {
                case Effect.Dial e -> dial(e.step(), e.firstId());
                case Effect.RelayProgress e -> relayProgress(e.branch());
                case Effect.AnswerCaller e -> answerCaller(e.branch());
                case Effect.RefuseCaller e -> refuseCaller(e.status(), e.branch(), e.reason());
                case Effect.HangUp e -> hangUp(e.participant(), e.reason());
                case Effect.Close e -> close(e.by());
            }
        }
    }

    // ---- effects

    private void dial(DialStep step, int firstId) {
        IncomingInvite origin = caller.incoming;
        if (origin == null) {
            return;
        }
        ringTimer.begin(step);
        int branches = step.destinations().size();
        maxBreadth = FieldValues.breadthEach(origin.request, branches);
        for (int i = 0; i < branches && !crashed; i++) {
            Leg leg = new Leg(this, firstId + i, step.destinations().get(i));
            legs.add(leg);
            if (calls.entered(this, leg)) {
                leg.dial(origin);
            } else {
                leg.status = leg.party.fullStatus(); // full, or become so since the plan was made
                leg.fire(LegMachine.Event.FAILURE_IN);
            }
        }
    }

    /** A branch sent a provisional response. */
    void progress(Leg leg, LegDialog early, SipResponse response) {
        progressDialog = early;
        progressResponse = response;
        tell(new Event.Progress(leg.id));
        progressDialog = null;
        progressResponse = null;
    }

    private void relayProgress(int branch) {
        IncomingInvite origin = caller.incoming;
        SipResponse response = progressResponse;
        LegDialog early = progressDialog;
        if (origin == null || response == null || early == null || early.leg.id != branch) {
            return;
        }
        LegDialog mine = caller.dialogs.counterpart(origin, early);
        ResponseBuilder builder = ResponseBuilder.of(origin.request, response.status(), HeaderRules.phrase(response));
        builder.toTag(mine.localTag());
        builder.copy(origin.request, HeaderName.RECORD_ROUTE);
        builder.header(HeaderName.CONTACT, mine.contact());
        HeaderRules.passIdentity(response, early.leg.party, caller.party, builder);
        HeaderRules.pass(response, builder);
        record.ringing();
        ringTimer.progress();
        origin.transaction.respond(builder.build());
    }

    private void answerCaller(int branch) {
        calls.lane.cancel(ringTimer);
        parent = null;
        Leg callee = leg(branch);
        IncomingInvite origin = caller.incoming;
        LegDialog theirs = callee == null ? null : callee.dialogs.main();
        if (origin == null || callee == null || theirs == null || callee.outgoing == null || callee.last == null) {
            throw new IllegalStateException("answered without an INVITE on both sides");
        }
        record.answered();
        calls.answeredOne();
        caller.accept(caller.dialogs.counterpart(origin, theirs), callee.last, callee.outgoing);
        record.update(caller.status);
    }

    private void refuseCaller(int status, int branch, String reason) {
        SipResponse response = null;
        int shown = HeaderRules.shown(status);
        if (branch != CallMachine.CALLER) {
            Leg leg = leg(branch);
            response = leg == null ? refusals.get(branch) : leg.last;
        }
        SipResponse passed = shown == status ? response : null;
        endedBecause(passed == null ? reason : reasonOf(passed));
        caller.refuse(passed, shown, reason);
    }

    private void hangUp(int participant, String reason) {
        Leg leg = leg(participant);
        if (leg != null) {
            leg.hangUp(487, reason);
        }
    }

    private void close(int by) {
        calls.lane.cancel(ringTimer);
        parent = null;
        refusals.clear();
        Hangup who = by < 0 ? Hangup.SERVER : by == CallMachine.CALLER ? Hangup.CALLER : Hangup.CALLEE;
        writeRecord(who);
    }

    private void writeRecord(Hangup by) {
        for (Leg leg : legs) {
            record(leg);
        }
        record.closed(by, caller.status, endingReason());
    }

    private void record(Leg leg) {
        if (leg.destination != null) {
            record.leg(leg.dialogs.callId(), leg.destination, leg.status, reasonOf(leg.last));
        }
    }

    // ---- between the legs

    /** The participant on the other side of this one; itself if there is none. */
    Leg other(Leg leg) {
        if (leg != caller) {
            return caller;
        }
        for (Leg candidate : legs) {
            if (candidate != caller && !candidate.state.hangUp()) {
                return candidate;
            }
        }
        return caller;
    }

    /** Remembers the CANCEL or BYE that ends the call: its Reason goes to the other side. */
    void endedBy(SipRequest request) {
        if (ending == null) {
            ending = request;
        }
    }

    /** Why the server ends the call, as a Reason for both sides. */
    void endedBecause(String reason) {
        cause = reason;
    }

    @Nullable SipRequest ending() {
        return ending;
    }

    String endingReason() {
        return ending == null ? cause : reasonOf(ending);
    }

    private static String reasonOf(@Nullable SipMessage message) {
        return message == null ? "" : String.join(", ", message.values(HeaderName.REASON));
    }

    private @Nullable Leg leg(int id) {
        for (Leg leg : legs) {
            if (leg.id == id) {
                return leg;
            }
        }
        return null;
    }

    // ---- identity

    /** From value, without tag, that a destination sees. */
    String callerIdentity(Destination to) {
        IncomingInvite origin = caller.incoming;
        return origin == null ? "" : Identity.from(origin.request, caller.party, to, settings.domain());
    }

    void addIdentity(SipRequest original, Destination to, RequestBuilder request) {
        HeaderRules.passIdentity(original, caller.party, to.party(), request);
        Identity.assertPhone(caller.party, to, request);
    }

    // ---- the end

    /** A leg is over. */
    void released(Leg leg) {
        if (!legs.remove(leg)) {
            return;
        }
        calls.left(leg);
        if (leg.destination != null) {
            calls.dialled(leg.dialogs.callId());
            record(leg);
            if (leg.last != null && state != null && state.phase() == CallMachine.Phase.DIALLING) {
                refusals.put(leg.id, leg.last);
            }
        }
        if (legs.isEmpty()) {
            calls.ended(this);
        }
    }

    /** Ends the call from the server's side. */
    void abort(int status, String reason) {
        try {
            endedBecause(reason);
            tell(new Event.Abort(status, reason));
        } catch (RuntimeException e) {
            crashed(e);
        }
    }

    /** An exception in this call: its legs are told, its record is closed, it is logged and counted. */
    void crashed(RuntimeException failure) {
        calls.crashed(caller.dialogs.callId(), caller.party, failure);
        if (crashed) {
            return;
        }
        crashed = true;
        state = null;
        calls.lane.cancel(ringTimer);
        for (Leg leg : List.copyOf(legs)) {
            try {
                leg.hangUp(500, "SIP;cause=500;text=\"Server Internal Error\"");
                if (leg.abandoned()) {
                    leg.release();
                }
            } catch (RuntimeException e) {
                calls.crashed(leg.dialogs.callId(), leg.party, e);
                leg.release();
            }
        }
        try {
            writeRecord(Hangup.SERVER);
        } catch (RuntimeException e) {
            calls.crashed(caller.dialogs.callId(), caller.party, e);
        }
    }
}
