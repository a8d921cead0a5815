package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Single messages at the edges of what is allowed: long, late, wrapped, to a phone's own address. */
class MessageEdgeTest {
    private static final int LONGEST = 4_096;
    private static final String PLAIN = "Content-Type: text/plain\r\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static SwitchboardServer server;

    @BeforeAll
    static void start() {
        Setup setup = new Setup()
                .setting("messages", "answer_after", "500ms")
                .setting("messages", "max_size", Integer.toString(LONGEST));
        for (String user : List.of("alice", "bob", "carol", "dave", "erin", "frank", "grace")) {
            setup.account(user, "10" + (int) user.charAt(0));
        }
        server = SwitchboardServer.start(folder, setup);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static SipPeer pbx() {
        return SipPeer.udp(Setup.PBX, server.port());
    }

    private static SipPeer phone() {
        return SipPeer.udp("127.0.0.1", server.port());
    }

    /** All 256 bytes, again and again; longer than the 1300 bytes of RFC 3428 section 8, by UDP on both sides. */
    private static String bytes(int length) {
        StringBuilder body = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            body.append((char) (i & 0xff));
        }
        return body.toString();
    }

    private static void send(SipPeer pbx, String to, String callId, String headers, String bytes) {
        String head = Texting.message(pbx, "4711", to, callId, headers, "");
        pbx.send(head.replace("Content-Length: 0", "Content-Length: " + bytes.length()) + bytes);
    }

    @Test
    void theLongestBodyArrivesByteForByteAndOneByteMoreDoesNot() {
        try (SipPeer pbx = pbx();
                SipPeer alice = phone()) {
            String type = "Content-Type: application/octet-stream\r\n";
            send(pbx, "alice", "longest-kept", type, bytes(LONGEST));
            assertThat(pbx.expect("SIP/2.0").status()).as("kept").isEqualTo(202);
            send(pbx, "alice", "too-long", type, bytes(LONGEST + 1));
            Message refused = pbx.expect("SIP/2.0");
            assertThat(refused.start()).isEqualTo("SIP/2.0 413 Message Longer Than 4096 Bytes");
            Registering.register(alice, "alice");
            assertThat(Texting.take(alice).body()).isEqualTo(bytes(LONGEST));
            send(pbx, "alice", "longest", type, bytes(LONGEST));
            assertThat(Texting.take(alice).body()).isEqualTo(bytes(LONGEST));
            assertThat(pbx.expect("SIP/2.0").status()).isEqualTo(200);
            send(pbx, "alice", "empty", "", "");
            assertThat(Texting.take(alice).body()).isEmpty();
            assertThat(pbx.expect("SIP/2.0").status()).isEqualTo(200);
        }
    }

    private static String ago(Duration time) {
        return DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
                .withZone(ZoneOffset.UTC)
                .format(Instant.now().minus(time));
    }

