package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What phones can do with a call that has become a conference: come in, take a seat over, and reach its focus. */
class EscalatedCallTest extends ThreePhones {
    private static final String WATCHES = "Allow-Events: conference\r\n";
    private static final String DONE = "{\"problems\":[]}";

    /** Alice's call with Bob, and what it was answered with. */
    @SuppressWarnings("NullAway.Init")
    private Conversation alices;

    @SuppressWarnings("NullAway.Init")
    private Conversation bobs;

    @SuppressWarnings("NullAway.Init")
    private Message ok;

    @BeforeEach
    void theyTalk() {
        alices = calls(alice, "alice", WATCHES);
        Message invite = bob.await("INVITE ");
        bobs = Conversation.of(bob, invite);
        ok = alices.joined(bobs, invite);
    }

    private static Conversation calls(SipPeer peer, String user, String headers) {
        return calls(peer, user, "sip:1002@" + Setup.DOMAIN, headers);
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
        return names(ok, ";", "=");
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
        Conversation carols = answers(carol, invite);
        seated(3);
        carols.bye("carol");
        asks("unmix").join();
        assertThat(goDirect()).as("a call of two is none").doesNotContain("isfocus", "call-", "key=");
        alices.bye("alice");
        bobs.hungUp();
    }

    /** A call of two is a conference of two: its focus can be asked before it has a room. */
    @Test
    void theFocusOfACallOfTwoTakesAThird() {
        String focus = "sip:call-" + id() + "@" + Setup.DOMAIN;
        assertThat(refers(carol, "carol", focus)).as("she has no part in it").isEqualTo(403);
        assertThat(refers(alice, "alice", "sip:call-nobody@" + Setup.DOMAIN)).isEqualTo(404);
        assertThat(refers(alice, "alice", focus)).isEqualTo(200);
        takes(alice, alices);
        takes(bob, bobs);
        Message invite = carol.await("INVITE ");
        assertThat(invite.header("Contact")).contains("sip:call-").endsWith(";isfocus");
        assertThat(invite.header("Referred-By")).contains("sip:alice@" + Setup.DOMAIN);
        Conversation carols = answers(carol, invite);
        seated(3);
        carols.bye("carol");
        goDirect();
        alices.bye("alice");
        bobs.hungUp();
    }

    @Test
    void aThirdWhoDeclinesLeavesTheTwoDirect() {
        assertThat(refers(bob, "bob", "sip:call-" + id() + "@" + Setup.DOMAIN)).isEqualTo(200);
        takes(alice, alices);
        takes(bob, bobs);
        Message invite = carol.await("INVITE ");
        Conversation.of(carol, invite).respond(invite, "603 Decline");
        carol.await("ACK ");
        goDirect();
        alices.bye("alice");
        bobs.hungUp();
    }

    /** RFC 4579 section 5.5: the focus that dials out says that it is one, and lets nobody in who has not come. */
    @Test
    void whoIsCalledIntoACallSeesItsFocus() {
        CompletableFuture<String> added = CompletableFuture.supplyAsync(() -> server.ask("call add " + id() + " 1003"));
        takes(alice, alices);
        takes(bob, bobs);
        Message invite = carol.await("INVITE ");
        String contact = invite.header("Contact");
        assertThat(contact)
                .contains("<sip:call-" + id() + "@")
                .endsWith(">;isfocus")
                .doesNotContain("key=");
        Conversation carols = answers(carol, invite);
        assertThat(added.join()).isEqualTo(DONE);
        alices.bye("alice");
        Message asked = bob.await("INVITE ");
        bobs.respond(asked, "200 OK", Conversation.TYPE, Conversation.SDP);
        assertThat(takes(carol, carols)).as("a call of two is none").doesNotContain("isfocus", "call-", "key=");
        bob.await("ACK ");
        carols.bye("carol");
        bobs.hungUp();
    }

    private static int refers(SipPeer peer, String user, String focus) {
        return Conversation.from(peer, "sip:" + user + "@" + Setup.DOMAIN, focus)
                .prove("REFER", user, "Refer-To: <sip:1003@" + Setup.DOMAIN + ">\r\nRefer-Sub: false\r\n", "")
                .status();
    }
}
