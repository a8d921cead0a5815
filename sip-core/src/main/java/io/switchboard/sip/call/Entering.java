package io.switchboard.sip.call;

import org.jspecify.annotations.Nullable;

/**
 * A caller on the way into the room of a call (RFC 3911), or to the place that somebody has there (RFC 3891): waits until
 * the call is in its room, takes a seat, and is answered from it.
 */
final class Entering implements Errand {
    private final Call call;
    private final @Nullable Leg old;
    private @Nullable Escalation into;
    private boolean over;

    /**
     * @param call the caller's own
     * @param old the leg whose place it takes; null if it comes in addition
     */
    Entering(Call call, @Nullable Leg old) {
        this.call = call;
        this.old = old;
        call.errand = this;
    }

    /** Takes a seat; the call whose room it is stays there meanwhile. */
    void enter(Escalation escalation) {
        into = escalation;
        escalation.entrants.expect(this);
        if (over) {
            escalation.entrants.settled(this); // the two may go back
        } else {
            Crash.guard(() -> call, () -> SeatedLeg.take(call, escalation.room, false));
        }
    }

    /** It does not come in. */
    void refuse(int status) {
        if (!over) {
            over();
            Crash.guard(() -> call, () -> {
                call.caller.refuse(null, status == 487 ? 480 : HeaderRules.shown(status), "");
                call.closedBy(null);
            });
        }
    }

    private void over() {
        over = true;
        call.errand = null;
        if (into != null) {
            into.entrants.settled(this);
        }
    }

    @Override
    public void tell(Call in, CallEvent event) {
        if (over) {
            return;
        }
        switch (event) {
            case CallEvent.Seated e -> seated();
            case CallEvent.Failed e -> refuse(e.status());
            case CallEvent.Abort e -> refuse(503);
            case CallEvent.Gone e -> {
                over();
                call.closedBy(call.caller);
            }
            case CallEvent.Progress e -> {}
            case CallEvent.Answered e -> {}
            case CallEvent.StepTimedOut e -> {}
        }
    }

    private void seated() {
        SeatedLeg seated = call.caller.seated;
        Escalation escalation = into;
        Leg replaced = old;
        if (seated == null || escalation == null) {
            throw new IllegalStateException("no seat");
        }
        if (replaced == null) {
            call.talking(call.caller, null);
            SeatedLeg.answer(call);
        } else {
            call.record.answered();
            call.calls.answered++;
            seated.accept(false, () -> {
                call.caller.transferor = replaced.party.label();
                call.handOver(call.caller, escalation.call, call.caller);
                escalation.replaced(replaced, seated);
            });
        }
        over();
    }

    @Override
    public void progress(Leg leg) {
        // nobody is dialled
    }

    @Override
    public boolean endedBy(Leg leg) {
        return true;
    }

    @Override
    public void crashed() {
        if (!over) {
            over();
        }
    }
}
