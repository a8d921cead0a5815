package io.switchboard.server.cli;

/** Exit codes of the command, as its help lists them. */
public final class ExitCode {
    /** Done. */
    public static final int OK = 0;

    /** The configuration has problems, or the call would be refused. */
    public static final int PROBLEMS = 1;

    /** The command line is wrong. */
    public static final int USAGE = 2;

    /** Something outside of the configuration is missing: no server runs, an address is taken. */
    public static final int UNAVAILABLE = 69;

    private ExitCode() {}
}
