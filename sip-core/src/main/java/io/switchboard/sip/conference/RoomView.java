package io.switchboard.sip.conference;

import java.util.List;

/**
 * A room as it is shown to an administrator.
 *
 * @param name its name, as the dial plan gives it
 * @param locked whether only moderators come in
 * @param recording the file into which it is recorded, "" for none
 * @param opened wall-clock milliseconds since the epoch
 * @param participants in the order of their coming
 */
public record RoomView(String name, boolean locked, String recording, long opened, List<ParticipantView> participants) {
    /** Copies the list. */
    public RoomView {
        participants = List.copyOf(participants);
    }

    /**
     * A participant.
     *
     * @param id its number in the room
     * @param party who it is, as in call records: {@code account:alice@example.test}, {@code trunk:carrier}
     * @param uri the URI that it is shown as
     * @param callId of its leg
     * @param stage {@code dialling} and {@code alerting} for whom the room calls, {@code arriving}, {@code keying} a PIN, {@code waiting} for the moderator, {@code in} the room, {@code leaving}
     * @param dialled whether the room has called it
     */
    public record ParticipantView(
            int id,
            String party,
            String uri,
            String callId,
            String stage,
            boolean moderator,
            boolean dialled,
            boolean muted,
            boolean deaf,
            long joined) {}
}
