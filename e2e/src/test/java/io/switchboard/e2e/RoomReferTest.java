package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** REFER to a room, and INVITEs that name it otherwise than by its number (RFC 4579, RFC 3911). */
class RoomReferTest extends ThreePhones {
    private static final String ROOM = "sip:3000@" + Setup.DOMAIN;

    @Override
    Setup more(Setup setup) {
        return setup.route("3000", "\"conference:3000\"")
                .route("3001", "\"conference:3001\"")
                .setting("conferences", "rooms", "{\"3001\": {moderators: [alice]}}");
    }

    /** In the room. */
    private static Conversation enters(SipPeer peer, String user, String uri) {
        Conversation made = calls(peer, user, uri, "");
        assertThat(made.answered().header("Contact")).endsWith(";isfocus");
        return made;
    }

    private static Message refer(Conversation in, String user, String referTo) {
        return in.prove("REFER", user, "Refer-To: <" + referTo + ">\r\n", "");
    }

    /** The next report, answered: its Event, its status and the state of the subscription. */
    private static String reported(SipPeer peer) {
        Message notify = peer.await("NOTIFY ");
        assertThat(notify.header("Content-Type")).isEqualTo("message/sipfrag;version=2.0");
        peer.respond(notify, "200 OK", "", "", "");
        return notify.header("Event") + " " + notify.body().strip().substring(8) + " "
                + notify.header("Subscription-State").replaceAll(";expires=.*", "");
    }

    private void in(String... users) {
        Await.until(() -> List.of(users) + " are in: " + server.ask("conference list"), Duration.ofSeconds(10), () -> {
            String list = server.ask("conference list");
            return list.split("\"stage\":\"in\"", -1).length - 1 == users.length
                    && List.of(users).stream().allMatch(user -> list.contains("account:" + user + "@"));
        });
    }

    @Test
    void aParticipantAddsAndRemoves() {
        Conversation room = enters(alice, "alice", ROOM);
        Message accepted = refer(room, "alice", "sip:1002@" + Setup.DOMAIN);
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.header("Contact")).endsWith(";isfocus");
        assertThat(reported(alice)).isEqualTo("refer 100 Trying active");
        Message invite = bob.await("INVITE ");
        assertThat(invite.header("From")).startsWith("<" + ROOM + ">");
        assertThat(invite.header("Contact")).endsWith(";isfocus");
        assertThat(invite.header("Referred-By")).isEqualTo("<sip:alice@" + Setup.DOMAIN + ">");
        Conversation.of(bob, invite).respond(invite, "180 Ringing");
        assertThat(reported(alice)).isEqualTo("refer 180 Ringing active");
        Conversation added = answers(bob, invite);
        assertThat(reported(alice)).isEqualTo("refer 200 OK terminated;reason=noresource");
        in("alice", "bob");

