package io.switchboard.media;

import io.switchboard.media.sdp.Direction;
import java.util.concurrent.CompletableFuture;

/** Somebody in a room: one phone's audio stream. */
public interface MediaParticipant {
    /** The name that it was given. */
    String name();

    /** Where it is, or where it is on its way to. */
    MediaRoom room();

    /**
     * Answers the phone's offer, the first or a later one (a re-INVITE, with which its address is learned afresh).
     *
     * @param offer of type application/sdp; not kept
     */
    CompletableFuture<Negotiation> answer(byte[] offer);

    /** Makes an offer to the phone, the first or a later one. */
    CompletableFuture<Negotiation> offer();

    /**
     * Takes the phone's answer to the last {@link #offer}; the description in the result is empty. A second answer, such
     * as that of a 200 after a 183, may be taken too.
     *
     * @param answer of type application/sdp; not kept
     */
    CompletableFuture<Negotiation> accept(byte[] answer);

    /**
     * Which way the stream shall flow, seen from us, from the next description on: {@link Direction#SENDONLY} holds the
     * phone. At first both ways.
     */
    void direction(Direction wanted);

    /** Goes to another room of the same engine, with its sockets and all that was agreed; recordings lose it. */
    void moveTo(MediaRoom target);

    /** Whether the others hear it; at first they do. */
    void mute(boolean muted);

    /** Whether it hears the others; at first it does. What is played to it alone it hears in any case. */
    void deafen(boolean deaf);

    /**
     * How loud the others hear it.
     *
     * @param decibels -60 to 20, at first 0
     */
    void volume(double decibels);

    /** Plays to this participant alone, over what it hears of the room. Tells {@link MediaEvent.PlaybackEnded}. */
    Playback play(Prompt prompt);

    /** What is known of the stream now. */
    CompletableFuture<ParticipantStatistics> statistics();

    /** Leaves: the other side gets an RTCP BYE, and the sockets are closed. Does nothing if it has left already. */
    void remove();
}
