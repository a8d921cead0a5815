package io.switchboard.e2e;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A scene: phones of Alice, Bob and Carol, played by the test, on a server of their own. */
abstract class ThreePhones {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    SwitchboardServer server;

    @SuppressWarnings("NullAway.Init")
    SipPeer alice;

    @SuppressWarnings("NullAway.Init")
    SipPeer bob;

    @SuppressWarnings("NullAway.Init")
    SipPeer carol;

    /** What is configured besides their accounts. */
    Setup more(Setup setup) {
        return setup;
    }

    @BeforeEach
    void start() {
        server = SwitchboardServer.start(
                folder,
                more(new Setup().account("alice", "1001").account("bob", "1002").account("carol", "1003")));
        alice = phone("alice");
        bob = phone("bob");
        carol = phone("carol");
    }

    private SipPeer phone(String user) {
        SipPeer peer = SipPeer.udp("127.0.0.1", server.port());
        Registering.register(peer, user);
        return peer;
    }

    @AfterEach
    void nothingIsLeft() {
        try {
            new Scene(server, "udp").assertNothingLeft();
            Await.until(
                    "the rooms are gone",
                    Duration.ofSeconds(10),
                    () -> server.counters().get("conferences") == 0);
        } finally {
            alice.close();
            bob.close();
            carol.close();
            server.close();
        }
    }

    static Conversation calls(SipPeer peer, String user, String uri, String headers) {
        return Conversation.from(peer, "sip:" + user + "@" + Setup.DOMAIN, uri)
                .proven("INVITE", user, headers + Conversation.TYPE, Conversation.SDP);
    }

    /** Takes a call. */
    static Conversation answers(SipPeer peer, Message invite) {
        Conversation made = Conversation.of(peer, invite);
        made.respond(invite, "200 OK", Conversation.TYPE, Conversation.SDP);
        peer.await("ACK ");
        return made;
    }

    /** The dialog that a 200 has made, as Replaces and Join name it. */
    static String names(Message ok, String separator, String equals) {
        return ok.header("Call-ID") + separator + "to-tag" + equals + tag(ok.header("To")) + separator + "from-tag"
                + equals + tag(ok.header("From"));
    }

    private static String tag(String value) {
        return value.substring(value.indexOf(";tag=") + 5);
    }
}
