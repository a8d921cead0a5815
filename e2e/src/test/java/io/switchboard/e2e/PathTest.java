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

/** Phones behind proxies of their own (RFC 3327). */
class PathTest {
    private static final Duration NEVER = Duration.ofMillis(300);
    private static final String CONTACT = "Contact: <sip:bob@127.0.0.1:9>\r\nExpires: 600\r\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private SwitchboardServer server;

    @SuppressWarnings("NullAway.Init")
    private SipPeer pbx;

    @BeforeEach
    void start() {
        server = SwitchboardServer.start(folder, new Setup().account("bob", "1002"));
        pbx = SipPeer.udp(Setup.PBX, server.port());
    }

    @AfterEach
    void stop() {
        try {
            new Scene(server, "udp").assertNothingLeft();
        } finally {
            pbx.close();
            server.close();
        }
    }

    /** §5.3: the nearest proxy is the first Route; those that record themselves see the whole call. */
    @Test
    void callsGoThroughAllProxiesInOrder() {
        try (SipPeer edge = SipPeer.udp("127.0.0.4", server.port())) {
            String near = "<sip:" + edge.address() + ";lr>";
            String far = "<sip:token-4711@edge.example.test;lr;ob>";
            Message registered = Registering.register(
                    edge, "bob", CONTACT + "Path: " + near + "\r\nPath: " + far + "\r\nSupported: path\r\n");
            assertThat(registered.all("Path")).containsExactly(near, far);
            Conversation caller = Conversation.fromPbx(pbx, "1002").invite("");
            Message invite = edge.expect("INVITE sip:bob@127.0.0.1:9 ");
            assertThat(invite.all("Route")).containsExactly(near, far);
            Conversation callee = Conversation.of(edge, invite);
            callee.respond(invite, "200 OK", "Record-Route: " + near + "\r\n" + Conversation.TYPE, Conversation.SDP);
            Message ok = caller.answered();
            assertThat(ok.all("Record-Route")).isEmpty();
            assertThat(edge.expect("ACK ").all("Route")).containsExactly(near);
            caller.request("BYE");
            Message bye = edge.expect("BYE sip:peer@" + edge.address());
            assertThat(bye.all("Route")).containsExactly(near);
            callee.respond(bye, "200 OK");
            assertThat(caller.finalOf("BYE").status()).isEqualTo(200);
        }
    }

    /** §5.3: who does not know Path does not notice a proxy that puts itself between. */
    @Test
    void aPathThatThePhoneDoesNotKnowIsRefused() {
        try (SipPeer edge = SipPeer.udp("127.0.0.4", server.port())) {
            Message refused = Registering.register(
                    edge, "bob", CONTACT + "Path: <sip:" + edge.address() + ";lr>\r\nSupported: gruu\r\n");
            assertThat(refused.status()).as("%s", refused).isEqualTo(420);
            assertThat(refused.all("Unsupported")).containsExactly("path");
            Conversation caller = Conversation.fromPbx(pbx, "1002").invite("");
            Message answer = caller.finalOf("INVITE");
            assertThat(answer.status()).isEqualTo(480);
            caller.ackRefusal(answer);
        }
    }

    /** Nobody has our requests sent to a third party: a Path is followed to the sender of the REGISTER only. */
    @Test
    void aPathThatLeadsElsewhereIsNotFollowedThere() {
        try (SipPeer edge = SipPeer.udp("127.0.0.4", server.port());
                SipPeer victim = SipPeer.udp("127.0.0.5", server.port())) {
            String path = "<sip:" + victim.address() + ";lr>";
            Registering.register(edge, "bob", CONTACT + "Path: " + path + "\r\nSupported: path\r\n");
            Conversation caller = Conversation.fromPbx(pbx, "1002").invite("");
            Message invite = edge.expect("INVITE ");
            assertThat(invite.all("Route")).containsExactly(path);
            assertThat(victim.receive(NEVER)).isNull();
            Conversation.of(edge, invite).respond(invite, "486 Busy Here");
            edge.expect("ACK ");
            caller.ackRefusal(caller.finalOf("INVITE"));
        }
    }

    /** RFC 5626 §5.3: a proxy that is connected is called over its connection, all phones over the same. */
    @Test
    void aProxyIsCalledOverItsConnection() throws IOException {
        try (SipPeer edge = SipPeer.over(new Socket(InetAddress.getLoopbackAddress(), server.port()), "TCP")) {
            String path = "<sip:token-4711@edge.example.test;lr;ob;transport=tcp>";
            String flow = "Contact: <sip:bob@192.0.2.1>;+sip.instance=\"<urn:uuid:1>\";reg-id=1;expires=600\r\n";
            Message registered =
                    Registering.register(edge, "bob", flow + "Path: " + path + "\r\nSupported: path, outbound\r\n");
            assertThat(registered.all("Require")).containsExactly("outbound");
            Conversation caller = Conversation.fromPbx(pbx, "1002").invite("");
            Message invite = edge.expect("INVITE sip:bob@192.0.2.1 ");
            assertThat(invite.all("Route")).containsExactly(path);
            Conversation callee = Conversation.of(edge, invite);
            caller.joined(callee, invite);
            caller.request("BYE");
            callee.hungUp();
            assertThat(caller.finalOf("BYE").status()).isEqualTo(200);
        }
    }

    /** RFC 5626 §5.3 and §3: two proxies, one phone; what one of them cannot deliver goes by the other. */
    @Test
    void aPhoneBehindTwoProxiesIsReachedByTheOther() {
        try (SipPeer one = SipPeer.udp("127.0.0.4", server.port());
                SipPeer other = SipPeer.udp("127.0.0.5", server.port())) {
            behind(one, 1);
            behind(other, 2);
            Conversation caller = Conversation.fromPbx(pbx, "1002").invite("");
            Message first = one.receive(NEVER);
            SipPeer lost = first == null ? other : one;
            SipPeer left = first == null ? one : other;
            Message invite = first == null ? other.expect("INVITE ") : first;
            assertThat(invite.all("Route")).containsExactly("<sip:" + lost.address() + ";lr;ob>");
            assertThat(left.receive(NEVER)).isNull();
            Conversation.of(lost, invite).respond(invite, "430 Flow Failed");
            lost.expect("ACK ");
            Message again = left.expect("INVITE sip:bob@192.0.2." + (left == one ? 1 : 2) + " ");
            assertThat(again.all("Route")).containsExactly("<sip:" + left.address() + ";lr;ob>");
            Conversation callee = Conversation.of(left, again);
            caller.joined(callee, again);
            caller.request("BYE");
            callee.hungUp();
            assertThat(caller.finalOf("BYE").status()).isEqualTo(200);
        }
    }

    private static void behind(SipPeer edge, int regId) {
        Message registered = Registering.register(
                edge,
                "bob",
                "Contact: <sip:bob@192.0.2." + regId + ">;+sip.instance=\"<urn:uuid:1>\";reg-id=" + regId
                        + ";expires=600\r\nPath: <sip:" + edge.address()
                        + ";lr;ob>\r\nSupported: path, outbound\r\n");
        assertThat(registered.status()).as("%s", registered).isEqualTo(200);
    }
}