    /** RFC 3428 section 7: Expires counts from Date. */
    @ParameterizedTest
    @CsvSource({"Expires: 0, 0", "Expires: 00, 0", "Expires: 60, 61", "Expires: 3600, 7200"})
    void whatIsOverIsDeliveredAtOnceOrNever(String expires, int age) {
        try (SipPeer pbx = pbx();
                SipPeer bob = phone()) {
            String headers = PLAIN + expires + "\r\nDate: " + ago(Duration.ofSeconds(age)) + "\r\n";
            send(pbx, "bob", "over-" + age + expires.length(), headers, "over");
            assertThat(pbx.expect("SIP/2.0").status()).isEqualTo(480);
            Registering.register(bob, "bob");
            send(pbx, "bob", "now-" + age + expires.length(), headers, "now");
            assertThat(Texting.take(bob).body()).isEqualTo("now");
            assertThat(pbx.expect("SIP/2.0").status()).isEqualTo(200);
            Registering.register(bob, "bob", "Contact: *\r\nExpires: 0\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Date: yesterday", "Date: Mon, 32 Foo 2026 99:00:00 GMT", "Date: ", "Expires: soon"})
    void whatCannotBeReadIsPassedOnAndCountsForNothing(String header) {
        try (SipPeer pbx = pbx();
                SipPeer carol = phone()) {
            String headers = PLAIN + header + "\r\n" + (header.startsWith("Date") ? "Expires: 3600\r\n" : "");
            send(pbx, "carol", "odd-" + header.hashCode(), headers, "odd");
            assertThat(pbx.expect("SIP/2.0").status()).isEqualTo(202);
            Registering.register(carol, "carol");
            Message got = Texting.take(carol);
            assertThat(got.body()).isEqualTo("odd");
            assertThat(got.headers()).anyMatch(line -> line.strip().equals(header.strip()));
            Registering.register(carol, "carol", "Contact: *\r\nExpires: 0\r\n");
        }
    }

    /** It is for its reader, wherever he reads. */
    @Test
    void aMessageToAPhonesOwnAddressIsForEachOfItsUsersPhones() {
        try (SipPeer pbx = pbx();
                SipPeer desk = phone();
                SipPeer tablet = phone()) {
            Texting.register(desk, "dave", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", 600);
            Texting.register(tablet, "dave", "f81d4fae-7dec-11d0-a765-00a0c91e6bf7", 600);
            String gruu = "sip:dave@" + Setup.DOMAIN + ";gr=urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6";
            pbx.send(Texting.text(pbx, "4711", "dave", "to-gruu", "to dave")
                    .replace("MESSAGE sip:dave@" + Setup.DOMAIN, "MESSAGE " + gruu));
            for (SipPeer each : new SipPeer[] {desk, tablet}) {
                Message got = Texting.take(each);
                assertThat(got.body()).isEqualTo("to dave");
                assertThat(got.header("To")).isEqualTo("<sip:dave@" + Setup.DOMAIN + ">");
            }
            assertThat(pbx.expect("SIP/2.0").status()).isEqualTo(200);
            pbx.send(Texting.text(pbx, "4711", "dave", "to-nobodys", "x")
                    .replace("MESSAGE sip:dave@" + Setup.DOMAIN, "MESSAGE " + gruu.replace(":dave", ":nobody")));
            assertThat(pbx.expect("SIP/2.0").status()).isEqualTo(404);
        }
    }

    @Test
    void aMessageInsideACallHasTheSameLimit() {
        try (SipPeer pbx = pbx();
                SipPeer grace = phone()) {
            Registering.register(grace, "grace");
            Conversation caller = Conversation.fromPbx(pbx, "grace").invite("");
            Message invite = grace.await("INVITE ");
            Conversation callee = Conversation.of(grace, invite);
            caller.joined(callee, invite);
            caller.request("MESSAGE", "Content-Type: application/x\r\n", bytes(LONGEST));
            Message got = grace.await("MESSAGE ");
            assertThat(got.body()).isEqualTo(bytes(LONGEST));
            callee.respond(got, "200 OK");
            assertThat(caller.finalOf("MESSAGE").status()).isEqualTo(200);
            caller.request("MESSAGE", "Content-Type: application/x\r\n", bytes(LONGEST + 1));
            assertThat(caller.finalOf("MESSAGE").start()).isEqualTo("SIP/2.0 413 Message Longer Than 4096 Bytes");
            caller.request("BYE");
            callee.hungUp();
            assertThat(caller.finalOf("BYE").status()).isEqualTo(200);
        }
    }

    private static final String CPIM_HEAD = "From: <sip:a@b>\r\nTo: <sip:erin@example.test>\r\n\r\n";

    /** RFC 3862: unwrapped for who refuses it, if it is whole; else its sender is told, and nothing else is delivered. */
    @Test
    void cpimIsUnwrappedForAPhoneThatDoesNotKnowIt() {
        try (SipPeer pbx = pbx();
                SipPeer erin = phone()) {
            Registering.register(erin, "erin");
            String type = "Content-Type: message/cpim\r\n";
            String whole = CPIM_HEAD + "Content-Type: text/plain;charset=utf-8\r\n\r\nhello";
            send(pbx, "erin", "cpim", type, whole);
            Message wrapped = erin.expect("MESSAGE ");
            assertThat(wrapped.body()).isEqualTo(whole);
            erin.respond(wrapped, "415 Unsupported Media Type", "t", "", "");
            Message plain = Texting.take(erin);
            assertThat(plain.body()).isEqualTo("hello");
            assertThat(plain.header("Content-Type")).isEqualTo("text/plain;charset=utf-8");
            assertThat(plain.header("Call-ID")).isEqualTo("cpim");
            assertThat(pbx.expect("SIP/2.0").status()).isEqualTo(200);
            for (String broken : new String[] {
                "nonsense",
                CPIM_HEAD + "Content-Type: text/plain\r\nno empty line",
                CPIM_HEAD + "Content-Type: text/plain\rX-Own: 1\r\n\r\nhello"
            }) {
                send(pbx, "erin", "broken-" + broken.length(), type, broken);
                Message got = erin.expect("MESSAGE ");
                assertThat(got.body()).isEqualTo(broken);
                erin.respond(got, "415 Unsupported Media Type", "t", "", "");
                assertThat(pbx.expect("SIP/2.0").status()).isEqualTo(415);
            }
            send(pbx, "erin", "after", PLAIN, "still here");
            assertThat(Texting.take(erin).body()).isEqualTo("still here");
            assertThat(pbx.expect("SIP/2.0").status()).isEqualTo(200);
        }
    }

    /** As Linphone sends them: deflated, that is, bytes that are no text. */
    @Test
    void notificationsWaitAsMessagesDo() {
        try (SipPeer pbx = pbx();
                SipPeer frank = phone()) {
            String headers = "Content-Type: message/imdn+xml\r\nContent-Encoding: deflate\r\n";
            send(pbx, "frank", "imdn", headers, bytes(300));
            assertThat(pbx.expect("SIP/2.0").status()).isEqualTo(202);
            Registering.register(frank, "frank");
            Message got = Texting.take(frank);
            assertThat(got.body()).isEqualTo(bytes(300));
            assertThat(got.header("Content-Encoding")).isEqualTo("deflate");
            assertThat(got.header("Content-Type")).isEqualTo("message/imdn+xml");
        }
    }
}
