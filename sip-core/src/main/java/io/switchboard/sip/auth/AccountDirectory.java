package io.switchboard.sip.auth;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All accounts of one snapshot of the configuration, and the names of the domain that they belong to. */
public final class AccountDirectory {
    private final String realm;
    private final Set<String> domains;
    private final Map<String, Account> accounts;

    /**
     * A directory.
     *
     * @param domains lower case; the first is the canonical one and the digest realm, the others are aliases
     */
    public AccountDirectory(List<String> domains, Collection<Account> accounts) {
        this.realm = domains.get(0);
        this.domains = Set.copyOf(domains);
        this.accounts = new HashMap<>(accounts.size() * 2);
        for (Account account : accounts) {
            this.accounts.put(account.user(), account);
        }
    }

    /** The digest realm. */
    String realm() {
        return realm;
    }

    /** The account of this name, or null. */
    @Nullable Account account(String user) {
        return accounts.get(user);
    }

    /** Whether a host is the domain or one of its aliases. */
    boolean local(String host) {
        return domains.contains(host) || domains.contains(host.toLowerCase(Locale.ROOT));
    }
}
