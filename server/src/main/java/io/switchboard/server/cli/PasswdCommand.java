package io.switchboard.server.cli;

import io.switchboard.server.config.Configuration;
import io.switchboard.server.config.Ha1;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code switchboard passwd}. */
@Command(
        name = "passwd",
        description = "Asks for a password, or reads one line from standard input, and prints its digest hashes for"
                + " accounts.yaml. The password itself is stored nowhere.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the hashes are printed",
            "1:no password was given, both entries differ, or the configuration has problems",
            "2:the command line is wrong"
        },
        footer = {
            "",
            "Examples:",
            "  switchboard passwd alice",
            "  switchboard passwd alice --domain example.test < password.txt"
        })
final class PasswdCommand implements Callable<Integer> {
    @Parameters(paramLabel = "USER", description = "Name of the account.")
    private String user = "";

    @Option(
            names = "--domain",
            paramLabel = "DOMAIN",
            description = "Digest realm (default: the first of the configuration's domains).")
    private String domain = "";

    @Mixin
    private final ConfigFolder config = new ConfigFolder();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is run
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        String realm = domain;
        if (realm.isEmpty()) {
            Configuration configuration = config.load(err);
            if (configuration == null) {
                err.println("The realm is not known so; --domain gives it without a configuration.");
                return ExitCode.PROBLEMS;
            }
            realm = configuration.domain();
        }
        String password = password(err);
        if (password == null || password.isEmpty()) {
            err.println("No password was given.");
            return ExitCode.PROBLEMS;
        }
        Ha1 ha1 = Ha1.of(user, realm, password.getBytes(StandardCharsets.UTF_8));
        out.println("  # for realm " + realm);
        out.println("  " + user + ":");
        out.println("    ha1_md5: " + ha1.md5());
        out.println("    ha1_sha256: " + ha1.sha256());
        out.flush();
        return ExitCode.OK;
    }

    /** Twice from the terminal without echo, else one line of standard input; null if there is none. */
    @SuppressWarnings("SystemConsoleNull") // the property makes newer JDKs give null without a terminal, as 21 does
    private static @Nullable String password(PrintWriter err) throws IOException {
        System.setProperty("jdk.console", "java.base");
        Console console = System.console();
        if (console == null) {
            return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        }
        char[] first = console.readPassword("Password: ");
        char[] second = console.readPassword("Once more: ");
        if (first == null || !Arrays.equals(first, second)) {
            err.println("Both entries differ.");
            return null;
        }
        return new String(first);
    }
}
