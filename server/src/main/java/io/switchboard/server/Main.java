package io.switchboard.server;

import io.switchboard.server.cli.SwitchboardCommand;

/** Entry point of the {@code switchboard} command. */
public final class Main {
    private Main() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(SwitchboardCommand.run(args));
    }
}
