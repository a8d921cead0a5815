package io.switchboard.sip.conference;

import io.switchboard.media.MediaParticipant;
import io.switchboard.media.MediaRoom;
import io.switchboard.media.Negotiation;
import io.switchboard.media.ParticipantSettings;
import io.switchboard.media.Playback;
import io.switchboard.media.Prompt;
import io.switchboard.sip.call.Guest;
import io.switchboard.sip.call.Seat;
import io.switchboard.sip.call.Silence;
import io.switchboard.sip.conference.Announcements.Occasion;
import io.switchboard.sip.lane.Lane;
import io.switchboard.sip.lane.LaneTimer;
import io.switchboard.sip.message.Reason;
import io.switchboard.sip.message.SipUri;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A participant of a room: its leg on one side, its media on the other. It is the timer of its own PIN. */
@SuppressWarnings("FutureReturnValueIgnored") // what comes of a negotiation is told to its consumer
class Attendee extends LaneTimer implements Seat {
    private static final Logger log = LoggerFactory.getLogger("switchboard.conferences");
    static final String NOT_ACCEPTABLE = Reason.of(488);
    private static final long PIN_MILLIS = 30_000;

    final int id;
    final Guest guest;
    final MediaParticipant media;
    final long joined;

    final Focus focus;
    final Lane lane;
    private @Nullable Playback playing;
    /** Whether the leg waits for the end of what is played, to be hung up. */
    private boolean last;

    private boolean heard;
    private boolean held;
    private boolean gone;

    Attendee(Focus focus, Lane lane, int id, Guest guest, MediaRoom room) {
        this.focus = focus;
        this.lane = lane;
        this.id = id;
        this.guest = guest;
        this.joined = lane.wallClock();
        this.media = room.createParticipant(guest.callId(), ParticipantSettings.DEFAULT);
        media.mute(true); // until it is let in
        media.deafen(true);
    }

    // ---- the leg

    @Override
    public void negotiate(byte[] offer, Consumer<Negotiation> result) {
        boolean asked = offer.length > 0;
        then(asked ? media.answer(offer) : media.offer(), negotiation -> {
            if (negotiation instanceof Negotiation.Agreed it) {
                onHold(asked && it.held());
            }
            result.accept(negotiation);
        });
    }

    /** Goes on in the lane with what has come of a negotiation. What is thrown then ends the leg. */
    final void then(CompletableFuture<Negotiation> awaited, Consumer<Negotiation> next) {
        awaited.whenCompleteAsync(
                (negotiation, failure) -> {
                    try {
                        next.accept(
                                negotiation != null
                                        ? negotiation
                                        : new Negotiation.Unavailable(String.valueOf(failure)));
                    } catch (RuntimeException e) {
                        log.error("conference {}: {} ended by an exception", focus.name(), id, e);
                        guest.hangUp(500, Reason.of(500));
                    }
                },
                lane);
    }

    /** A phone that holds the room may send music; the others shall not hear it. */
    final void onHold(boolean now) {
        held = now;
        media.mute(!heard || held);
    }

    @Override
    public void answered(byte[] answer) {
        answered(answer, negotiation -> {
            if (!(negotiation instanceof Negotiation.Agreed) && !gone) {
                guest.hangUp(488, NOT_ACCEPTABLE);
            }
        });
    }

    @Override
    public void answered(byte[] answer, Consumer<Negotiation> result) {
        then(media.accept(answer), negotiation -> {
            if (negotiation instanceof Negotiation.Agreed it) {
                onHold(it.held());
            }
            result.accept(negotiation);
        });
    }

    @Override
    public void connected() {
        focus.arrived(this);
    }

    @Override
    public void digit(char digit) {
        focus.tell(new FocusEvent.Keyed(id, digit));
    }

    @Override
    public void silence(Silence how) {
        Boolean muted = how.muted();
        Boolean deaf = how.deaf();
        if (muted != null) {
            focus.tell(new FocusEvent.Muted(id, muted));
        }
        if (deaf != null) {
            focus.tell(new FocusEvent.Deafened(id, deaf));
        }
    }

    @Override
    public void left() {
        gone = true;
        lane.cancel(this);
        media.remove();
        focus.left(this);
    }

    final boolean gone() {
        return gone;
    }

    /** What a call that has ended came to, if it had not been answered. */
    int outcome() {
        return 480;
    }

    // ---- the room

    /** Whether this is who has an address. */
    boolean is(SipUri who) {
        try {
            SipUri own = SipUri.parse(guest.uri());
            return own.user().equals(who.user()) && own.host().equals(who.host());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    void connect(boolean isHeard, boolean hears) {
        heard = isHeard;
        media.mute(!heard || held);
        media.deafen(!hears);
        if (isHeard || hears) {
            lane.cancel(this);
        }
        if (focus.isIn(this)) {
            guest.silenced(!isHeard, !hears);
        }
    }

    void tell(FocusEffect.Notice notice) {
        switch (notice) {
            case PIN -> ask(focus.says(Occasion.PIN));
            case WAIT -> play(focus.says(Occasion.WAITING), false);
            case LOCKED -> play(focus.says(Occasion.LOCKED), true);
            case WRONG_PIN -> play(focus.says(Occasion.REFUSED), true);
        }
    }

    /** Asks for the PIN; its time goes on. */
    private void ask(Prompt prompt) {
        hush();
        last = false;
        playing = media.play(prompt);
    }

    /**
     * Has it hear something alone.
     *
     * @param toTheEnd whether {@link #heard} is to be told of its end
     */
    private void play(Prompt prompt, boolean toTheEnd) {
        lane.cancel(this);
        ask(prompt);
        last = toTheEnd;
    }

    void hush() {
        Playback now = playing;
        playing = null;
        if (now != null) {
            now.stop();
        }
    }

    /** Whether what has been played to its end is what the leg waited for. */
    @SuppressWarnings("ReferenceEquality") // playbacks have identity
    boolean heard(Playback ended) {
        if (playing != ended) {
            return false;
        }
        playing = null;
        return last;
    }

    void awaitPin() {
        lane.arm(this, PIN_MILLIS);
    }

    @Override
    protected void expired() {
        focus.tell(new FocusEvent.PinTimedOut(id));
    }
}
