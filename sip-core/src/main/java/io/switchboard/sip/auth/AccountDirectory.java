package io.switchboard.sip.auth;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The accounts of a configuration, and the domains that they belong to. Immutable. */
public final class AccountDirectory {
    private final String realm;
    private final Set<String> domains;
    private final Map<String, Account> accounts;
    private final AccountTable table;
    private final ImmutableList<DigestAlgorithm> algorithms;

    /**
     * A directory.
     *
     * @param domains host names and addresses that stand for this server, IPv6 in brackets; the first is the digest
     *     realm and the domain of all accounts
     * @param algorithms what accounts may log in with, in the order in which it is offered; at least one
     * @throws IllegalArgumentException if there is no domain, or a user comes twice
     */
    public AccountDirectory(
            List<String> domains, Collection<Account> accounts, Collection<DigestAlgorithm> algorithms) {
        if (domains.isEmpty()) {
            throw new IllegalArgumentException("a directory of accounts needs a domain");
        }
        this.realm = domains.get(0);
        this.domains = Set.copyOf(
                domains.stream().map(domain -> domain.toLowerCase(Locale.ROOT)).toList());
        Map<String, Account> byUser = new HashMap<>();
        for (Account account : accounts) {
            if (byUser.put(account.user(), account) != null) {
                throw new IllegalArgumentException("two accounts of user " + account.user());
            }
        }
        this.accounts = byUser;
        this.table = new AccountTable(byUser.values());
        this.algorithms = ImmutableList.copyOf(algorithms);
    }

    /** The digest realm, and the domain of all accounts. */
    public String realm() {
        return realm;
    }

    /** Whether a host, in lower case, stands for this server. */
    public boolean isLocal(String host) {
        return domains.contains(host);
    }

    /** What accounts may log in with, in the order in which it is offered. */
    ImmutableList<DigestAlgorithm> algorithms() {
        return algorithms;
    }

    /** Those of them that an account has a hash for; all if it has none, or is not there any more. */
    List<DigestAlgorithm> algorithms(String user) {
        Account account = accounts.get(user);
        List<DigestAlgorithm> has = new ArrayList<>(2);
        for (DigestAlgorithm algorithm : algorithms) {
            if (account != null && !account.ha1(algorithm).isEmpty()) {
                has.add(algorithm);
            }
        }
        return has.isEmpty() ? algorithms : has;
    }

    /** The accounts by the bytes of their users. */
    AccountTable table() {
        return table;
    }

    /** The account of a user, or null. */
    public @Nullable Account account(String user) {
        return accounts.get(user);
    }
}
