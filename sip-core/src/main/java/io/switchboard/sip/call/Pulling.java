package io.switchboard.sip.call;

import io.switchboard.sip.call.LegState.Phase;
import io.switchboard.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who talks with another here is taken into a room, at the wish of that other, whose leg ends then (RFC 4579
 * section 5.7: REFER with Replaces). Until the new media are agreed the call goes on as it was.
 */
final class Pulling implements Dialler.Outgoing, Errand, InviteOwner, Joining.Listener {
    private final Call call;
    private final String room;
    /** Who is taken into the room. */
    private final Leg leg;
    /** Whom it talks with. */
    private final Leg old;

    private Dialler.@Nullable KeptSeat seat;
    private @Nullable SeatedLeg seated;
    private boolean over;
    private boolean alone;

    private Pulling(Leg leg, Leg old, String room) {
        this.call = leg.call;
        this.leg = leg;
        this.old = old;
        this.room = room;
    }

    /**
     * Whoever talks with the one whose dialog is named; null if the dialog is not one of ours, or cannot be given up by
     * this party.
     */
    static @Nullable Pulling of(Calls calls, Dialler.Order order, @Nullable Party liable) {
        Replaces replaces = Replaces.parse(order.replaces());
        Leg named = replaces == null ? null : Transfers.named(calls, replaces);
        if (named == null
                || liable == null
                || named.left
                || !named.party.label().equals(liable.label())
                || !named.call.talks()) {
            return null;
        }
        Leg other = Call.other(named);
        return named.state.phase() == Phase.UP && other.state.mayInvite() && other.updating == 0
                ? new Pulling(other, named, order.room().name())
                : null;
    }

    /** Whether the dialog that is to be given up is one of this server's, seen from either side. */
    static boolean isOurs(Calls calls, Dialler.Order order) {
        Replaces replaces = Replaces.parse(order.replaces());
        return replaces != null
                && (calls.find(replaces.callId(), replaces.toTag()) != null
                        || calls.find(replaces.callId(), replaces.fromTag()) != null);
    }

    // ---- the guest

    @Override
    public Party party() {
        return leg.party;
    }

    @Override
    public String callId() {
        return leg.dialogs.callId();
    }

    @Override
    public String uri() {
        return seated != null ? seated.uri() : new SeatedLeg(leg, room).uri();
    }

    @Override
    public int refusal() {
        return 0;
    }

    @Override
    public void dial(byte[] offer, Dialler.KeptSeat kept) {
        seat = kept;
        boolean open = call.talks() && leg.state.mayInvite() && leg.updating == 0;
        if (over || !open) {
            int status = over ? 487 : 491;
            over = true;
            kept.failed(status);
            return;
        }
        call.errand = this;
        Crash.guard(() -> call, () -> leg.invite(this, offer));
    }

    @Override
    public void hangUp(int status, String reason) {
        if (seated != null) {
            seated.hangUp(status, reason);
        } else if (seat == null) {
            over = true;
        } else if (!over) {
            leg.fire(LegEvent.CANCEL_OUT);
            giveBack(487);
        }
    }

    // ---- its INVITE

    @Override
    public void succeeded(Leg answerer, SipResponse response) {
        answerer.fire(LegEvent.ACK_OUT, null);
        Dialler.KeptSeat kept = seat;
        if (over || kept == null) {
            if (call.talks() && old.state.phase() == Phase.UP) {
                new Joining(leg, old, this).begin(); // it was given up too late: the old media again
            }
            return;
        }
        over = true;
        call.errand = null;
        seated = SeatedLeg.take(leg, room, kept);
        LegDialog.part(leg);
        LegDialog.part(old);
        call.talking(leg, null);
        if (!alone) {
            old.left = true;
            old.hangUp(487, "");
        }
        byte[] answer = SeatedLeg.description(response);
        kept.answered(answer == null ? SeatedLeg.NOTHING : answer);
    }

    @Override
    public void refused(Leg refuser, int status) {
        giveBack(HeaderRules.shown(status));
    }

    @Override
    public void joined() {
        // the old call goes on
    }

    @Override
    public void failed(int status, boolean disturbed) {
        // the old call goes on as well as it can
    }

    /** Nobody comes: the call goes on, if it has somebody left. */
    private void giveBack(int status) {
        if (over) {
            return;
        }
        over = true;
        call.errand = null;
        if (alone) {
            leg.hangUp(487, "");
            call.closedBy(old);
        }
        if (seat != null) {
            seat.failed(status);
        }
    }

    // ---- what happens in the call

    @Override
    public void tell(Call in, CallEvent event) {
        if (event instanceof CallEvent.Gone gone && in.leg(gone.participant()) == old) {
            alone = true; // as phones do that have sent the REFER
        } else if (event instanceof CallEvent.Gone || event instanceof CallEvent.Abort) {
            boolean last = alone;
            giveBack(480);
            if (!last) {
                in.tell(event);
            }
        }
    }

    @Override
    public void progress(Leg ringing) {
        // a re-INVITE has none
    }

    @Override
    public boolean endedBy(Leg peer) {
        return peer == leg;
    }

    @Override
    public void crashed() {
        call.errand = null;
        if (!over) {
            over = true;
            if (seat != null) {
                seat.failed(500);
            }
        }
    }
}
