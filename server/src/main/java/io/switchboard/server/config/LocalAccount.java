package io.switchboard.server.config;

import io.switchboard.sip.auth.Account;
import java.util.Optional;
import java.util.Set;

/**
 * A user of this server.
 *
 * @param account identity and digest hashes
 * @param number the number that reaches the account and is shown as the caller's; may be empty
 * @param maxCalls calls at a time; 0 for no limit
 * @param watchers user names of the accounts that may watch its presence; empty for all
 */
public record LocalAccount(Account account, String number, int maxCalls, Optional<Set<String>> watchers) {
    /** Copies the set. */
    public LocalAccount {
        watchers = watchers.map(Set::copyOf);
    }

    /** Whether another account may watch its presence. Itself it may always. */
    public boolean isWatchedBy(String user) {
        return user.equals(account.user())
                || watchers.map(all -> all.contains(user)).orElse(true);
    }
}
