package io.switchboard.sip.call;

import io.switchboard.sip.call.LegState.Phase;
import io.switchboard.sip.call.LegState.Uac;
import io.switchboard.sip.call.LegState.Uas;
import io.switchboard.sip.message.NameAddr;
import io.switchboard.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/**
 * A call that a room places: its plan's steps are dialled, and who answers has a seat. Until then what happens in the
 * call is told to this; all of an event is done before the next is looked at.
 */
final class Invitation implements Dialler.Outgoing, Errand, TargetDialling.Listener {
    private final Call call;
    private final Dialler.Order order;
    private final CallPlan plan;
    private final Party liable;
    private final EventQueue events = new EventQueue();
    private @Nullable TargetDialling dialling;
    private Dialler.@Nullable KeptSeat seat;
    private @Nullable SeatedLeg seated;
    private boolean over;

    private Invitation(Call call, Dialler.Order order, CallPlan plan, Party liable) {
        this.call = call;
        this.order = order;
        this.plan = plan;
        this.liable = liable;
    }

    static Dialler.Outgoing prepare(Calls calls, CallPlanner planner, CallSettings settings, Dialler.Order order) {
        Pulling pulling = order.replaces().isEmpty() ? null : Pulling.of(calls, order, order.liable());
        if (pulling != null) {
            return pulling;
        }
        Party liable = order.liable() == null ? order.room() : order.liable();
        SipRequest invite = InvitationTarget.invite(order, order.target(), calls.tokens.token(), SeatedLeg.NOTHING);
        CallPlan plan = Pulling.isOurs(calls, order)
                ? new CallPlan.Refuse("", 481, "") // one that still rings, or somebody else's
                : calls.full(settings)
                        ? new CallPlan.Refuse("", 503, "")
                        : planner.plan(invite, order.target(), liable);
        Call call = new Call(calls, settings, new OwnRequest(invite), liable, planner, plan.route(), null);
        // Nobody called: the caller's leg stands for the room, and is none of those that are ended.
        call.legs.clear();
        call.caller.incoming = null;
        call.caller.state = new LegState(Phase.ENDED, Uas.NONE, Uac.NONE, false);
        call.dialled();
        return new Invitation(call, order, plan, liable);
    }

    // ---- the guest

    @Override
    public Party party() {
        Destination first = first();
        return seated != null ? seated.party() : first != null ? first.party() : liable;
    }

    @Override
    public String callId() {
        return seated != null ? seated.callId() : call.caller.dialogs.callId();
    }

    @Override
    public String uri() {
        Destination first = first();
        String uri = seated != null
                ? seated.uri()
                : first != null ? first.to() : order.target().toString();
        try {
            return NameAddr.parse(uri).uri();
        } catch (IllegalArgumentException e) {
            return uri;
        }
    }

    private @Nullable Destination first() {
        return plan instanceof CallPlan.Dial dial
                        && !dial.steps().get(0).destinations().isEmpty()
                ? dial.steps().get(0).destinations().get(0)
                : null;
    }

    @Override
    public int refusal() {
        return plan instanceof CallPlan.Refuse refuse ? refuse.status() : 0;
    }

    @Override
    public void recordingBegun(String file) {
        if (seated != null) {
            seated.recordingBegun(file);
        }
    }

    @Override
    public void recordingEnded(String file, long millis, boolean goesOn) {
        if (seated != null) {
            seated.recordingEnded(file, millis, goesOn);
        }
    }

    @Override
    public void hangUp(int status, String reason) {
        if (seated != null) {
            seated.hangUp(status, reason);
        } else {
            enqueue(() -> giveUp(487, reason));
        }
    }

    @Override
    public void dial(byte[] offer, Dialler.KeptSeat kept) {
        seat = kept;
        enqueue(() -> begin(offer));
    }

    private void begin(byte[] offer) {
        if (over) {
            seated(487);
            return;
        }
        call.calls.begun++;
        call.record.opened();
        switch (plan) {
            case CallPlan.Refuse refuse -> finish(refuse.status(), null);
            case CallPlan.Dial dial -> {
                call.errand = this;
                TargetDialling made =
                        new TargetDialling(call, new InvitationTarget(order, callId(), dial, liable, offer), "", this);
                dialling = made;
                made.begin(order.target());
            }
        }
    }

    // ---- what happens in the call

    @Override
    public void tell(Call in, CallEvent event) {
        Leg refused = event instanceof CallEvent.Failed failure ? in.leg(failure.branch()) : null;
        if (refused != null && dialling != null) {
            dialling.hear(refused);
        }
        enqueue(() -> {
            if (over || seated != null) {
                in.tell(event); // it is told to others by now
            } else if (event instanceof CallEvent.Abort abort) {
                giveUp(abort.status(), abort.reason());
            } else if (dialling != null) {
                dialling.tell(event);
            }
        });
    }

    @Override
    public void progress(Leg leg) {
        tell(leg.call, new CallEvent.Progress(leg.id));
    }

    @Override
    public void ringing() {
        call.record.ringing();
        if (seat != null) {
            seat.ringing();
        }
    }

    @Override
    public void answered(Leg leg) {
        Dialler.KeptSeat kept = seat;
        byte[] answer = leg.last == null ? null : SeatedLeg.description(leg.last);
        if (answer == null || answer.length == 0) {
            answer = leg.described; // the one of a provisional response holds (RFC 3261 section 13.2.1)
        }
        dialling = null;
        call.errand = null;
        call.talking(leg, null);
        seated = kept == null ? null : SeatedLeg.take(leg, order.room().name(), kept);
        call.record.answered();
        call.calls.answered++;
        call.caller.status = leg.status;
        leg.fire(LegEvent.ACK_OUT, null);
        call.record.update(leg.status);
        if (kept != null) {
            kept.answered(answer == null ? SeatedLeg.NOTHING : answer);
        }
    }

    @Override
    public void failed(int status) {
        Leg by = null;
        for (Leg leg : call.legs) {
            if (leg.last != null && leg.status == status) {
                by = leg;
                call.ending.because(CallEnding.reasonOf(leg.last));
            }
        }
        finish(status, by);
    }

    /** Nobody needs to answer any more. */
    private void giveUp(int status, String reason) {
        if (over || seated != null) {
            return;
        }
        if (dialling == null) {
            over = true; // before anybody was called
            return;
        }
        call.ending.because(reason);
        dialling.stop();
        finish(status, null);
    }

    /**
     * Nobody comes.
     *
     * @param by who refused, null for the server
     */
    private void finish(int status, @Nullable Leg by) {
        over = true;
        dialling = null;
        call.errand = null;
        call.caller.status = status;
        call.closedBy(by);
        seated(status);
    }

    private void seated(int status) {
        if (seat != null) {
            seat.failed(status);
        }
    }

    @Override
    public boolean endedBy(Leg leg) {
        return true;
    }

    @Override
    public void crashed() {
        call.errand = null;
        if (!over) {
            over = true;
            dialling = null;
            call.caller.status = 500;
            seated(500);
        }
    }

    private void enqueue(Runnable event) {
        Crash.guard(() -> call, () -> events.add(event));
    }
}
