package io.switchboard.sip.conference;

import io.switchboard.media.MediaRoom;
import io.switchboard.media.Negotiation;
import io.switchboard.sip.call.Dialler;
import io.switchboard.sip.lane.Lane;

/** A participant whom the room calls: it is offered the room's media, and comes in when it has answered. */
final class Invitee extends Attendee implements Dialler.KeptSeat {
    private static final int GONE = 480;

    private final Dialler.Outgoing outgoing;
    private boolean answered;
    private int outcome = GONE;

    Invitee(Focus focus, Lane lane, int id, Dialler.Outgoing outgoing, MediaRoom room) {
        super(focus, lane, id, outgoing, room);
        this.outgoing = outgoing;
    }

    /** Has it called. */
    void begin() {
        if (outgoing.refusal() > 0) {
            outgoing.dial(new byte[0], this);
            return;
        }
        then(media.offer(), negotiation -> {
            if (negotiation instanceof Negotiation.Agreed agreed) {
                outgoing.dial(agreed.description(), this);
            } else {
                failed(503);
            }
        });
    }

    @Override
    public void ringing() {
        focus.tell(new FocusEvent.Ringing(id));
    }

    @Override
    public void failed(int status) {
        outcome = status;
        left();
    }

    @Override
    public void answered(byte[] answer) {
        if (answered) {
            super.answered(answer); // of a later offer
            return;
        }
        answered = true;
        answered(answer, negotiation -> {
            if (negotiation instanceof Negotiation.Agreed) {
                focus.answered(this);
            } else if (!gone()) {
                outcome = 488;
                guest.hangUp(488, NOT_ACCEPTABLE);
            }
        });
    }

    @Override
    public void connected() {
        // told by its answer
    }

    @Override
    int outcome() {
        return outcome;
    }
}
