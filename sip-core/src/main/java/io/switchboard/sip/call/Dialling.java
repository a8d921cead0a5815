package io.switchboard.sip.call;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipResponse;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of a call that is there until the caller has a final response: rings the branches of each step, and passes on
 * what the caller is to hear of them.
 */
final class Dialling {
    /** The call whose outbound leg came back as this one's INVITE, while both are being dialled. */
    final @Nullable Call parent;

    /** Max-Breadth for each branch, 0 for no such header. */
    private int maxBreadth;

    private final Call call;
    private final IncomingInvite origin;
    private final RingTimer ringTimer;
    /** Responses of branches that refused and are over, until the caller has one of them. */
    private @Nullable Map<Integer, SipResponse> refusals;

    private @Nullable LegDialog progressDialog;
    private @Nullable SipResponse progressResponse;

    Dialling(Call call, IncomingInvite origin, @Nullable Call parent) {
        this.call = call;
        this.origin = origin;
        this.parent = parent;
        this.ringTimer = new RingTimer(call);
    }

    void dial(DialStep step, int firstId) {
        ringTimer.begin(step);
        int branches = step.destinations().size();
        maxBreadth = FieldValues.breadthEach(origin.request, branches);
        for (int i = 0; i < branches && !call.crashed; i++) {
            Leg leg = new Leg(call, firstId + i, step.destinations().get(i));
            call.legs.add(leg);
            if (call.calls.entered(call, leg)) {
                leg.dial(origin);
            } else {
                leg.status = leg.party.fullStatus(); // full, or become so since the plan was made
                leg.fire(LegEvent.FAILURE_IN);
            }
        }
    }

    /** Max-Breadth for each branch of a call, 0 for no such header. */
    static int maxBreadth(Call call) {
        return call.dialling == null ? 0 : call.dialling.maxBreadth;
    }

    /** A branch sent a provisional response. */
    void progress(Leg leg, LegDialog early, SipResponse response) {
        progressDialog = early;
        progressResponse = response;
        call.tell(new CallEvent.Progress(leg.id));
        progressDialog = null;
        progressResponse = null;
    }

    void relayProgress(int branch) {
        ringTimer.progress();
        IncomingInvite origin = call.caller.incoming;
        SipResponse response = progressResponse;
        LegDialog early = progressDialog;
        if (origin == null || response == null || early == null || early.leg.id != branch) {
            return;
        }
        LegDialog mine = call.caller.dialogs.counterpart(origin, early);
        ResponseBuilder builder = ResponseBuilder.of(origin.request, response.status(), HeaderRules.phrase(response));
        builder.toTag(mine.localTag());
        builder.copy(origin.request, HeaderName.RECORD_ROUTE);
        builder.header(HeaderName.CONTACT, mine.contact());
        HeaderRules.passIdentity(response, early.leg.party, call.caller.party, builder);
        HeaderRules.pass(response, builder);
        call.record.ringing();
        origin.transaction.respond(builder.build());
    }

    /** A branch answered the caller, unless somebody else is to have the answer. */
    void answerCaller(int branch) {
        Leg callee = call.leg(branch);
        if (call.errand != null && callee != null) {
            call.errand.answered(callee);
            return;
        }
        IncomingInvite origin = call.caller.incoming;
        LegDialog theirs = callee == null ? null : callee.dialogs.main();
        if (origin == null || callee == null || theirs == null || callee.outgoing == null || callee.last == null) {
            throw new IllegalStateException("answered without an INVITE on both sides");
        }
        call.record.answered();
        call.calls.answered++;
        call.caller.accept(call.caller.dialogs.counterpart(origin, theirs), callee.last, callee.outgoing);
        call.record.update(call.caller.status);
    }

    void refuseCaller(int status, int branch, String reason) {
        SipResponse response = null;
        int shown = HeaderRules.shown(status);
        if (branch != CallMachine.CALLER) {
            Leg leg = call.leg(branch);
            response = leg != null ? leg.last : refusals == null ? null : refusals.get(branch);
        }
        SipResponse passed = shown == status ? response : null;
        call.ending.because(passed == null ? reason : CallEnding.reasonOf(passed));
        call.caller.refuse(passed, shown, reason);
        if (call.errand != null) {
            call.errand.refused(status);
        }
    }

    /** A branch is over; its response may yet be the best. */
    void refused(Leg leg, SipResponse response) {
        if (refusals == null) {
            refusals = new HashMap<>(2);
        }
        refusals.put(leg.id, response);
    }

    /** The caller has its final response. */
    void over() {
        call.calls.lane.cancel(ringTimer);
    }

    /** Whether a call that came back to us was already dialled with the same Request-URI (RFC 3261 section 16.3). */
    static boolean loops(Call parent, String requestUri) {
        for (Call call = parent; call != null; call = call.dialling == null ? null : call.dialling.parent) {
            if (call.dialledUri.equals(requestUri)) {
                return true;
            }
        }
        return false;
    }
}
