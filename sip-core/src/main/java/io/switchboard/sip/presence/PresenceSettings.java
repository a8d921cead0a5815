package io.switchboard.sip.presence;

import org.jspecify.annotations.Nullable;

/**
 * What the administrator configured of presence.
 *
 * @param users who is who, and who may watch whom; the same object as before says that nothing of that has changed
 * @param minExpires shortest publication in seconds; less is answered with 423
 * @param maxExpires seconds given at most
 * @param maxPublications publications of one user at a time
 * @param maxTotalSize bytes of all published documents together
 * @param throttleMillis least time between two notifications of one user's state
 */
public record PresenceSettings(
        Users users, int minExpires, int maxExpires, int maxPublications, long maxTotalSize, long throttleMillis) {
    /** The accounts, as presence asks for them. Immutable. */
    public interface Users {
        /**
         * Address of record of the account that a SIP URI names by its user name or number.
         *
         * @return {@code user@domain}, or null if it is none of ours
         */
        @Nullable String find(String uri);

        /**
         * Whether one account may watch another.
         *
         * @param watcher address of record; that of no account may not
         * @param watched address of record of an account
         */
        boolean mayWatch(String watcher, String watched);
    }
}
