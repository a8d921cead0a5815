package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a phone is reached: by Path, by GRUU, over its connection. */
class ReachabilityTest {
    private static final String A = "urn:uuid:00000000-0000-1000-8000-00000000000a";
    private static final String B = "urn:uuid:00000000-0000-1000-8000-00000000000b";
    private static final Duration NEVER = Duration.ofMillis(300);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static SwitchboardServer server;

    @SuppressWarnings("NullAway.Init")
    private SipPeer pbx;

    @BeforeAll
    static void start() {
        server = SwitchboardServer.start(folder, new Setup().account("bob", "1002"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void trunk() {
        pbx = SipPeer.udp(Setup.PBX, server.port());
        try (SipPeer cleaner = SipPeer.udp("127.0.0.1", server.port())) {
            Registering.register(cleaner, "bob", "Contact: *\r\nExpires: 0\r\n");
        }
    }

    @AfterEach
    void nothingIsLeft() {
        pbx.close();
        new Scene(server, "udp").assertNothingLeft();
    }

    /** RFC 3327 §5.3: what a proxy between them recorded is the way back. */
    @Test
    void callsGoByThePathOfTheRegistration() {
        try (SipPeer edge = SipPeer.udp("127.0.0.1", server.port())) {
            String path = "<sip:edge@" + edge.address() + ";lr>";
            Message registered = Registering.register(
                    edge,
                    "bob",
                    "Contact: <sip:bob@127.0.0.1:9>\r\nPath: " + path + "\r\nSupported: path\r\nExpires: 600\r\n");
            assertThat(registered.status()).as("%s", registered).isEqualTo(200);
            assertThat(registered.all("Path")).containsExactly(path);
            Conversation caller = Conversation.fromPbx(pbx, "1002").invite("");
            Message invite = edge.expect("INVITE sip:bob@127.0.0.1:9");
            assertThat(invite.all("Route")).containsExactly(path);
            Conversation callee = Conversation.of(edge, invite);
            caller.joined(callee, invite);
            caller.request("BYE");
            callee.hungUp();
            assertThat(caller.finalOf("BYE").status()).isEqualTo(200);
        }
    }

    /** RFC 5627: of several phones exactly one, and all of its call. */
    @Test
    void aGruuReachesItsPhoneInAndOutOfCalls() {
        try (SipPeer one = SipPeer.udp("127.0.0.1", server.port());
                SipPeer other = SipPeer.udp("127.0.0.1", server.port())) {
            String gruu = gruu(one, A);
            assertThat(gruu(other, B)).isNotEqualTo(gruu);
            Conversation caller =
                    Conversation.from(pbx, "sip:4711@" + Setup.PBX, gruu).invite("");
            Message invite = one.expect("INVITE ");
            assertThat(other.receive(NEVER)).isNull();
            Conversation callee = Conversation.of(one, invite);
            callee.respond(invite, "200 OK", "Contact: <" + gruu + ">\r\n" + Conversation.TYPE, Conversation.SDP);
            caller.answered();
            one.expect("ACK ");
            caller.request("INVITE", Conversation.TYPE, Conversation.SDP);
            Message again = one.expect("INVITE ");
            callee.respond(again, "200 OK", "Contact: <" + gruu + ">\r\n" + Conversation.TYPE, Conversation.SDP);
            caller.answered();
            one.expect("ACK ");
            caller.request("BYE");
            callee.hungUp();
            assertThat(caller.finalOf("BYE").status()).isEqualTo(200);
        }
    }

    private static String gruu(SipPeer phone, String instance) {
        Message registered = Registering.register(
                phone,
                "bob",
                "Contact: <sip:bob@" + phone.address() + ">;+sip.instance=\"<" + instance
                        + ">\"\r\nSupported: gruu\r\nExpires: 600\r\n");
        return registered.all("Contact").stream()
                .filter(contact -> contact.contains(instance) && contact.contains("pub-gruu=\""))
                .map(contact -> contact.replaceAll(".*pub-gruu=\"([^\"]*)\".*", "$1"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no pub-gruu: " + registered));
    }

    /** RFC 5626 §4.4.1 and §7: its own connection, while that is there. */
    @Test
    void aPhoneIsCalledOverItsConnection() throws IOException {
        try (SipPeer phone = connected()) {
            assertThat(flow(phone, ";reg-id=1").all("Supported")).anyMatch(supported -> supported.contains("outbound"));
            phone.send("\r\n\r\n");
            Conversation caller = Conversation.fromPbx(pbx, "1002").invite("");
            Message invite = phone.expect("INVITE ");
            Conversation callee = Conversation.of(phone, invite);
            caller.joined(callee, invite);
            callee.bye("bob");
            caller.hungUp();
        }
        Await.until("it is known that the connection is gone", Duration.ofSeconds(5), () -> {
            Conversation refused = Conversation.fromPbx(pbx, "1002").invite("");
            Message answer = refused.finalOf("INVITE");
            refused.ackRefusal(answer);
            return answer.status() == 480;
        });
    }

    /** RFC 5626 §3.5.1: without a pong the phone thinks us gone. */
    @Test
    void pingsAreAnswered() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(new byte[] {'\r', '\n', '\r', '\n'});
            assertThat(socket.getInputStream().readNBytes(2)).containsExactly('\r', '\n');
        }
    }

    /** Linphone sends an instance and no reg-id. */
    @Test
    void anInstanceAloneWillDo() throws IOException {
        try (SipPeer phone = connected()) {
            assertThat(flow(phone, "").status()).isEqualTo(200);
            Conversation caller = Conversation.fromPbx(pbx, "1002").invite("");
            Message invite = phone.expect("INVITE ");
            Conversation callee = Conversation.of(phone, invite);
            callee.respond(invite, "486 Busy Here");
            phone.expect("ACK ");
            Message refusal = caller.finalOf("INVITE");
            assertThat(refusal.status()).isEqualTo(486);
            caller.ackRefusal(refusal);
        }
    }

    /** RFC 5626 §4.4.1: the second flow of an instance is used when the first is gone, and never both. */
    @Test
    void theSecondFlowStandsInForTheFirst() throws IOException {
        SipPeer first = connected();
        try (SipPeer second = connected()) {
            flow(first, ";reg-id=1");
            flow(second, ";reg-id=2");
            SipPeer rung = declined(first, second);
            rung.close();
            SipPeer left = rung == first ? second : first;
            assertThat(declined(left)).isSameAs(left);
            left.close();
        } finally {
            first.close();
        }
    }

    /** Calls bob; exactly one of his connections is to ring. */
    private SipPeer declined(SipPeer... flows) {
        Conversation caller = Conversation.fromPbx(pbx, "1002").invite("");
        SipPeer rung = null;
        for (SipPeer flow : flows) {
            Message invite = flow.receive(NEVER);
            if (invite != null) {
                assertThat(rung).isNull();
                rung = flow;
                Conversation.of(flow, invite).respond(invite, "603 Decline");
                flow.expect("ACK ");
            }
        }
        Message refusal = caller.finalOf("INVITE");
        assertThat(refusal.status()).isEqualTo(603);
        caller.ackRefusal(refusal);
        return Objects.requireNonNull(rung);
    }

    private static SipPeer connected() throws IOException {
        return SipPeer.over(new Socket(InetAddress.getLoopbackAddress(), server.port()), "TCP");
    }

    private static Message flow(SipPeer phone, String regId) {
        Message registered = Registering.register(
                phone,
                "bob",
                "Contact: <sip:bob@" + phone.address() + ";transport=tcp>;+sip.instance=\"<" + A + ">\"" + regId
                        + "\r\nSupported: outbound, path\r\nExpires: 600\r\n");
        assertThat(registered.status()).as("%s", registered).isEqualTo(200);
        return registered;
    }
}
