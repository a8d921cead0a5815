package io.switchboard.server.config;

import io.switchboard.sip.auth.Account;

/**
 * A user of this server.
 *
 * @param account identity and digest hashes
 * @param number the number that reaches the account and is shown as the caller's; may be empty
 * @param maxCalls calls at a time; 0 for no limit
 */
public record LocalAccount(Account account, String number, int maxCalls) {}
