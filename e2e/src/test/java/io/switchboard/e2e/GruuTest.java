package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of one phone and no other (RFC 5627), and the connections that lead to it (RFC 5626). */
class GruuTest {
    private static final Duration NEVER = Duration.ofMillis(300);
    private static final String INSTANCE = "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private SwitchboardServer server;

    @SuppressWarnings("NullAway.Init")
    private SipPeer pbx;

    @SuppressWarnings("NullAway.Init")
    private SipPeer carrier;

    @BeforeEach
    void start() {
        int port = Ports.free();
        server = SwitchboardServer.start(
                folder,
                new Setup().account("bob", "1002").trunk("carrier", port, "udp").route("2000", "\"trunk:carrier\""));
        pbx = SipPeer.udp(Setup.PBX, server.port());
        carrier = SipPeer.udp("127.0.0.1", port, server.port());
    }

    @AfterEach
    void stop() {
        try {
            new Scene(server, "udp").assertNothingLeft();
        } finally {
            pbx.close();
            carrier.close();
            server.close();
        }
    }

    private SipPeer phone(String transport) throws IOException {
        return transport.equals("udp")
                ? SipPeer.udp("127.0.0.1", server.port())
                : SipPeer.over(new Socket(InetAddress.getLoopbackAddress(), server.port()), "TCP");
    }

    /** Registers the phone; gives its public GRUU. */
    private static String registered(SipPeer phone, String flow) {
        String contact = phone.contact("bob").strip() + ";+sip.instance=\"<" + INSTANCE + ">\"" + flow + "\r\n";
        Message answer =
                Registering.register(phone, "bob", contact + "Supported: gruu, outbound, path\r\nExpires: 600\r\n");
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.all("Contact").stream()
                .filter(bound -> bound.contains(";pub-gruu=\""))
                .map(bound -> bound.replaceAll(".*;pub-gruu=\"([^\"]*)\".*", "$1"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no pub-gruu: " + answer));
    }

    /** RFC 5627 §4.3: its Contact is its GRUU, and the other side's requests find it. */
    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void aCallerKnownByItsGruuGetsTheRequestsOfItsCall(String transport) throws IOException {
        try (SipPeer phone = phone(transport)) {
            String gruu = registered(phone, "");
            assertThat(gruu).isEqualTo("sip:bob@" + Setup.DOMAIN + ";gr=" + INSTANCE);
            String contact = "Contact: <" + gruu + ">\r\n" + Conversation.TYPE;
            Conversation caller = Conversation.from(phone, "sip:bob@" + Setup.DOMAIN, "sip:2000@" + Setup.DOMAIN)
                    .proven("INVITE", "bob", contact, Conversation.SDP);
            Message invite = carrier.expect("INVITE ");
            Conversation callee = Conversation.of(carrier, invite);
            caller.joined(callee, invite);
            callee.request("INFO");
            caller.respond(phone.expect("INFO " + gruu + " "), "200 OK", contact, "");
            assertThat(callee.finalOf("INFO").status()).isEqualTo(200);
            callee.request("INVITE", Conversation.TYPE, Conversation.SDP);
            caller.respond(phone.expect("INVITE " + gruu + " "), "200 OK", contact, Conversation.SDP);
            callee.answered();
            phone.expect("ACK " + gruu + " ");
            callee.request("BYE");
            caller.respond(phone.expect("BYE " + gruu + " "), "200 OK");
            assertThat(callee.finalOf("BYE").status()).isEqualTo(200);
        }
    }

    /** §5.1: it follows the phone, and leads to nobody else when that is gone. */
    @Test
    void aGruuFollowsItsPhone() throws IOException {
        try (SipPeer before = phone("udp");
                SipPeer after = phone("udp");
                SipPeer other = phone("udp")) {
            String gruu = registered(before, "");
            Registering.register(other, "bob");
            assertThat(registered(after, "")).isEqualTo(gruu);
            Conversation caller =
                    Conversation.from(pbx, "sip:4711@" + Setup.PBX, gruu).invite("");
            Message invite = after.expect("INVITE sip:bob@" + after.address());
            Conversation.of(after, invite).respond(invite, "486 Busy Here");
            after.expect("ACK ");
            caller.ackRefusal(caller.finalOf("INVITE"));
            Registering.register(
                    after, "bob", after.contact("bob").strip() + ";+sip.instance=\"<" + INSTANCE + ">\";expires=0\r\n");
            Conversation late =
                    Conversation.from(pbx, "sip:4711@" + Setup.PBX, gruu).invite("");
            Message gone = late.finalOf("INVITE");
            assertThat(gone.status()).isEqualTo(480);
            late.ackRefusal(gone);
            assertThat(before.receive(NEVER)).isNull();
            assertThat(other.receive(NEVER)).isNull();
        }
    }

    /** RFC 5626 §5.3, with a number of the flow and without: nobody is there after the connection has closed. */
    @ParameterizedTest
    @ValueSource(strings = {"", ";reg-id=1"})
    void aPhoneWhoseConnectionHasClosedIsNotCalled(String flow) throws IOException {
        try (SipPeer phone = phone("tcp")) {
            registered(phone, flow);
        }
        Await.until(() -> "it is not there: " + server.counters(), Duration.ofSeconds(5), () -> {
            Conversation caller = Conversation.fromPbx(pbx, "1002").invite("");
            Message answer = caller.finalOf("INVITE");
            caller.ackRefusal(answer);
            return answer.status() == 480;
        });
    }

    /** RFC 5626 §4.4.1: the flow breaks before the phone has said anything; the call comes over the other one. */
    @Test
    void aFlowThatClosesUnderACallIsReplacedByTheOther() throws IOException {
        try (SipPeer first = phone("tcp");
                SipPeer second = phone("tcp")) {
            registered(first, ";reg-id=1");
            registered(second, ";reg-id=2");
            Conversation caller = Conversation.fromPbx(pbx, "1002").invite("");
            Message tried = first.receive(NEVER);
            SipPeer left = tried == null ? first : second;
            if (tried == null) {
                second.expect("INVITE ");
                second.close();
            } else {
                first.close();
            }
            Message invite = left.expect("INVITE ");
            Conversation callee = Conversation.of(left, invite);
            caller.joined(callee, invite);
            caller.request("BYE");
            callee.hungUp();
            assertThat(caller.finalOf("BYE").status()).isEqualTo(200);
        }
    }
}
