package io.switchboard.server.node;

import io.switchboard.routing.Numbering;
import io.switchboard.server.config.Configuration;
import io.switchboard.server.config.LocalAccount;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.presence.PresenceSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The accounts of one configuration, as presence asks for them. */
final class PresenceUsers implements PresenceSettings.Users {
    private final Map<String, LocalAccount> accounts;
    private final List<String> domains;
    private final Numbering numbering;
    private final Map<String, String> numbers = new HashMap<>();

    PresenceUsers(Configuration from) {
        accounts = from.accounts();
        domains = from.domains();
        numbering = from.plan().numbering();
        for (LocalAccount each : accounts.values()) {
            if (!each.number().isEmpty()) {
                numbers.put(each.number(), each.account().user());
            }
        }
    }

    /** Those of a later configuration: the same object if they are the same users. */
    PresenceUsers next(Configuration from) {
        return accounts.equals(from.accounts())
                        && domains.equals(from.domains())
                        && numbering.equals(from.plan().numbering())
                ? this
                : new PresenceUsers(from);
    }

    @Override
    public @Nullable String find(String uri) {
        SipUri parsed;
        try {
            parsed = SipUri.parse(uri);
        } catch (IllegalArgumentException e) {
            return null; // a pres: URI, say, which phones of ours do not send
        }
        if (!domains.contains(parsed.host().toLowerCase(Locale.ROOT))) {
            return null;
        }
        String user = parsed.user();
        if (!accounts.containsKey(user)) {
            user = numbers.get(numbering.normalise(user));
        }
        LocalAccount account = user == null ? null : accounts.get(user);
        return account == null ? null : account.account().aor();
    }

    @Override
    public boolean mayWatch(String watcher, String watched) {
        LocalAccount by = account(watcher);
        LocalAccount whom = account(watched);
        return by != null && whom != null && whom.isWatchedBy(by.account().user());
    }

    private @Nullable LocalAccount account(String aor) {
        int at = aor.lastIndexOf('@');
        return aor.substring(at + 1).equals(domains.get(0)) ? accounts.get(aor.substring(0, at)) : null;
    }
}
