package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which way a request takes to a trunk: RFC 3263, RFC 3261 §18.1.1, several listeners. */
class WayTest {
    private final int first = Ports.free();
    private final int second = Ports.free();
    private final int third = Ports.free();
    private final int inside = Ports.free();
    private final int six = Ports.free();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private NameServer names;

    @SuppressWarnings("NullAway.Init")
    private SwitchboardServer server;

    @SuppressWarnings("NullAway.Init")
    private SipPeer pbx;

    @BeforeEach
    void start() {
        names = new NameServer();
        server = SwitchboardServer.start(
                folder,
                new Setup()
                        .setting("dns", "servers", "\"127.0.0.1:" + names.port() + "\"")
                        .listener("transport: udp, address: \"127.0.0.1:" + inside
                                + "\", advertise: \"inside.example.test:" + inside + "\"")
                        .listener("transport: udp, address: \"[::1]:" + six + "\"")
                        .trunkOf("named", "uri: \"sip:carrier.test\", numbers_out: dialled")
                        .trunkOf("plain", "uri: \"sip:127.0.0.1:" + third + "\", numbers_out: dialled")
                        .trunkOf("six", "uri: \"sip:[::1]:" + third + "\", numbers_out: dialled")
                        .route("2000", "\"trunk:named\"")
                        .route("2001", "\"trunk:plain\"")
                        .route("2002", "\"trunk:six\""));
        pbx = SipPeer.udp(Setup.PBX, server.port());
    }

    @AfterEach
    void stop() {
        try {
            new Scene(server, "udp").assertNothingLeft();
        } finally {
            pbx.close();
            server.close();
            names.close();
        }
    }

    private static void talk(Conversation caller, SipPeer carrier) {
        Message invite = carrier.expect("INVITE ");
        Conversation callee = Conversation.of(carrier, invite);
        caller.joined(callee, invite);
        caller.request("INVITE", Conversation.TYPE, Conversation.SDP);
        caller.joined(callee, carrier.expect("INVITE "));
        callee.request("BYE");
        caller.hungUp();
        assertThat(callee.finalOf("BYE").status()).isEqualTo(200);
    }

    @Test
    void aServerThatRefusesIsFollowedByTheNextOne() {
        names.naptr("carrier.test", 10, "SIP+D2U", "_sip._udp.carrier.test")
                .naptr("carrier.test", 20, "SIP+D2T", "_sip._tcp.carrier.test")
                .srv("_sip._udp.carrier.test", 2, second, "two.carrier.test")
                .srv("_sip._udp.carrier.test", 1, first, "one.carrier.test")
                .here("one.carrier.test")
                .here("two.carrier.test");
        try (SipPeer one = SipPeer.udp("127.0.0.1", first, server.port());
                SipPeer two = SipPeer.udp("127.0.0.1", second, server.port())) {
            Conversation caller = Conversation.fromPbx(pbx, "2000").invite("");
            Message invite = one.expect("INVITE sip:2000@carrier.test");
            one.respond(invite, "503 Service Unavailable", "full", "", "");
            one.expect("ACK ");
            talk(caller, two);
        }
    }

    @Test
    void aServerThatIsDeadIsPassedOver() {
        names.naptr("carrier.test", 10, "SIP+D2T", "_sip._tcp.carrier.test")
                .srv("_sip._tcp.carrier.test", 1, first, "dead.carrier.test")
                .srv("_sip._tcp.carrier.test", 2, second, "alive.carrier.test")
                .here("dead.carrier.test")
                .here("alive.carrier.test");
        try (SipPeer alive = SipPeer.tcp(second)) {
            talk(Conversation.fromPbx(pbx, "2000").invite(""), alive);
        }
    }

    @Test
    void aNameWithoutServersIsAnAddress() {
        names.srv("_sip._udp.carrier.test", 1, second, "carrier.test").here("carrier.test");
        try (SipPeer carrier = SipPeer.udp("127.0.0.1", second, server.port())) {
            talk(Conversation.fromPbx(pbx, "2000").invite(""), carrier);
        }
    }

    @Test
    void aNameThatNobodyKnowsIsNoWay() {
        Conversation caller = Conversation.fromPbx(pbx, "2000").invite("");
        Message refusal = caller.finalOf("INVITE");
        assertThat(refusal.status()).isEqualTo(503);
        caller.ackRefusal(refusal);
    }

    private Conversation large() {
        return Conversation.fromPbx(pbx, "2001").invite("X-Large: " + "x".repeat(1300) + "\r\n");
    }

    @Test
    void whatIsLargeGoesByTcp() {
        try (SipPeer carrier = SipPeer.tcp(third)) {
            Conversation caller = large();
            Message invite = carrier.expect("INVITE ");
            assertThat(invite.header("Via")).startsWith("SIP/2.0/TCP ");
            Conversation.of(carrier, invite).respond(invite, "486 Busy Here");
            carrier.expect("ACK ");
            caller.ackRefusal(caller.finalOf("INVITE"));
        }
    }

    @Test
    void whatIsLargeGoesByUdpToWhoHasNoTcp() {
        try (SipPeer carrier = SipPeer.udp("127.0.0.1", third, server.port())) {
            Conversation caller = large();
            Message invite = carrier.expect("INVITE ");
            assertThat(invite.header("Via")).startsWith("SIP/2.0/UDP ");
            Conversation.of(carrier, invite).respond(invite, "486 Busy Here");
            carrier.expect("ACK ");
            caller.ackRefusal(caller.finalOf("INVITE"));
        }
    }

    /** In by one listener, out by another, and every message stays with its own. */
    @Test
    void aCallRunsBetweenListenersAndAddressFamilies() {
        try (SipPeer caller = SipPeer.udp(Setup.PBX, inside);
                SipPeer carrier = SipPeer.udp("::1", third, six)) {
            Conversation calling = Conversation.fromPbx(caller, "2002").invite("");
            Message invite = carrier.expect("INVITE ");
            assertThat(invite.header("Via")).startsWith("SIP/2.0/UDP [::1]:" + six);
            assertThat(invite.header("Contact")).contains("@[::1]:" + six);
            Conversation callee = Conversation.of(carrier, invite);
            Message ok = calling.joined(callee, invite);
            assertThat(ok.header("Contact")).contains("@inside.example.test:" + inside);
            callee.request("INVITE", Conversation.TYPE, Conversation.SDP);
            Message again = caller.await("INVITE ");
            assertThat(again.header("Via")).startsWith("SIP/2.0/UDP inside.example.test:" + inside);
            callee.joined(calling, again);
            calling.request("BYE");
            callee.hungUp();
            assertThat(calling.finalOf("BYE").status()).isEqualTo(200);
        }
    }
}
