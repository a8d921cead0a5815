package io.switchboard.sip.call;

import io.switchboard.sip.auth.Account;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who is on the other end of a leg, or wants one dialled. */
public sealed interface Party {
    /** How records and logs name it. */
    String label();

    /** Whether identity headers (P-Asserted-Identity, Remote-Party-ID) are believed from it (RFC 3325 section 5). */
    boolean trusted();

    /** Whether it is shown the identity headers of others. */
    boolean toldIdentity();

    /** Whether it may transfer calls by REFER. */
    boolean transfers();

    /** Calls that it may have at once, both directions; 0 for no limit. */
    int maxCalls();

    /** Final status for a call to it that is one too many. */
    int fullStatus();

    /** A local user's phone. */
    record Phone(Account account, int maxCalls) implements Party {
        @Override
        public String label() {
            return "account:" + account.aor();
        }

        @Override
        public boolean trusted() {
            return false;
        }

        @Override
        public boolean toldIdentity() {
            return false;
        }

        @Override
        public boolean transfers() {
            return true;
        }

        @Override
        public int fullStatus() {
            return 486;
        }
    }

    /**
     * A trunk.
     *
     * @param name its name in the configuration
     * @param trusted whether its identity headers are believed
     * @param toldIdentity whether it is shown those of others
     * @param maxCalls calls that it may have at once, both directions; 0 for no limit
     * @param credentials for the carrier's challenges, or null
     * @param ours whether a user part is a name or number of one of the server's users, whom its callers may not be taken
     *     for
     * @param transfers whether it may transfer calls by REFER, with its own rights
     */
    record Trunk(
            String name,
            boolean trusted,
            boolean toldIdentity,
            int maxCalls,
            @Nullable Credentials credentials,
            Predicate<String> ours,
            boolean transfers)
            implements Party {
        /** A trunk that transfers nothing. */
        public Trunk(
                String name,
                boolean trusted,
                boolean toldIdentity,
                int maxCalls,
                @Nullable Credentials credentials,
                Predicate<String> ours) {
            this(name, trusted, toldIdentity, maxCalls, credentials, ours, false);
        }

        @Override
        public String label() {
            return "trunk:" + name;
        }

        @Override
        public int fullStatus() {
            return 503;
        }
    }

    /**
     * A room that calls somebody.
     *
     * @param name its name
     * @param domain host of its URI
     */
    record Room(String name, String domain) implements Party {
        @Override
        public String label() {
            return "conference:" + name;
        }

        @Override
        public boolean transfers() {
            return false;
        }

        @Override
        public boolean trusted() {
            return false;
        }

        @Override
        public boolean toldIdentity() {
            return false;
        }

        @Override
        public int maxCalls() {
            return 0;
        }

        @Override
        public int fullStatus() {
            return 486;
        }
    }

    /** Answers to a carrier's digest challenge (RFC 7616). */
    interface Credentials {
        /**
         * Makes the Authorization value for a challenge.
         *
         * @param challenges values of WWW-Authenticate or Proxy-Authenticate
         * @return null if none of them is for the configured realm
         */
        @Nullable String answer(Iterable<String> challenges, String method, String uri);
    }
}
