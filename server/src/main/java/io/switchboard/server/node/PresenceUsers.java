package io.switchboard.server.node;

import io.switchboard.routing.Numbering;
import io.switchboard.server.config.Configuration;
import io.switchboard.server.config.LocalAccount;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.presence.PresenceSettings;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The accounts of one configuration, as presence asks for them. */
final class PresenceUsers implements PresenceSettings.Users {
    private final Configuration configuration;
    private final Map<String, String> numbers = new HashMap<>();

    PresenceUsers(Configuration configuration) {
        this.configuration = configuration;
        for (LocalAccount each : configuration.accounts().values()) {
            if (!each.number().isEmpty()) {
                numbers.put(each.number(), each.account().user());
            }
        }
    }

    @Override
    public @Nullable String find(String uri) {
        SipUri parsed;
        try {
            parsed = SipUri.parse(uri);
        } catch (IllegalArgumentException e) {
            return null; // a pres: URI, say, which phones of ours do not send
        }
        if (!configuration.isLocal(parsed.host())) {
            return null;
        }
        String user = parsed.user();
        if (!configuration.accounts().containsKey(user)) {
            Numbering numbering = configuration.plan().numbering();
            user = numbers.get(numbering.normalise(user));
        }
        LocalAccount account = user == null ? null : configuration.accounts().get(user);
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
        return aor.substring(at + 1).equals(configuration.domain())
                ? configuration.accounts().get(aor.substring(0, at))
                : null;
    }
}
