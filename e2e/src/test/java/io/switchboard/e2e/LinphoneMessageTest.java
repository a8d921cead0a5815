package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text between Linphones: there, not there, on two devices, and told that it was delivered. */
class LinphoneMessageTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    private static final Setup SETUP = new Setup()
            .account("alice", "1001")
            .account("bob", "1002")
            .account("carol", "1003")
            .account("dave", "1004")
            .account("erin", "1005")
            .route("3000", "\"conference:3000\"");

    @SuppressWarnings("NullAway.Init")
    private static SwitchboardServer server;

    @BeforeAll
    static void start() {
        server = SwitchboardServer.start(folder, SETUP);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Linphone phone(String user, String transport) {
        Linphone.Registration account = new Linphone.Registration(
                Setup.DOMAIN, Setup.password(user), "127.0.0.1", SETUP.port(), Optional.empty());
        return Linphone.start(folder, new Linphone.Setup(user, 440, transport, account));
    }

    /** RFC 5438: the IMDN goes back, is passed as bytes, and tells the sender. */
    @Test
    void textArrivesAndItsSenderIsTold() {
        try (Linphone alice = phone("alice", "udp");
                Linphone bob = phone("bob", "tcp")) {
            alice.chat("sip:bob@" + Setup.DOMAIN, "Gr\u00fc\u00dfe \ud83d\ude00 \u4f60\u597d");
            bob.reads("alice@" + Setup.DOMAIN, "Gr\u00fc\u00dfe \ud83d\ude00 \u4f60\u597d");
            alice.isToldOfDelivery(1);
            bob.chat("sip:alice@" + Setup.DOMAIN, "back");
            alice.reads("bob@" + Setup.DOMAIN, "back");
            bob.quit();
            alice.quit();
        }
    }

    /** RFC 5438: that it was read comes as that it was delivered, from a phone that says so. */
    @Test
    void readingIsShownToTheSender() {
        try (Linphone alice = phone("alice", "udp");
                SipPeer erin = SipPeer.udp("127.0.0.1", SETUP.port())) {
            Registering.register(erin, "erin");
            alice.chat("sip:erin@" + Setup.DOMAIN, "please read");
            Message text = Texting.take(erin);
            String read = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n"
                    + "<imdn xmlns=\"urn:ietf:params:xml:ns:imdn\"><message-id>" + text.header("Call-ID")
                    + "</message-id><datetime>2026-01-01T00:00:00Z</datetime><recipient-uri>sip:erin@" + Setup.DOMAIN
                    + "</recipient-uri><display-notification><status><displayed/></status></display-notification>"
                    + "</imdn>\r\n";
            Message answer = Conversation.from(erin, "sip:erin@" + Setup.DOMAIN, "sip:alice@" + Setup.DOMAIN)
                    .prove("MESSAGE", "erin", "Content-Type: message/imdn+xml\r\n", read);
            assertThat(answer.status()).isEqualTo(200);
            alice.logs("moving from \\w+ to Displayed");
            alice.quit();
        }
    }

    @Test
    void tenTextsWaitAndComeInOrder() {
        try (Linphone alice = phone("alice", "udp")) {
            List<String> texts = IntStream.rangeClosed(1, 10)
                    .mapToObj(i -> "n\u00famero " + i)
                    .toList();
            for (String text : texts) {
                alice.chat("sip:carol@" + Setup.DOMAIN, text);
            }
            alice.hasSent(10);
            try (Linphone carol = phone("carol", "udp")) {
                carol.reads("alice@" + Setup.DOMAIN, texts.toArray(String[]::new));
                alice.isToldOfDelivery(10);
                carol.quit();
            }
            alice.quit();
        }
    }

    @Test
    void whoIsInARoomReadsWhatAnotherWrites() {
        try (Linphone alice = phone("alice", "udp");
                Linphone bob = phone("bob", "tcp")) {
            for (Linphone each : List.of(alice, bob)) {
                each.dial("sip:3000@" + Setup.DOMAIN);
                each.talks();
            }
            alice.chat("sip:3000@" + Setup.DOMAIN, "to all \ud83d\ude00");
            bob.reads("alice@" + Setup.DOMAIN, "to all \ud83d\ude00");
            bob.chat("sip:3000@" + Setup.DOMAIN, "to you too");
            alice.reads("bob@" + Setup.DOMAIN, "to you too");
            for (Linphone each : List.of(alice, bob)) {
                each.hangUp();
                each.quit();
            }
        }
    }

    @Test
    void bothDevicesGetIt() {
        try (Linphone alice = phone("alice", "udp");
                Linphone desk = phone("dave", "udp");
                Linphone tablet = phone("dave", "tcp")) {
            alice.chat("sip:dave@" + Setup.DOMAIN, "to both");
            desk.reads("alice@" + Setup.DOMAIN, "to both");
            tablet.reads("alice@" + Setup.DOMAIN, "to both");
            tablet.quit();
            desk.quit();
            alice.quit();
        }
    }
}
