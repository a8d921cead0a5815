package io.switchboard.routing;

/**
 * Who calls, as the server has found out (not as the From header says).
 *
 * @param kind a local account or a trunk
 * @param name the account's user name or the trunk's name
 * @param number the number to show: the account's own number (its name if it has none), or what the trunk sent
 */
public record Caller(Kind kind, String name, String number) {
    /** Kinds of callers. */
    public enum Kind {
        /** A user of this server. */
        ACCOUNT,
        /** Another server, known by its address. */
        TRUNK
    }

    /** A local user. */
    public static Caller account(String user, String number) {
        return new Caller(Kind.ACCOUNT, user, number);
    }

    /** A call that came in by a trunk. */
    public static Caller trunk(String trunk, String number) {
        return new Caller(Kind.TRUNK, trunk, number);
    }

    /** The server itself, which may call what every account may. */
    public static Caller nobody(String number) {
        return new Caller(Kind.ACCOUNT, "", number);
    }

    /** {@code account:alice} or {@code trunk:carrier-a}. */
    public String describe() {
        return (kind == Kind.ACCOUNT ? "account:" : "trunk:") + name;
    }
}
