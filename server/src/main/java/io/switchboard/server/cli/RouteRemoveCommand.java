package io.switchboard.server.cli;

import io.switchboard.server.config.Configuration;
import io.switchboard.server.config.Settings;
import io.switchboard.server.store.AddedRoutes;
import io.switchboard.server.store.Database;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code switchboard route remove}. */
@Command(
        name = "remove",
        description = "Removes a route that was added by 'route add' from the running server's dial plan.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is gone",
            "1:there is none that was added, or the plan does not hold without it",
            "2:the command line is wrong",
            "69:no server runs, or the store cannot be used"
        },
        footer = {
            "",
            "Examples:",
            "  switchboard route remove rooms",
            "  switchboard route remove rooms --offline --config /etc/switchboard --data /var/lib/switchboard"
        })
final class RouteRemoveCommand implements Callable<Integer> {
    @Mixin
    private final ApiClient api = new ApiClient();

    @Mixin
    private final ConfigFolder config = new ConfigFolder();

    @Parameters(paramLabel = "NAME", description = "Name of the route.")
    private String name = "";

    @Option(
            names = "--offline",
            description = "Remove it from the store while no server runs: for one that cannot start with it.")
    private boolean offline;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is run
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (offline) {
            return offline();
        }
        return api.run("DELETE", "/routes/" + ApiClient.escaped(name), "", spec, answer -> {
            spec.commandLine().getOut().println("route '" + name + "' is gone");
            return ExitCode.OK;
        });
    }

    private int offline() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Configuration configuration = config.load(err);
        if (configuration == null) {
            return ExitCode.PROBLEMS;
        }
        Settings.Store store = configuration.store();
        try (Database database = new Database(store.jdbcUrl(api.folder()), store.username(), store.password())) {
            boolean gone = new AddedRoutes(database).remove(name);
            (gone ? out : err).println(gone ? "route '" + name + "' is gone" : "no route '" + name + "' was added");
            return gone ? ExitCode.OK : ExitCode.PROBLEMS;
        } catch (IOException | RuntimeException e) {
            err.println("the store cannot be used: " + e.getMessage());
            return ExitCode.UNAVAILABLE;
        } finally {
            out.flush();
            err.flush();
        }
    }
}
