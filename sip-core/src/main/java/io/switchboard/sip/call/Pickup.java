package io.switchboard.sip.call;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.Reason;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipResponse;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Somebody picks up a call that rings another phone: the shell of {@link PickupMachine}. */
final class Pickup implements Errand {
    private final Call call;
    private final Call pickers;
    private final Leg caller;
    private final Leg picker;
    private final Leg rung;
    private final boolean callerFirst;
    private PickupMachine.State state = PickupMachine.State.ANSWERING;
    private String reason = "";

    /**
     * @param pickers the call that the picker's INVITE began
     * @param rung the leg that it names
     */
    Pickup(Call pickers, Leg rung) {
        this.pickers = pickers;
        this.picker = pickers.caller;
        this.rung = rung;
        this.call = rung.call;
        this.caller = call.caller;
        this.callerFirst = picker.described != null;
    }

    /** Whether there is an offer that the other can be answered with. */
    boolean possible() {
        byte[] callers = caller.described;
        byte[] own = picker.described;
        return callers == null ? own != null : own == null || CrossedOffers.fit(callers, own);
    }

    /** Stops the ringing and answers the first. */
    void begin() {
        call.errand = this;
        pickers.errand = this;
        call.dialled();
        for (Leg leg : List.copyOf(call.legs)) {
            if (leg != caller) {
                leg.hangUp(487, CallMachine.ELSEWHERE);
            }
        }
        IncomingInvite pickersInvite = Objects.requireNonNull(picker.incoming);
        IncomingInvite callersInvite = Objects.requireNonNull(caller.incoming);
        LegDialog theirs = picker.dialogs.alone(
                pickersInvite,
                call.calls.replies.contact(pickersInvite.transaction.flow().local()));
        pickersInvite.dialog = theirs;
        callersInvite.dialog = caller.dialogs.counterpart(callersInvite, theirs);
        call.record.answered();
        call.calls.answered++;
        if (callerFirst) {
            answer(caller, picker, callersInvite);
        } else {
            answer(picker, caller, pickersInvite);
        }
    }

    /** 2xx with the other's media: an answer to an offer, or an offer where there was none. */
    private void answer(Leg leg, Leg other, IncomingInvite invite) {
        byte[] media = Objects.requireNonNull(other.described);
        byte[] offer = SessionDescriptions.of(invite.request);
        SipResponse from = ResponseBuilder.of(invite.request, 200, "")
                .header(HeaderName.ALLOW, TransferInvite.ALLOW)
                .header(HeaderName.SUPPORTED, "replaces, timer")
                .body(SessionDescriptions.TYPE, offer == null ? media : CrossedOffers.answer(offer, media))
                .build();
        boolean late = offer == null;
        invite.acknowledged = () -> acknowledged(late && leg.described == null);
        leg.accept(Objects.requireNonNull(invite.dialog), from, null);
    }

    private void acknowledged(boolean blank) {
        reason = blank ? Reason.of(488, "No answer in ACK") : "";
        fire(blank ? PickupMachine.Event.ACKNOWLEDGED_BLANK : PickupMachine.Event.ACKNOWLEDGED);
    }

    @Override
    public void tell(Call in, CallEvent event) {
        switch (event) {
            case CallEvent.Abort e -> {
                reason = e.reason();
                fire(PickupMachine.Event.ABORTED);
            }
            case CallEvent.Gone e -> {
                Leg leg = in.leg(e.participant());
                if (leg == caller) {
                    fire(PickupMachine.Event.CALLER_GONE);
                } else if (leg == picker) {
                    fire(PickupMachine.Event.PICKER_GONE);
                }
            }
            case CallEvent.Progress e -> {}
            case CallEvent.Answered e -> {}
            case CallEvent.Failed e -> {}
            case CallEvent.StepTimedOut e -> {}
            case CallEvent.Seated e -> {}
        }
    }

    @Override
    public void progress(Leg leg) {
        // it rang too late
    }

    @Override
    public boolean endedBy(Leg leg) {
        return leg == caller || leg == picker;
    }

    @Override
    public void crashed() {
        state = PickupMachine.State.OVER;
        call.errand = null;
        pickers.errand = null;
        Crash.hangUp(call.crashed ? pickers : call);
    }

    private void fire(PickupMachine.Event event) {
        PickupMachine.Step step = PickupMachine.step(state, event);
        state = step.next();
        if (state == PickupMachine.State.OVER) {
            call.errand = null;
            pickers.errand = null;
        }
        try {
            step.effects().forEach(this::carryOut);
        } catch (RuntimeException e) {
            call.errand = this; // it ends the one call, and this the other
            pickers.errand = this;
            throw e;
        }
    }

    private void carryOut(PickupMachine.Effect effect) {
        switch (effect) {
            case ANSWER_SECOND -> answerSecond();
            case TAKE -> take();
            case HANG_UP_CALLER -> caller.hangUp(487, reason);
            case HANG_UP_PICKER -> picker.hangUp(487, reason);
            case CLOSE_BY_CALLER -> closedBy(caller);
            case CLOSE_BY_PICKER -> closedBy(picker);
            case CLOSE -> closedBy(null);
        }
    }

    private void answerSecond() {
        Leg second = callerFirst ? picker : caller;
        answer(second, callerFirst ? caller : picker, Objects.requireNonNull(second.incoming));
    }

    private void take() {
        pickers.handOver(picker, call, picker);
        picker.transferor = rung.party.label();
        call.talking(caller, picker);
        call.record.update(caller.status);
    }

    private void closedBy(@Nullable Leg by) {
        call.closedBy(by == null || by == caller ? by : rung);
        pickers.closedBy(by == null || by == picker ? by : rung);
    }
}
