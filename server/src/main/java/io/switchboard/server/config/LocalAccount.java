package io.switchboard.server.config;

import io.switchboard.sip.auth.Account;
import io.switchboard.sip.conference.FactorySettings;
import java.util.Set;

/**
 * A user of this server.
 *
 * @param account identity and digest hashes
 * @param number the number that reaches the account and is shown as the caller's; may be empty
 * @param maxCalls calls at a time; 0 for no limit
 * @param pickup groups whose members pick up one another's ringing calls; the group without a name is that of all
 *     accounts that name none
 * @param conferenceAnswer how its phones are told of a room that they had made
 */
public record LocalAccount(
        Account account, String number, int maxCalls, Set<String> pickup, FactorySettings.Answer conferenceAnswer) {
    /** A copy that nobody can change. */
    public LocalAccount {
        pickup = Set.copyOf(pickup);
    }
}
