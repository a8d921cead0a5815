package io.switchboard.e2e;

import java.time.Duration;

/** A server with peers around it: what most scenarios share. */
final class Scene {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final SwitchboardServer server;
    private final String transport;

    Scene(SwitchboardServer server, String transport) {
        this.server = server;
        this.transport = transport;
    }

    /** A call from the trunk pbx. */
    Sipp caller(String scenario, String number) {
        return Sipp.scenario(scenario)
                .from(Setup.PBX)
                .over(transport)
                .to("127.0.0.1", server.port())
                .dial(number)
                .fill("caller", "4711@" + Setup.PBX)
                .fill("domain", Setup.DOMAIN);
    }

    /** A phone of bob, the only one that he has. */
    Sipp.Running bob(Sipp scenario) {
        return phone("bob", scenario);
    }

    /** A phone of an account, the only one that it has. */
    Sipp.Running phone(String account, Sipp scenario) {
        Sipp.Running phone =
                scenario.over(transport).login(account, server.port()).start();
        SipClient.registerPhones(server, transport, account, phone.port());
        return phone;
    }

    /** The caller's scenario runs to its end, and so does the callee's. */
    void runs(Sipp caller, Sipp.Running callee) {
        try (callee) {
            try {
                caller.run().allGood(1);
            } catch (AssertionError e) {
                throw new AssertionError(e.getMessage() + "\nThe callee saw:\n" + callee.messages(), e);
            }
            callee.allGood();
        }
        assertNothingLeft();
    }

    /** Waits until there is no room any more either, nor a socket for its media. */
    void assertNoRoomLeft() {
        assertNothingLeft();
        Await.until(
                () -> "rooms are gone: " + server.counters(),
                SOON,
                () -> server.counters().get("conferences") == 0
                        && server.counters().get("media_participants") == 0
                        && server.counters().get("media_sockets") == 0);
    }

    /** Waits until the server has no call, leg or transaction any more. */
    void assertNothingLeft() {
        Await.until(
                "calls and legs are gone: " + server.counters(),
                SOON,
                () -> server.counters().idle());
    }
}