        assertThat(refer(room, "alice", "sip:bob@" + Setup.DOMAIN + ";method=BYE")
                        .status())
                .isEqualTo(202);
        assertThat(reported(alice)).matches("refer;id=\\d+ 100 Trying active");
        added.hungUp();
        assertThat(reported(alice)).matches("refer;id=\\d+ 200 OK terminated;reason=noresource");
        in("alice");
        room.bye("alice");
        Await.until(
                "her call is recorded",
                Duration.ofSeconds(10),
                () -> server.records().toString().contains("\"from\":\"account:alice@"));
    }

    /** A participant from a trunk, as SIPp reads the reports. */
    @Test
    void sippAddsAndRemoves() {
        try (Sipp.Running caller = new Scene(server, "udp")
                .caller("caller-refers-in-room", "3000")
                .fill("target", "bob")
                .start()) {
            answers(bob, bob.await("INVITE ")).hungUp();
            caller.allGood();
        }
    }

    @Test
    void severalAtTheSameTimeAreToldApart() {
        Conversation room = enters(alice, "alice", ROOM);
        assertThat(refer(room, "alice", "sip:bob@" + Setup.DOMAIN).status()).isEqualTo(202);
        assertThat(reported(alice)).isEqualTo("refer 100 Trying active");
        assertThat(refer(room, "alice", "sip:carol@" + Setup.DOMAIN).status()).isEqualTo(202);
        String trying = reported(alice);
        assertThat(trying).matches("refer;id=\\d+ 100 Trying active");
        String second = trying.substring(0, trying.indexOf(' '));
        Message toBob = bob.await("INVITE ");
        Message toCarol = carol.await("INVITE ");
        Conversation.of(carol, toCarol).respond(toCarol, "486 Busy Here");
        carol.await("ACK ");
        assertThat(reported(alice)).isEqualTo(second + " 486 Busy Here terminated;reason=noresource");
        Conversation added = answers(bob, toBob);
        assertThat(reported(alice)).isEqualTo("refer 200 OK terminated;reason=noresource");
        room.bye("alice");
        added.bye("bob");
    }

    /** RFC 4488: the answer says so, and there are no reports. */
    @Test
    void reportsCanBeDoneWithout() {
        Conversation room = enters(alice, "alice", ROOM);
        Message accepted =
                room.prove("REFER", "alice", "Refer-To: <sip:bob@" + Setup.DOMAIN + ">\r\nRefer-Sub: false\r\n", "");
        assertThat(accepted.status()).isEqualTo(200);
        assertThat(accepted.header("Refer-Sub")).isEqualTo("false");
        Conversation added = answers(bob, bob.await("INVITE "));
        in("alice", "bob");
        assertThat(server.ask("conference remove 3000 1")).contains("[]");
        room.respond(alice.expect("BYE "), "200 OK"); // nothing came before it
        added.bye("bob");
    }

    @Test
    void outsideOfADialogToo() {
        Conversation room = enters(alice, "alice", ROOM);
        Conversation outside = Conversation.from(alice, "sip:alice@" + Setup.DOMAIN, ROOM);
        Message accepted = refer(outside, "alice", "sip:1002@" + Setup.DOMAIN);
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(reported(alice)).isEqualTo("refer 100 Trying active");
        Conversation added = answers(bob, bob.await("INVITE "));
        assertThat(reported(alice)).isEqualTo("refer 200 OK terminated;reason=noresource");

        Conversation byContact = Conversation.from(alice, "sip:alice@" + Setup.DOMAIN, room.target());
        assertThat(refer(byContact, "alice", "sip:bob@" + Setup.DOMAIN + ";method=BYE")
                        .status())
                .isEqualTo(202);
        added.hungUp();
        reported(alice);
        assertThat(reported(alice)).isEqualTo("refer 200 OK terminated;reason=noresource");
        room.bye("alice");
    }

    @Test
    void wrongOnesAreRefused() {
        Conversation room = enters(alice, "alice", ROOM);
        assertThat(room.prove("REFER", "alice", "", "").status()).isEqualTo(400);
        assertThat(room.request("REFER", "Refer-To: <sip:bob@a.test>\r\nRefer-To: <sip:carol@a.test>\r\n", "")
                        .finalOf("REFER")
                        .status())
                .as("refused before anybody is asked who he is")
                .isEqualTo(400);
        assertThat(refer(room, "alice", "tel:1002").status()).isEqualTo(416);
        assertThat(refer(room, "alice", "sip:bob@a.test;method=SUBSCRIBE").status())
                .isEqualTo(501);
        assertThat(refer(room, "alice", "sip:nobody@a.test;method=BYE").status())
                .isEqualTo(404);
        assertThat(room.prove("REFER", "alice", "Refer-To: <sip:bob@a.test>\r\nRequire: weather\r\n", "")
                        .header("Unsupported"))
                .isEqualTo("weather");
        Conversation nowhere = Conversation.from(alice, "sip:alice@" + Setup.DOMAIN, "sip:3999@" + Setup.DOMAIN);
        assertThat(refer(nowhere, "alice", "sip:1002@" + Setup.DOMAIN).status()).isEqualTo(404);
        Conversation stranger = Conversation.from(carol, "sip:carol@" + Setup.DOMAIN, ROOM);
        assertThat(refer(stranger, "carol", "sip:1002@" + Setup.DOMAIN).status())
                .as("she is not in it")
                .isEqualTo(403);
        assertThat(Conversation.from(carol, "sip:carol@" + Setup.DOMAIN, ROOM)
                        .request("REFER", "Refer-To: <sip:1002@" + Setup.DOMAIN + ">\r\n", "")
                        .finalOf("REFER")
                        .status())
                .as("without credentials")
                .isEqualTo(407);
        assertThat(refer(room, "alice", "sip:9999@" + Setup.DOMAIN).status()).isEqualTo(202);
        assertThat(reported(alice)).endsWith("100 Trying active");
        assertThat(reported(alice)).endsWith("404 Not Found terminated;reason=noresource");
        in("alice");
        room.bye("alice");
    }

    @Test
    void inARoomWithModeratorsOnlyTheyMay() {
        String uri = "sip:3001@" + Setup.DOMAIN;
        Conversation room = enters(carol, "carol", uri);
        assertThat(refer(room, "carol", "sip:1002@" + Setup.DOMAIN).status()).isEqualTo(403);
        Conversation moderator = Conversation.from(alice, "sip:alice@" + Setup.DOMAIN, uri);
        assertThat(refer(moderator, "alice", "sip:1002@" + Setup.DOMAIN).status())
                .isEqualTo(202);
        reported(alice);
        Message invite = bob.await("INVITE ");
        Conversation.of(bob, invite).respond(invite, "603 Decline");
        bob.await("ACK ");
        assertThat(reported(alice)).isEqualTo("refer 603 Decline terminated;reason=noresource");
        assertThat(refer(room, "carol", "sip:carol@" + Setup.DOMAIN + ";method=BYE")
                        .status())
                .as("herself")
                .isEqualTo(202);
        room.hungUp();
    }

    /** RFC 4579 section 5.7: Alice talks with Bob, and takes him into her room. */
    @Test
    void aCallIsPulledIn() {
        Conversation talk = calls(alice, "alice", "sip:1002@" + Setup.DOMAIN, "");
        Message invite = bob.await("INVITE ");
        Conversation bobs = Conversation.of(bob, invite);
        Message ok = talk.joined(bobs, invite);
        Conversation room = enters(alice, "alice", ROOM);
        String replaces = "sip:bob@" + Setup.DOMAIN + "?Replaces=" + names(ok, "%3B", "%3D");

        assertThat(refer(room, "alice", replaces).status()).isEqualTo(202);
        assertThat(reported(alice)).isEqualTo("refer 100 Trying active");
        bobs.respond(bob.await("INVITE "), "488 Not Acceptable Here");
        assertThat(reported(alice)).endsWith("488 Not Acceptable Here terminated;reason=noresource");

        assertThat(refer(room, "alice", replaces).status()).isEqualTo(202);
        assertThat(reported(alice)).endsWith("100 Trying active");
        Message asked = bob.await("INVITE ");
        assertThat(asked.body()).contains("m=audio", "opus");
        bobs.respond(asked, "200 OK", Conversation.TYPE, Conversation.SDP);
        bob.await("ACK ");
        talk.hungUp();
        assertThat(reported(alice)).endsWith("200 OK terminated;reason=noresource");
        in("alice", "bob");
        bobs.bye("bob");
        room.bye("alice");
    }

    /** The dialog is between others: the phone is asked to give it up by itself. */
    @Test
    void aDialogOfOthersIsReplacedThere() {
        Conversation room = enters(alice, "alice", ROOM);
        refer(room, "alice", "sip:bob@" + Setup.DOMAIN + "?Replaces=x%40y%3Bto-tag%3D1%3Bfrom-tag%3D2");
        assertThat(reported(alice)).isEqualTo("refer 100 Trying active");
        Message invite = bob.await("INVITE ");
        assertThat(invite.header("Replaces")).isEqualTo("x@y;to-tag=1;from-tag=2");
        Conversation added = answers(bob, invite);
        assertThat(reported(alice)).isEqualTo("refer 200 OK terminated;reason=noresource");
        room.bye("alice");
        added.bye("bob");
    }

    @Test
    void theContactOfAFocusIsAnAddressToo() {
        assertThat(server.ask("conference invite side-room 1002")).contains("\"participant\":1");
        Conversation first = answers(bob, bob.await("INVITE "));
        Conversation guessing = calls(alice, "alice", first.target().replaceFirst("key=", "key=x"), "");
        Message unknown = guessing.finalOf("INVITE");
        assertThat(unknown.status()).as("the key is wrong").isEqualTo(404);
        guessing.ackRefusal(unknown);
        Conversation second = enters(carol, "carol", first.target());
        in("bob", "carol");
        Conversation room = enters(alice, "alice", ROOM);
        assertThat(server.ask("conference list")).contains("\"name\":\"3000\"", "\"name\":\"side-room\"");
        room.bye("alice");
        first.bye("bob");
        second.bye("carol");
    }

    @Test
    void joinEntersTheRoomOfTheNamedDialog() {
        Conversation named = calls(alice, "alice", ROOM, "");
        Message ok = named.answered();
        Conversation joining =
                calls(carol, "carol", "sip:1001@" + Setup.DOMAIN, "Join: " + names(ok, ";", "=") + "\r\n");
        assertThat(joining.answered().header("Contact")).contains("sip:3000@").endsWith(";isfocus");
        in("alice", "carol");
        Conversation unknown = calls(bob, "bob", "sip:1001@" + Setup.DOMAIN, "Join: x;to-tag=1;from-tag=2\r\n");
        Message gone = unknown.finalOf("INVITE");
        assertThat(gone.status()).isEqualTo(481);
        unknown.ackRefusal(gone);
        Conversation malformed = calls(bob, "bob", "sip:1001@" + Setup.DOMAIN, "Join: x\r\n");
        Message bad = malformed.finalOf("INVITE");
        assertThat(bad.status()).isEqualTo(400);
        malformed.ackRefusal(bad);
        named.bye("alice");
        joining.bye("carol");
    }
}
