package io.switchboard.server.config;

import io.switchboard.routing.DialPlan;
import io.switchboard.routing.Numbering;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a configuration folder. */
public final class ConfigurationLoader {
    private ConfigurationLoader() {}

    /**
     * Reads and checks all files, and runs the dial plan's tests.
     *
     * @param folder holds switchboard.yaml, accounts.yaml, trunks.yaml and dialplan.yaml
     * @throws ConfigurationException with everything that is wrong
     */
    public static Configuration load(Path folder) throws ConfigurationException {
        return load(folder, new Problems());
    }

    /** Every key that the files may have, as {@code listeners[].address} and {@code accounts.*.password}. */
    static Set<String> keys(Path folder) throws ConfigurationException {
        Problems problems = new Problems();
        load(folder, problems);
        return problems.keys();
    }

    private static Configuration load(Path folder, Problems problems) throws ConfigurationException {
        Section top = YamlFile.read(folder, SwitchboardFile.NAME, problems);
        SwitchboardFile server = new SwitchboardFile(top, folder);
        List<Listener> listeners = server.listeners();
        List<String> domains = server.domains();
        Settings.Limits limits = server.limits();
        Settings.Registration registration = server.registration();
        Settings.Timers timers = server.timers();
        Settings.Authentication authentication = server.authentication();
        Settings.Transfer transfer = server.transfer();
        Settings.Dns dns = server.dns();
        Settings.Store store = server.store();
        Settings.Records records = server.records();
        Settings.Logging logging = server.logging();
        Settings.Messages messages = MessagesReader.read(top, limits);
        ConferencesReader rooms = new ConferencesReader(top, folder);
        Settings.Media media = rooms.media(listeners);
        Settings.Conferences conferences = rooms.conferences();
        Settings.Presence presence = PresenceReader.read(top);
        Settings.Api api = new ApiReader(top).api();
        top.done();

        String planText = YamlFile.text(folder, PlanFile.NAME, problems);
        PlanFile planFile = new PlanFile(YamlFile.parse(PlanFile.NAME, "", planText, problems), problems);
        Numbering numbering = planFile.numbering();
        String domain = domains.isEmpty() ? "unknown.invalid" : domains.get(0);
        Map<String, LocalAccount> accounts = new AccountsFile(folder, domain, numbering, problems).read();
        Map<String, SipTrunk> trunks = new TrunksFile().read(YamlFile.read(folder, TrunksFile.NAME, problems));
        checkExposure(top, listeners, accounts);
        ConferencesReader.check(top, conferences, accounts.keySet());
        DialPlan plan = problems.unreadable()
                ? null
                : planFile.plan(
                        numbering, accounts, trunks, conferences.factories().keySet(), List.of());
        if (plan == null || !problems.none()) {
            throw new ConfigurationException(problems.sorted());
        }
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
                plan,
                planText,
                planFile.origins());
    }

    /**
     * The same configuration with other routes added to those of its files. The whole plan is checked, and its tests are
     * run.
     *
     * @param added all that are to be there
     * @throws ConfigurationException with everything that is wrong
     */
    public static Configuration withRoutes(Configuration base, List<AddedRoute> added) throws ConfigurationException {
        Problems problems = new Problems();
        PlanFile planFile = new PlanFile(YamlFile.parse(PlanFile.NAME, "", base.planText(), problems), problems);
        Numbering numbering = planFile.numbering();
        DialPlan plan = planFile.plan(
                numbering,
                base.accounts(),
                base.trunks(),
                base.conferences().factories().keySet(),
                added);
        if (plan == null || !problems.none()) {
            throw new ConfigurationException(problems.sorted());
        }
        return base.with(plan, planFile.origins());
    }

    /** Passwords that are printed in the documentation are for this machine alone. */
    private static void checkExposure(Section top, List<Listener> listeners, Map<String, LocalAccount> accounts) {
        if (listeners.stream().allMatch(Listener::loopback)) {
            return;
        }
        List<String> examples = Configuration.exampleCredentials(accounts);
        if (!examples.isEmpty()) {
            top.problem(
                    top.place("listeners"),
                    "an address that others can reach is listened on, while " + String.join(", ", examples)
                            + " still have the example's password: give them others ('switchboard passwd "
                            + examples.get(0) + "' makes hashes for accounts.yaml), delete them, or listen on"
                            + " 127.0.0.1 only");
        }
    }
}
