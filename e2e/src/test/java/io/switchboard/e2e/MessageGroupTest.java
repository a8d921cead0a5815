package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One message for several: those who are in a room, and those on a list (RFC 5365). */
class MessageGroupTest {
    private static final String ROOM = "sip:3000@" + Setup.DOMAIN;
    private static final String LISTED =
            "Require: recipient-list-message\r\nContent-Type: multipart/mixed;boundary=b\r\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static SwitchboardServer server;

    @BeforeAll
    static void start() {
        Setup setup = new Setup().route("3000", "\"conference:3000\"").setting("messages", "answer_after", "500ms");
        for (String user : List.of("alice", "bob", "carol", "dave", "erin")) {
            setup.account(user, "10" + (int) user.charAt(0));
        }
        server = SwitchboardServer.start(folder, setup);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static SipPeer phone(String user) {
        SipPeer phone = SipPeer.udp("127.0.0.1", server.port());
        Registering.register(phone, user, "Contact: *\r\nExpires: 0\r\n"); // those of other tests are gone
        Registering.register(phone, user);
        return phone;
    }

    private static String aor(String user) {
        return "sip:" + user + "@" + Setup.DOMAIN;
    }

    /** Sends a message as an account, which logs in; its answer is to be awaited. */
    private static void sends(SipPeer phone, String user, String to, String headers, String body) {
        Conversation.from(phone, aor(user), to).proven("MESSAGE", user, headers, body);
    }

    private static void says(SipPeer phone, String user, String to, String text) {
        sends(phone, user, to, "Content-Type: text/plain\r\n", text);
    }

    private static Conversation enters(SipPeer phone, String user) {
        Conversation call =
                Conversation.from(phone, aor(user), ROOM).proven("INVITE", user, Conversation.TYPE, Conversation.SDP);
        call.answered();
        return call;
    }

    @Test
    void whoIsInARoomReadsAndWritesAndNobodyElse() {
        try (SipPeer alice = phone("alice");
                SipPeer bob = phone("bob");
                SipPeer carol = phone("carol");
                SipPeer pbx = SipPeer.udp(Setup.PBX, server.port())) {
            says(carol, "carol", ROOM, "is somebody there?");
            assertThat(carol.await("SIP/2.0 ").start()).isEqualTo("SIP/2.0 480 Nobody Is There");
            Conversation first = enters(alice, "alice");
            says(alice, "alice", ROOM, "am I alone?");
            assertThat(alice.await("SIP/2.0 ").start()).isEqualTo("SIP/2.0 480 Nobody Else Is There");
            Conversation second = enters(bob, "bob");

            says(alice, "alice", ROOM, "to all");
            Message got = Texting.take(bob);
            assertThat(got.body()).isEqualTo("to all");
            assertThat(got.header("From")).startsWith("<" + aor("alice") + ">");
            assertThat(alice.await("SIP/2.0 ").status()).isEqualTo(200);

            // Inside the call, as Linphone writes to a conference; a notification comes back the same way.
            second.proven("MESSAGE", "bob", "Content-Type: message/imdn+xml\r\n", "<imdn/>");
            got = Texting.take(alice);
            assertThat(got.body()).isEqualTo("<imdn/>");
            assertThat(got.header("Content-Type")).isEqualTo("message/imdn+xml");
            assertThat(got.header("From")).startsWith("<" + aor("bob") + ">");
            assertThat(second.finalOf("MESSAGE").status()).isEqualTo(200);

            says(carol, "carol", ROOM, "let me in");
            assertThat(carol.await("SIP/2.0 ").start()).isEqualTo("SIP/2.0 403 Only For Those In The Room");
            pbx.send(Texting.text(pbx, "4711", "3000", "from-outside", "me too"));
            assertThat(pbx.await("SIP/2.0 ").status()).isEqualTo(403);
            first.bye("alice");
            second.bye("bob");
            for (SipPeer each : List.of(alice, bob, carol)) {
                assertThat(each.receive(Duration.ofMillis(300)))
                        .as("nobody reads what was refused")
                        .isNull();
            }
        }
    }

    private static String listed(String type, String text, String... uris) {
        StringBuilder list =
                new StringBuilder("<resource-lists xmlns=\"urn:ietf:params:xml:ns:resource-lists\"><list>");
        for (String uri : uris) {
            list.append("<entry uri=\"").append(uri).append("\"/>");
        }
        return "--b\r\nContent-Type: " + type + "\r\n\r\n" + text
                + "\r\n--b\r\nContent-Type: application/resource-lists+xml\r\n"
                + "Content-Disposition: recipient-list\r\n\r\n" + list + "</list></resource-lists>\r\n--b--\r\n";
    }

    private static List<String> told(SipPeer phone, int count) {
        List<String> texts = new ArrayList<>();
        while (texts.size() < count) {
            texts.add(Texting.take(phone).body());
        }
        return texts;
    }

    /** Who is there has it, who is away gets it, and of who is unknown the sender is told. */
    @Test
    void aListReachesItsMembersAndTheSenderLearnsOfTheOthers() {
        try (SipPeer alice = phone("alice");
                SipPeer bob = phone("bob")) {
            String[] uris = {aor("bob"), aor("nobody"), "tel:+494012", "sip:10100@" + Setup.DOMAIN};
            sends(alice, "alice", aor("list"), LISTED, listed("text/plain", "to all", uris));
            Message got = Texting.take(bob);
            assertThat(got.body()).isEqualTo("to all");
            assertThat(got.header("Content-Type")).isEqualTo("text/plain");
            assertThat(got.header("Require")).isEmpty();
            assertThat(alice.await("SIP/2.0 ").status()).isEqualTo(202);
            assertThat(told(alice, 2))
                    .anySatisfy(text -> assertThat(text)
                            .startsWith("Your message to nobody@" + Setup.DOMAIN)
                            .endsWith("was not delivered: it was refused (404)."))
                    .anySatisfy(text -> assertThat(text).startsWith("Your message to +494012@" + Setup.DOMAIN));
            try (SipPeer dave = phone("dave")) {
                assertThat(Texting.take(dave).body()).as("10100 was away").isEqualTo("to all");
            }
        }
    }

    @Test
    void whoAskedIsToldOfTheOthersByANotification() {
        try (SipPeer alice = phone("alice");
                SipPeer bob = phone("bob")) {
            String cpim = "From: <" + aor("alice") + ">\r\nTo: <" + aor("list") + ">\r\nNS: imdn"
                    + " <urn:ietf:params:imdn>\r\nimdn.Message-ID: Abc1\r\n"
                    + "imdn.Disposition-Notification: positive-delivery, negative-delivery\r\n\r\n"
                    + "Content-Type: text/plain\r\n\r\nhello";
            sends(alice, "alice", aor("list"), LISTED, listed("message/cpim", cpim, aor("bob"), aor("nobody")));
            assertThat(Texting.take(bob).body()).isEqualTo(cpim);
            assertThat(alice.await("SIP/2.0 ").status()).isEqualTo(202);
            Message failed = Texting.take(alice);
            assertThat(failed.header("Content-Type")).isEqualTo("message/cpim");
            assertThat(failed.body())
                    .contains(
                            "Content-Type: message/imdn+xml",
                            "<message-id>Abc1</message-id>",
                            "<recipient-uri>" + aor("nobody") + "</recipient-uri>",
                            "<failed/>");
            says(bob, "bob", aor("alice"), "<delivered/>");
            assertThat(Texting.take(alice).body())
                    .as("his own goes to the sender")
                    .isEqualTo("<delivered/>");
        }
    }

    @Test
    void listsThatNobodyGetsAreRefused() {
        try (SipPeer erin = phone("erin")) {
            String[] tooMany = new String[101];
            for (int i = 0; i < tooMany.length; i++) {
                tooMany[i] = aor("u" + i);
            }
            String good = listed("text/plain", "x", aor("nobody"));
            refused(erin, good, 404);
            refused(erin, listed("text/plain", "x"), 400);
            refused(erin, listed("text/plain", "x", "mailto:bob@" + Setup.DOMAIN), 400);
            refused(erin, listed("text/plain", "x", tooMany), 413);
            refused(erin, good.replace("<list>", "<list"), 400);
            refused(erin, good.replace("recipient-list\r\n", "render\r\n"), 400);
            refused(erin, "no parts", 400);
        }
    }

    private static void refused(SipPeer phone, String body, int status) {
        sends(phone, "erin", aor("list"), LISTED, body);
        assertThat(phone.await("SIP/2.0 ").status()).as(body).isEqualTo(status);
    }
}
