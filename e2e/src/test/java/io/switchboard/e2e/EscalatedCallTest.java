package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What phones can do with a call that has become a conference: come in, take a seat over, and reach its focus. */
class EscalatedCallTest {
    private static final String WATCHES = "Allow-Events: conference\r\n";
    private static final String DONE = "{\"problems\":[]}";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private SwitchboardServer server;

    @SuppressWarnings("NullAway.Init")
    private SipPeer alice;

    @SuppressWarnings("NullAway.Init")
    private SipPeer bob;

    @SuppressWarnings("NullAway.Init")
    private SipPeer carol;

    /** Alice's call with Bob, and what it was answered with. */
    @SuppressWarnings("NullAway.Init")
    private Conversation alices;

    @SuppressWarnings("NullAway.Init")
    private Conversation bobs;

    @SuppressWarnings("NullAway.Init")
    private Message ok;

    @BeforeEach
    void theyTalk() {
        server = SwitchboardServer.start(
                folder,
                new Setup().account("alice", "1001").account("bob", "1002").account("carol", "1003"));
        alice = phone("alice");
        bob = phone("bob");
        carol = phone("carol");
        alices = calls(alice, "alice", WATCHES);
        Message invite = bob.await("INVITE ");
        bobs = Conversation.of(bob, invite);
        ok = alices.joined(bobs, invite);
    }

    @AfterEach
    void stop() {
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

    private SipPeer phone(String user) {
        SipPeer peer = SipPeer.udp("127.0.0.1", server.port());
        Registering.register(peer, user);
        return peer;
    }

    private static Conversation calls(SipPeer peer, String user, String headers) {
        return Conversation.from(peer, "sip:" + user + "@" + Setup.DOMAIN, "sip:1002@" + Setup.DOMAIN)
                .proven("INVITE", user, headers + Conversation.TYPE, Conversation.SDP);
    }

    private String id() {
        Matcher id = Pattern.compile("\"id\":\"([a-z2-7]+)\"").matcher(server.ask("call list"));
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    /** Takes a call into its room, or back. */
    private CompletableFuture<String> asks(String command) {
        String line = "call " + command + " " + id();
        return CompletableFuture.supplyAsync(() -> server.ask(line));
    }

    /** The next INVITE inside the dialog, answered; returns its Contact. */
    private static String takes(SipPeer peer, Conversation in) {
        Message invite = peer.await("INVITE ");
        in.respond(invite, "200 OK", Conversation.TYPE, Conversation.SDP);
        peer.await("ACK ");
        return invite.header("Contact");
    }

    /** Alice is asked for an offer, Bob is shown it, and his answer comes with the ACK to her; returns the Contacts. */
    private String goDirect() {
        Message asked = alice.await("INVITE ");
        alices.respond(asked, "200 OK", Conversation.TYPE, Conversation.SDP);
        String shown = takes(bob, bobs);
        alice.await("ACK ");
        return asked.header("Contact") + " " + shown;
    }

    private String names() {
        return ok.header("Call-ID") + ";to-tag=" + tag(ok.header("To")) + ";from-tag=" + tag(ok.header("From"));
    }

    private static String tag(String value) {
        return value.substring(value.indexOf(";tag=") + 5);
    }

    private void seated(int participants) {
        Await.until(
                () -> participants + " are in: " + server.ask("conference list"),
                Duration.ofSeconds(10),
                () -> server.ask("conference list").split("\"stage\":\"in\"", -1).length - 1 == participants);
    }

    @Test
    void aFurtherPhoneJoinsTheCall() {
        Conversation joining = calls(carol, "alice", "Join: " + names() + "\r\n");
        takes(alice, alices);
        takes(bob, bobs);
        assertThat(joining.answered().header("Contact")).contains("sip:call-").endsWith(";isfocus");
        seated(3);
        Conversation stranger = calls(carol, "carol", "Join: " + names() + "\r\n");
        Message refusal = stranger.finalOf("INVITE");
        assertThat(refusal.status()).as("she has no part in it").isEqualTo(403);
        stranger.ackRefusal(refusal);
        joining.bye("alice");
        goDirect();
        alices.bye("alice");
        bobs.hungUp();
    }

    @Test
    void anotherPhoneTakesASeatOver() {
        CompletableFuture<String> mixed = asks("mix");
        takes(alice, alices);
        takes(bob, bobs);
        assertThat(mixed.join()).isEqualTo(DONE);
        Conversation taking = calls(carol, "alice", WATCHES + "Replaces: " + names() + "\r\n");
        assertThat(taking.answered().header("Contact")).endsWith(";isfocus");
        alices.hungUp();
        seated(2);
        taking.bye("alice");
        bobs.hungUp();
    }

    /** RFC 4579 section 3: its Contact says that it is a conference, and is where that is reached. */
    @Test
    void theContactLeadsToTheFocusForAsLongAsThereIsOne() {
        CompletableFuture<String> mixed = asks("mix");
        String contact = takes(alice, alices);
        assertThat(takes(bob, bobs))
                .as("his phone does not say that it watches conferences")
                .doesNotContain("isfocus");
        assertThat(contact).contains("<sip:call-" + id() + "@").endsWith(">;isfocus");
        assertThat(mixed.join()).isEqualTo(DONE);
        String focus = contact.substring(1, contact.indexOf('>'));

        Conversation watching = Conversation.from(alice, "sip:alice@" + Setup.DOMAIN, focus);
        assertThat(watching.prove("SUBSCRIBE", "alice", "Event: conference\r\nExpires: 0\r\n", "")
                        .status())
                .isEqualTo(200);
        Message roster = alice.await("NOTIFY ");
        watching.respond(roster, "200 OK");
        assertThat(roster.body()).contains("sip:alice@" + Setup.DOMAIN, "sip:bob@" + Setup.DOMAIN);
        assertThat(Conversation.from(carol, "sip:carol@" + Setup.DOMAIN, focus)
                        .prove("SUBSCRIBE", "carol", "Event: conference\r\n", "")
                        .status())
                .as("she is not in it")
                .isEqualTo(403);
        assertThat(refers(carol, "carol", focus)).as("nor may she add anybody").isEqualTo(403);

        assertThat(refers(alice, "alice", focus)).isEqualTo(200);
        Message invite = carol.await("INVITE ");
        Conversation carols = Conversation.of(carol, invite);
        carols.respond(invite, "200 OK", Conversation.TYPE, Conversation.SDP);
        carol.await("ACK ");
        seated(3);
        carols.bye("carol");
        asks("unmix").join();
        assertThat(goDirect()).as("a call of two is none").doesNotContain("isfocus", "call-", "key=");
        alices.bye("alice");
        bobs.hungUp();
    }

    private static int refers(SipPeer peer, String user, String focus) {
        return Conversation.from(peer, "sip:" + user + "@" + Setup.DOMAIN, focus)
                .prove("REFER", user, "Refer-To: <sip:1003@" + Setup.DOMAIN + ">\r\nRefer-Sub: false\r\n", "")
                .status();
    }
}
