package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages outside of calls (RFC 3428): delivered, kept, refused. */
class MessageTest {
    /** A trunk that listens where its URI says. */
    private static final String SMS = "127.0.0.3";

    private static final int SMS_PORT = Ports.free();
    private static final String PLAIN = "Content-Type: text/plain\r\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static SwitchboardServer server;

    @BeforeAll
    static void start() {
        Setup setup = new Setup()
                .setting("authentication", "algorithms", "md5") // SIPp knows no other
                .setting("messages", "answer_after", "500ms")
                .setting("messages", "max_size", "4k")
                .setting("messages", "per_minute", "10")
                .setting("messages", "per_user", "50")
                .trunkOf(
                        "sms",
                        "uri: \"sip:" + SMS + ":" + SMS_PORT + "\", sources: [\"" + SMS
                                + "\"], numbers_in: dialled, reaches_users: true");
        for (String user : List.of("alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi", "ivan")) {
            setup.oldAccount(user, "10" + user.length() + (int) user.charAt(0));
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

    /** Bytes, headers and Call-ID are the sender's; credentials and Contact are not for the receiver. */
    @Test
    void messageArrivesAsItWasSent() {
        try (SipPeer pbx = pbx();
                SipPeer bob = phone()) {
            Registering.register(bob, "bob");
            String body = "--b\r\nContent-Type: text/plain\r\n\r\n\u00e4\u0000\u00ff\r\n--b--\r\n";
            pbx.send(Texting.message(
                    pbx,
                    "4711",
                    "bob",
                    "as-sent",
                    "Content-Type: multipart/mixed;boundary=b\r\nSubject: hi\r\nX-Own: 1\r\nContact: <sip:x@127.0.0.2>\r\n",
                    body));
            Message got = Texting.take(bob);
            assertThat(Texting.body(got)).isEqualTo(body);
            assertThat(got.header("Call-ID")).isEqualTo("as-sent");
            assertThat(got.header("Content-Type")).isEqualTo("multipart/mixed;boundary=b");
            assertThat(got.header("Subject")).isEqualTo("hi");
            assertThat(got.header("X-Own")).isEqualTo("1");
            assertThat(got.header("Date")).endsWith("GMT");
            assertThat(got.header("Contact")).isEmpty();
            assertThat(got.header("Max-Forwards")).isEqualTo("69");
            assertThat(pbx.expect("SIP/2.0").status()).isEqualTo(200);
        }
    }

    @Test
    void whatIsKeptComesInOrderWhenThePhoneIsBack() {
        try (SipPeer pbx = pbx();
                SipPeer carol = phone()) {
            for (int i = 0; i < 10; i++) {
                pbx.send(Texting.text(pbx, "4711", "carol", "kept-" + i, "n\u00famero " + i + " \ud83d\ude00"));
                assertThat(pbx.expect("SIP/2.0").status()).isEqualTo(202);
            }
            Registering.register(carol, "carol");
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                texts.add(Texting.body(Texting.take(carol)));
            }
            for (int i = 0; i < 10; i++) {
                assertThat(texts.get(i)).isEqualTo("n\u00famero " + i + " \ud83d\ude00");
            }
            Registering.register(carol, "carol");
            assertThat(carol.receive(Duration.ofSeconds(1)))
                    .as("nothing comes twice")
                    .isNull();
        }
    }

    /** Delivered when the first takes it; the other gets it when it registers again. */
    @Test
    void eachDeviceGetsIt() {
        try (SipPeer pbx = pbx();
                SipPeer desk = phone();
                SipPeer tablet = phone()) {
            Texting.register(desk, "dave", "1", 600);
            Texting.register(tablet, "dave", "2", 600);
            pbx.send(Texting.text(pbx, "4711", "dave", "both", "to both"));
            assertThat(Texting.body(Texting.take(desk))).isEqualTo("to both");
            assertThat(Texting.body(Texting.take(tablet))).isEqualTo("to both");
            assertThat(pbx.expect("SIP/2.0").status()).isEqualTo(200);
            Texting.register(tablet, "dave", "2", 0);
            pbx.send(Texting.text(pbx, "4711", "dave", "one", "later"));
            assertThat(Texting.body(Texting.take(desk))).isEqualTo("later");
            assertThat(pbx.expect("SIP/2.0").status()).isEqualTo(200);
            Texting.register(tablet, "dave", "2", 600);
            assertThat(Texting.body(Texting.take(tablet))).isEqualTo("later");
        }
    }

    @Test
    void senderOfWhatIsRefusedIsToldSo() {
        try (SipPeer pbx = pbx();
                SipPeer erin = phone()) {
            Registering.register(erin, "erin");
            pbx.send(Texting.text(pbx, "4711", "erin", "refused", "no"));
            erin.respond(erin.await("MESSAGE "), "488 Not Acceptable Here", "t", "", "");
            assertThat(pbx.expect("SIP/2.0").status()).isEqualTo(488);
        }
    }

    /** Its sender behind a trunk is told so through the trunk. */
    @Test
    void whatExpiresIsNotDelivered() {
        try (SipPeer sms = SipPeer.udp(SMS, SMS_PORT, server.port());
                SipPeer frank = phone()) {
            long before = server.counters().get("messages_waiting");
            sms.send(Texting.message(sms, "4711", "frank", "brief", PLAIN + "Expires: 1\r\n", "brief"));
            assertThat(sms.expect("SIP/2.0").status()).isEqualTo(202);
            Message told = Objects.requireNonNull(sms.receive(Duration.ofSeconds(20)), "nobody is told");
            sms.respond(told, "200 OK", "t", "", "");
            assertThat(told.start()).startsWith("MESSAGE sip:4711@" + SMS + ":" + SMS_PORT);
            assertThat(told.header("From")).contains("<sip:switchboard@" + Setup.DOMAIN + ">");
            assertThat(told.header("In-Reply-To")).isEqualTo("brief");
            assertThat(Texting.body(told)).startsWith("Your message to frank@").endsWith("nobody was there in time.");
            Await.until(
                    "it is gone",
                    Duration.ofSeconds(20),
                    () -> server.counters().get("messages_waiting") <= before);
            Registering.register(frank, "frank");
            assertThat(frank.receive(Duration.ofSeconds(1))).isNull();
        }
    }

    private static String command(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", server.data().toString()));
        return SwitchboardServer.command(folder, all.toArray(String[]::new));
    }

    @Test
    void administratorSendsAndReads() {
        assertThat(command("send", "alice", "ivan", "hello ivan")).startsWith("0\nkept");
        assertThat(command("send", "alice", "nobody", "x")).startsWith("1\n").contains("404");
        assertThat(command("send", "mallory", "ivan", "x")).startsWith("1\n").contains("no account mallory");
        assertThat(command("messages", "--user", "ivan", "--with", "alice"))
                .startsWith("0\n")
                .contains("waiting", "alice@example.test -> ivan@example.test", "hello ivan");
        try (SipPeer ivan = phone()) {
            Registering.register(ivan, "ivan");
            Message got = Texting.take(ivan);
            assertThat(Texting.body(got)).isEqualTo("hello ivan");
            assertThat(got.header("From")).startsWith("<sip:alice@example.test>");
            Await.until(
                    "it is noted",
                    Duration.ofSeconds(10),
                    () -> command("messages", "--user", "ivan").contains("delivered"));
        }
        assertThat(command("messages", "--with", "alice")).startsWith("1\n");
    }

    private static Sipp message(String to, String caller) {
        return Sipp.scenario("message")
                .to("127.0.0.1", server.port())
                .dial(to)
                .fill("caller", caller)
                .fill("domain", Setup.DOMAIN)
                .fill("type", "text/plain")
                .fill("length", "[len]")
                .fill("body", "hello");
    }

    /** From the trunk, which needs no digest. */
    @ParameterizedTest
    @CsvSource({
        "grace,  text/plain,   100,  [len], 202",
        "grace,  message/cpim, 100,  [len], 202",
        "nobody, text/plain,   100,  [len], 404",
        "grace,  text/plain,   5000, [len], 413",
        "grace,  text/plain,   100,  9999,  400",
        "grace,  text/plain,   100,  -1,    400",
    })
    void trunkIsAnswered(String to, String type, int size, String length, int status) {
        message(to, "4711@" + Setup.PBX)
                .from(Setup.PBX)
                .fill("type", type)
                .fill("body", "x".repeat(size))
                .fill("length", length)
                .fill("status", Integer.toString(status))
                .run()
                .allGood(1);
    }

    /** Nobody is there: what has expired, by its Expires and Date, is refused, and the rest is kept. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Expires: 0                                             | 480",
                "Expires: 3600~Date: Thu, 01 Jan 2026 00:00:00 GMT      | 480",
                "Expires: 3600                                          | 202",
                "Expires: 3600~Date: never                              | 202",
            })
    void whatHasExpiredIsRefused(String headers, int status) {
        message("grace", "4711@" + Setup.PBX)
                .from(Setup.PBX)
                .fill("extra", headers.replace("~", "\n"))
                .fill("status", Integer.toString(status))
                .run()
                .allGood(1);
    }

    /** An account logs in for what it sends: the URI of its digest is the one that it asks for (RFC 7616 section 3.4). */
    private static Sipp account(String from, String login) {
        return message("heidi", from + "@" + Setup.DOMAIN)
                .login(login, server.port())
                .with("-auth_uri", "heidi@" + Setup.DOMAIN);
    }

    /** Accounts log in, and From is their own. */
    @ParameterizedTest
    @CsvSource({"alice, alice, 202", "bob, alice, 403"})
    void accountIsAnswered(String from, String login, int status) {
        account(from, login).fill("status", Integer.toString(status)).run().allGood(1);
    }

    /** A flood of one account is limited, and that account alone. */
    @Test
    void floodOfOneSenderIsLimited() {
        Sipp.Result flood = account("carol", "carol")
                .fill("status", "202")
                .calls(40)
                .with("-r", "20")
                .run();
        assertThat(flood.successful()).as(flood.report()).isBetween(10L, 20L);
        assertThat(flood.failed()).isGreaterThanOrEqualTo(20L);
        assertThat(flood.report()).contains("480 Too Many Messages", "Retry-After: 6");
        account("dave", "dave").fill("status", "202").run().allGood(1);
    }
}
