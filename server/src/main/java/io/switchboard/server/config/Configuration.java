package io.switchboard.server.config;

import io.switchboard.routing.DialPlan;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One snapshot of all that the administrator has written: checked whole, immutable, swapped in one step.
 *
 * @param listeners at least one
 * @param domains lower case; the first is canonical (the digest realm, the domain of all accounts), the others are
 *     aliases of it
 * @param limits bounds
 * @param registration lifetimes of registrations
 * @param timers times
 * @param authentication how requests are known to be a phone's
 * @param transfer who carries out transfers
 * @param dns how names are looked up
 * @param store the database
 * @param records call records
 * @param logging logs
 * @param media where media of rooms are received
 * @param conferences settings of rooms
 * @param messages how messages are kept
 * @param presence bounds and times of presence
 * @param accounts by user name
 * @param trunks by name
 * @param api the administrator's API
 * @param plan the dial plan, with the routes that were added at run time; its tests have passed
 * @param planText dialplan.yaml as it was read
 * @param origins where each route of the plan comes from, by its name
 */
public record Configuration(
        List<Listener> listeners,
        List<String> domains,
        Settings.Limits limits,
        Settings.Registration registration,
        Settings.Timers timers,
        Settings.Authentication authentication,
        Settings.Transfer transfer,
        Settings.Dns dns,
        Settings.Store store,
        Settings.Records records,
        Settings.Logging logging,
        Settings.Media media,
        Settings.Conferences conferences,
        Settings.Messages messages,
        Settings.Presence presence,
        Map<String, LocalAccount> accounts,
        Map<String, SipTrunk> trunks,
        Settings.Api api,
        DialPlan plan,
        String planText,
        Map<String, RouteOrigin> origins) {
    /** Copies that nobody can change. */
    public Configuration {
        listeners = List.copyOf(listeners);
        domains = List.copyOf(domains);
        accounts = Map.copyOf(accounts);
        trunks = Map.copyOf(trunks);
        origins = Map.copyOf(origins);
    }

    /** The same with another plan. */
    Configuration with(DialPlan other, Map<String, RouteOrigin> itsOrigins) {
        return new Configuration(
                listeners,
                domains,
                limits,
                registration,
                timers,
                authentication,
                transfer,
                dns,
                store,
                records,
                logging,
                media,
                conferences,
                messages,
                presence,
                accounts,
                trunks,
                api,
                other,
                planText,
                itsOrigins);
    }

    /** The domain that all accounts belong to, and the digest realm. */
    public String domain() {
        return domains.get(0);
    }

    /** Whether a host, without port, is one of the domains. */
    public boolean isLocal(String host) {
        return domains.contains(host.toLowerCase(Locale.ROOT));
    }

    /** Names of the accounts that still have the example's password ({@code example-NAME}), sorted. */
    public List<String> exampleCredentials() {
        return exampleCredentials(accounts);
    }

    static List<String> exampleCredentials(Map<String, LocalAccount> accounts) {
        return accounts.entrySet().stream()
                .filter(e -> isExample(e.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static boolean isExample(LocalAccount account) {
        String user = account.account().user();
        Ha1 example = Ha1.of(user, account.account().domain(), ("example-" + user).getBytes(StandardCharsets.UTF_8));
        return example.md5().equals(account.account().ha1Md5())
                || example.sha256().equals(account.account().ha1Sha256());
    }

    @Override
    public String toString() {
        return "configuration of " + domain() + ": " + accounts.size() + " accounts, " + trunks.size() + " trunks, "
                + plan.routes().size() + " routes";
    }
}
