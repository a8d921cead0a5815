package io.switchboard.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rooms that are made by a call to a factory (RFC 4579 section 5.4), and lists of those to invite (RFC 5366). */
class ConferenceFactoryTest {
    private static final String LIST = "Content-Type: application/resource-lists+xml\r\n";
    private static final String CLIENT =
            "Contact: <sip:alice@127.0.0.1>;+org.linphone.specs=\"groupchat/1.2,conference/2.0\"\r\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    private static final int MEMBER = Ports.free();

    private static final Setup SETUP = new Setup()
            .account("alice", "1001")
            .account("carol", "1003")
            .trunk("members", MEMBER, "udp")
            .route("5551", "\"trunk:members\"")
            .route("meet", "\"conference-factory:team\"")
            .route("3000", "\"conference:3000\"")
            .setting("conferences", "factories", "{team: {end_with_moderator: true, tones: false}}")
            .setting("conferences", "rooms_per_account", "2");

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

    private static String list(String... uris) {
        StringBuilder xml = new StringBuilder("<resource-lists xmlns=\"urn:ietf:params:xml:ns:resource-lists\"><list>");
        for (String uri : uris) {
            xml.append("<entry uri=\"").append(uri).append("\"/>");
        }
        return xml.append("</list></resource-lists>").toString();
    }

