package io.switchboard.sip.presence;

import org.jspecify.annotations.Nullable;

/** What happens to the publications of a user. Times are lane time in milliseconds. */
sealed interface PublicationEvent {
    /** When. */
    long now();

    /**
     * A PUBLISH that is well-formed and may be made.
     *
     * @param match entity-tag of SIP-If-Match, null for an initial publication
     * @param document null for none
     * @param seconds asked for, at least 0
     * @param entity URI of the user, as documents have it
     * @param etag a fresh entity-tag, for the publication if it stands afterwards
     * @param room bytes of documents that the server has room for
     */
    record Publish(
            @Nullable String match,
            @Nullable PidfDocument document,
            int seconds,
            String entity,
            String etag,
            long room,
            long now)
            implements PublicationEvent {}

    /** Time goes by. */
    record Elapsed(long now) implements PublicationEvent {}
}
