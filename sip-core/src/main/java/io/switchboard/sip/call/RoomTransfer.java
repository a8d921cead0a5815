package io.switchboard.sip.call;

import org.jspecify.annotations.Nullable;

/** A transfer whose target is a room: the transferee gets a seat there, and its media are moved to it. */
final class RoomTransfer implements Moving.Listener {
    private final Transfer transfer;
    private final SeatedLeg seated;
    private @Nullable Moving moving;

    RoomTransfer(Transfer transfer, String room) {
        this.transfer = transfer;
        this.seated = new SeatedLeg(transfer.transferee, room);
    }

    /**
     * Asks for a seat.
     *
     * @return 0, or why there is none
     */
    int sit() {
        return switch (transfer.call.calls.seating().seat(seated.room(), seated)) {
            case Seating.Place.Taken taken -> {
                seated.keep(taken.seat());
                moving = new Moving(transfer.transferee, taken.seat(), this);
                yield 0;
            }
            case Seating.Place.Refused refused -> refused.status();
            case Seating.Place.Moved moved -> 480; // only who has a room made is sent to another
        };
    }

    /** Brings the transferee to its seat; what it asks for from now on is answered there. */
    void join() {
        transfer.transferee.seated = seated;
        if (moving != null) {
            moving.prepare();
        }
    }

    @Override
    public void ready(Leg leg) {
        if (moving != null) {
            moving.go();
        }
    }

    @Override
    public void in(Leg leg) {
        transfer.joined();
    }

    @Override
    public void failed(Leg leg, int status, boolean disturbed) {
        transfer.failed(status, disturbed);
    }

    /** The seat has answered an INVITE of the transferee's own. */
    void cameByItself() {
        if (moving != null) {
            moving.cameByItself();
        }
    }

    void abandon() {
        if (moving != null) {
            moving.abandon();
        }
    }

    /** It does not come, or is sent away before it has. */
    void leave() {
        abandon();
        transfer.transferee.seated = null;
        seated.released();
    }

    /** The transferee is in the room, and nowhere else. */
    void take() {
        Leg transferee = transfer.transferee;
        LegDialog.part(transferee);
        transfer.call.talking(transferee, null);
        Seat seat = seated.seat();
        if (seat != null) {
            seat.connected();
            transfer.call.calls.escalations().visited(seated);
        }
    }
}
