package io.switchboard.sip.call;

import java.util.List;

/**
 * A call as it is shown to an administrator.
 *
 * @param id the one of its record
 * @param state where it stands
 * @param started wall-clock milliseconds since the epoch, as the following two
 * @param ringing 0 for not yet
 * @param answered 0 for not yet
 * @param from who called, as in call records: {@code account:alice@example.test}, {@code trunk:carrier}
 * @param caller URI of the From header
 * @param dialled user part of the Request-URI
 * @param route name of the dial plan's route, or empty
 * @param room the conference room that it leads to, or empty
 * @param participants the caller first
 */
public record CallView(
        String id,
        State state,
        long started,
        long ringing,
        long answered,
        String from,
        String caller,
        String dialled,
        String route,
        String room,
        List<ParticipantView> participants) {
    /** Copies the list. */
    public CallView {
        participants = List.copyOf(participants);
    }

    /** Where a call stands. */
    public enum State {
        /** Nobody rings yet. */
        DIALLING,
        /** The caller hears that somebody rings. */
        RINGING,
        /** Two talk, or one is in a room. */
        TALKING,
        /** The same, and its participants are about to change. */
        TRANSFERRING,
        /** It is over, and its legs are being told. */
        ENDING
    }

    /**
     * A participant.
     *
     * @param id its number in the call; 0 is the caller
     * @param party who it is, as in call records
     * @param uri whom the caller is, or who was dialled
     * @param callId of its leg
     * @param stage where its leg stands
     * @param transferredBy who had it brought into the call, or empty
     */
    public record ParticipantView(int id, String party, String uri, String callId, Stage stage, String transferredBy) {}

    /** Where a leg stands. */
    public enum Stage {
        /** It has no final answer yet. */
        RINGING,
        /** It was answered. */
        TALKING,
        /** It is being hung up. */
        LEAVING
    }
}