    private static String deflated(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(text.getBytes(ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(ISO_8859_1);
    }

    private static Conversation fromPbx(SipPeer peer, String to) {
        return Conversation.fromPbx(peer, to);
    }

    private static Message refused(Conversation call, String headers, String body) {
        call.request("INVITE", headers, body);
        Message answer = call.finalOf("INVITE");
        if (answer.status() >= 300) {
            call.ackRefusal(answer);
        } else {
            throw new AssertionError("not refused: " + answer);
        }
        return answer;
    }

    private static void nothingIsLeft() {
        new Scene(server, "udp").assertNoRoomLeft();
    }

    @Test
    void eachCallMakesARoomToWhichOthersComeByItsContact() {
        try (SipPeer one = SipPeer.udp(Setup.PBX, SETUP.port());
                SipPeer two = SipPeer.udp(Setup.PBX, SETUP.port());
                SipPeer three = SipPeer.udp(Setup.PBX, SETUP.port())) {
            Conversation alice = fromPbx(one, "meet").invite("");
            Message ok = alice.answered();
            assertThat(ok.header("Contact")).matches("<sip:conf-[a-z2-7]{26}@[^>]*>;isfocus");
            assertThat(ok.all("Supported")).contains("recipient-list-invite");
            String room = alice.target();
            Conversation bob =
                    Conversation.from(two, "sip:4712@" + Setup.PBX, room).invite("");
            assertThat(bob.answered().header("Contact")).isEqualTo(ok.header("Contact"));
            Conversation other = Conversation.from(three, "sip:4713@" + Setup.PBX, "sip:meet@" + Setup.DOMAIN)
                    .invite("");
            other.answered();
            assertThat(other.target()).isNotEqualTo(room);
            Await.until(
                    () -> "bob is in: " + server.ask("conference list"),
                    Duration.ofSeconds(10),
                    () -> server.counters().get("conferences") == 2
                            && server.counters().get("conference_participants") == 3);
            other.request("BYE");
            assertThat(other.finalOf("BYE").status()).isEqualTo(200);
            alice.request("BYE");
            assertThat(alice.finalOf("BYE").status()).isEqualTo(200);
            bob.hungUp(); // its moderator has gone
            Conversation late = Conversation.from(two, "sip:4712@" + Setup.PBX, room);
            assertThat(refused(late, Conversation.TYPE, Conversation.SDP).status())
                    .as("it is gone")
                    .isEqualTo(404);
        }
        nothingIsLeft();
    }

    @Test
    void listAloneIsAnsweredWithAnOffer() {
        try (SipPeer peer = SipPeer.udp(Setup.PBX, SETUP.port())) {
            Conversation alice = fromPbx(peer, "meet").request("INVITE", LIST, list());
            Message ok = alice.finalOf("INVITE");
            assertThat(ok.status()).isEqualTo(200);
            assertThat(ok.body()).contains("m=audio", "PCMU");
            alice.established(ok);
            alice.ack(Conversation.TYPE, Conversation.SDP);
            Await.until(
                    () -> "alice is in: " + server.ask("conference list"),
                    Duration.ofSeconds(10),
                    () -> server.ask("conference list").contains("\"stage\":\"in\""));
            alice.request("BYE");
            assertThat(alice.finalOf("BYE").status()).isEqualTo(200);
        }
        nothingIsLeft();
    }

    @Test
    void bothAreTakenFromAMultipartBodyWhateverIsDeflated() {
        String sdpPart = "--b\r\nContent-Type: application/sdp\r\n\r\n" + Conversation.SDP + "\r\n";
        String member = list("sip:5551@" + Setup.DOMAIN);
        String listPart = "--b\r\n" + LIST + "Content-Disposition: recipient-list\r\n\r\n" + member + "\r\n";
        String deflatedPart =
                "--b\r\n" + LIST + "Content-Disposition: recipient-list\r\nContent-Encoding: deflate\r\n\r\n"
                        + deflated(member) + "\r\n";
        String type = "Content-Type: multipart/mixed;boundary=b\r\n";
        List<String[]> bodies = new ArrayList<>();
        bodies.add(new String[] {type, sdpPart + listPart + "--b--\r\n"});
        bodies.add(new String[] {type, sdpPart + deflatedPart + "--b--\r\n"});
        bodies.add(new String[] {type + "Content-Encoding: deflate\r\n", deflated(sdpPart + listPart + "--b--\r\n")});
        bodies.add(
                new String[] {type + "Content-Encoding: deflate\r\n", deflated(sdpPart + deflatedPart + "--b--\r\n")});
        for (String[] body : bodies) {
            try (SipPeer peer = SipPeer.udp(Setup.PBX, SETUP.port());
                    SipPeer called = SipPeer.udp("127.0.0.1", MEMBER, SETUP.port())) {
                Conversation alice = fromPbx(peer, "meet")
                        .request("INVITE", "Require: recipient-list-invite\r\n" + body[0], body[1]);
                Message ok = alice.answered();
                assertThat(ok.body())
                        .as("an answer")
                        .contains("m=audio", "PCMU")
                        .doesNotContain("opus");
                Message invite = called.await("INVITE sip:5551@");
                assertThat(invite.header("Contact")).isEqualTo(ok.header("Contact"));
                assertThat(invite.body()).contains("m=audio");
                Conversation.of(called, invite).respond(invite, "486 Busy Here");
                called.await("ACK ");
                alice.request("BYE");
                assertThat(alice.finalOf("BYE").status()).isEqualTo(200);
            }
        }
        nothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Content-Type: text/plain                                           | 415
            Content-Type: application/sdp~Content-Encoding: br                 | 415
            Content-Type: application/resource-lists+xml                       | 400
            Content-Type: application/resource-lists+xml~e: deflate            | 400
            Content-Type: multipart/mixed                                      | 400
            Content-Type: multipart/mixed;boundary=none                        | 400
            Content-Type: application/sdp~Require: weather, recipient-list-invite | 420
            """)
    void wrongBodiesAreRefused(String headers, int status) {
        for (String to : List.of("meet", "3000")) {
            try (SipPeer peer = SipPeer.udp(Setup.PBX, SETUP.port())) {
                String lines = headers.strip().replace("~", "\r\n") + "\r\n";
                Message answer = refused(fromPbx(peer, to), lines, "hello");
                assertThat(answer.status()).isEqualTo(status);
                if (status == 415) {
                    assertThat(answer.header("Accept"))
                            .contains("application/sdp", "application/resource-lists+xml", "multipart/mixed");
                    assertThat(answer.header("Accept-Encoding")).contains("deflate");
                } else if (status == 420) {
                    assertThat(answer.header("Unsupported")).isEqualTo("weather");
                }
            }
        }
        nothingIsLeft();
    }

    @Test
    void hostileListsAreRefused() {
        String bomb = "<!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>" + list();
        String[] many = new String[200];
        for (int i = 0; i < many.length; i++) {
            many[i] = "sip:u" + i + "@" + Setup.DOMAIN;
        }
        try (SipPeer peer = SipPeer.udp(Setup.PBX, SETUP.port())) {
            assertThat(refused(fromPbx(peer, "meet"), LIST, bomb).status()).isEqualTo(400);
            assertThat(refused(fromPbx(peer, "meet"), LIST, list(many)).status())
                    .isEqualTo(413);
            assertThat(refused(fromPbx(peer, "meet"), LIST, list("http://127.0.0.1/"))
                            .status())
                    .isEqualTo(400);
            String inflated = deflated(" ".repeat(5_000_000));
            assertThat(refused(fromPbx(peer, "meet"), LIST + "Content-Encoding: deflate\r\n", inflated)
                            .status())
                    .isEqualTo(413);
        }
        nothingIsLeft();
    }

    @Test
    void listOfAStrangerIsRefused() {
        try (SipPeer one = SipPeer.udp(Setup.PBX, SETUP.port());
                SipPeer two = SipPeer.udp(Setup.PBX, SETUP.port())) {
            Conversation alice = fromPbx(one, "meet").invite("");
            alice.answered();
            Conversation bob = Conversation.from(two, "sip:4712@" + Setup.PBX, alice.target());
            assertThat(refused(bob, LIST, list("sip:carol@" + Setup.DOMAIN)).status())
                    .isEqualTo(403);
            alice.request("BYE");
            assertThat(alice.finalOf("BYE").status()).isEqualTo(200);
        }
        nothingIsLeft();
    }

    @Test
    void conferenceClientIsSentToItsRoomAndPhonesAreAnswered() {
        try (SipPeer peer = SipPeer.udp("127.0.0.1", SETUP.port())) {
            String alice = "sip:alice@" + Setup.DOMAIN;
            Conversation call = Conversation.from(peer, alice, "sip:meet@" + Setup.DOMAIN);
            Message moved = call.prove("INVITE", "alice", CLIENT + Conversation.TYPE, Conversation.SDP);
            assertThat(moved.status()).isEqualTo(302);
            assertThat(moved.header("Contact")).matches("<sip:conf-[a-z2-7]{26}@[^>]*>;isfocus");
            call.ackRefusal(moved);
            assertThat(server.counters().get("conferences")).isEqualTo(1);
            String room = moved.header("Contact").replaceAll("<(.*)>.*", "$1");
            Conversation again = Conversation.from(peer, alice, room);
            again.proven("INVITE", "alice", CLIENT + Conversation.TYPE, Conversation.SDP);
            assertThat(again.answered().header("Contact")).isEqualTo(moved.header("Contact"));
            assertThat(server.ask("conference list")).contains("\"moderator\":true");
            again.bye("alice");

            // One that nobody enters goes by itself; meanwhile the account may have one more.
            Conversation gone = Conversation.from(peer, alice, "sip:meet@" + Setup.DOMAIN);
            gone.ackRefusal(gone.prove("INVITE", "alice", CLIENT + Conversation.TYPE, Conversation.SDP));
            Conversation plain = Conversation.from(peer, alice, "sip:meet@" + Setup.DOMAIN);
            plain.proven("INVITE", "alice", Conversation.TYPE, Conversation.SDP);
            assertThat(plain.answered().status()).isEqualTo(200);
            Conversation third = Conversation.from(peer, alice, "sip:meet@" + Setup.DOMAIN);
            Message tooMany = third.prove("INVITE", "alice", Conversation.TYPE, Conversation.SDP);
            assertThat(tooMany.status()).isEqualTo(486);
            third.ackRefusal(tooMany);
            plain.bye("alice");
        }
        Await.until(
                () -> "the room that nobody entered is gone: " + server.ask("conference list"),
                Duration.ofSeconds(45),
                () -> server.counters().get("conferences") == 0);
        nothingIsLeft();
    }

    @Test
    void optionsTellWhatIsUnderstood() {
        try (SipPeer peer = SipPeer.udp(Setup.PBX, SETUP.port())) {
            Conversation ask = fromPbx(peer, "meet").request("OPTIONS");
            Message answer = ask.finalOf("OPTIONS");
            assertThat(answer.header("Supported")).contains("recipient-list-invite");
            assertThat(answer.header("Accept")).contains("application/resource-lists+xml", "multipart/mixed");
            assertThat(answer.header("Accept-Encoding")).contains("deflate");
        }
    }
}
