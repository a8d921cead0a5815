package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests inside a call: whoever knows its tags is not yet its participant. */
class DialogOwnerTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void onlyThePhonesDigestEndsItsCall() {
        try (SwitchboardServer server = SwitchboardServer.start(folder, setup());
                SipClient bob = SipClient.connect("udp", server.port());
                SipClient stranger = SipClient.connect("udp", server.port());
                SipClient trunk = SipClient.connect("udp", Setup.PBX, server.port())) {
            Scene scene = new Scene(server, "udp");
            register(bob);
            try (Sipp.Running caller = scene.caller("caller-is-hung-up", "1002").start()) {
                Talk talk = answered(server, bob, caller);
                for (SipClient unproven : List.of(stranger, trunk, bob)) {
                    assertThat(talk.bye(unproven, "").status())
                            .as("without credentials from %s", unproven)
                            .isEqualTo(407);
                }
                assertThat(talk.byeOf("alice", bob).status()).isEqualTo(403);
                assertThat(server.counters().get("calls")).isEqualTo(1);
                assertThat(talk.byeOf("bob", stranger).status())
                        .as("a phone may move to another address")
                        .isEqualTo(200);
                caller.allGood();
            }
            scene.assertNothingLeft();
        }
    }

    /** For phones that answer no challenge inside a call. */
    @Test
    void wherePlacesAreTrustedAPhoneIsKnownByItsPlace() {
        try (SwitchboardServer server =
                        SwitchboardServer.start(folder, setup().setting("authentication", "in_dialog", "source"));
                SipClient bob = SipClient.connect("udp", server.port());
                SipClient stranger = SipClient.connect("udp", server.port())) {
            Scene scene = new Scene(server, "udp");
            register(bob);
            try (Sipp.Running caller = scene.caller("caller-is-hung-up", "1002").start()) {
                Talk talk = answered(server, bob, caller);
                assertThat(talk.bye(stranger, "").status()).isEqualTo(407);
                assertThat(talk.bye(bob, "").status()).isEqualTo(200);
                caller.allGood();
            }
            scene.assertNothingLeft();
        }
    }

    /** The trunk's leg is ended by the trunk alone. */
    @Test
    void nobodySpeaksForATrunk() {
        try (SwitchboardServer server = SwitchboardServer.start(folder, setup());
                SipClient pbx = SipClient.connect("udp", Setup.PBX, server.port());
                SipClient elsewhere = SipClient.connect("udp", "127.0.0.3", server.port());
                Sipp.Running bob = Sipp.scenario("callee").start()) {
            SipClient.registerPhones(server, "udp", "bob", bob.port());
            String from = "<sip:4711@" + Setup.PBX + ">;tag=pbx";
            pbx.send("INVITE sip:1002@" + Setup.DOMAIN + " SIP/2.0\r\n" + pbx.hopHeaders(SipClient.branch()) + "From: "
                    + from + "\r\nTo: <sip:1002@" + Setup.DOMAIN + ">\r\nCall-ID: trunks\r\nCSeq: 1 INVITE\r\nContact: "
                    + "<sip:4711@" + Setup.PBX + ":" + pbx.localPort() + ">\r\nContent-Length: 0\r\n\r\n");
            Message ok = pbx.receiveFinal();
            assertThat(ok.status()).as("%s", ok).isEqualTo(200);
            Talk talk = new Talk(server, from, ok.header("To"), "trunks");
            talk.request("ACK", pbx, "");
            assertThat(talk.bye(elsewhere, "").status()).isEqualTo(403);
            assertThat(server.counters().get("calls")).isEqualTo(1);
            assertThat(talk.bye(pbx, "").status()).isEqualTo(200);
            bob.allGood();
            new Scene(server, "udp").assertNothingLeft();
        }
    }

    private static Setup setup() {
        return new Setup().account("alice", "1001").account("bob", "1002");
    }

    private static void register(SipClient bob) {
        Message registered = bob.register(
                "bob",
                Setup.password("bob"),
                "SHA-256",
                "Contact: <sip:bob@127.0.0.1:" + bob.localPort() + ">\r\nExpires: 600\r\n");
        assertThat(registered.status()).isEqualTo(200);
    }

    /** bob's phone answers the call that comes to it. */
    private static Talk answered(SwitchboardServer server, SipClient bob, Sipp.Running caller) {
        Message invite = bob.receive();
        assertThat(invite.start()).as(caller::messages).startsWith("INVITE ");
        bob.send("SIP/2.0 200 OK\r\nVia: " + invite.header("Via") + "\r\nFrom: " + invite.header("From") + "\r\nTo: "
                + invite.header("To") + ";tag=bob\r\nCall-ID: " + invite.header("Call-ID") + "\r\nCSeq: "
                + invite.header("CSeq") + "\r\nContact: <sip:bob@127.0.0.1:" + bob.localPort()
                + ">\r\nContent-Type: application/sdp\r\nContent-Length: "
                + invite.body().length() + "\r\n\r\n"
                + invite.body());
        assertThat(bob.receive().start()).startsWith("ACK ");
        return new Talk(server, invite.header("To") + ";tag=bob", invite.header("From"), invite.header("Call-ID"));
    }

    /** A dialog as its peer knows it, and everybody who listened. */
    private static final class Talk {
        private final SwitchboardServer server;
        private final String from;
        private final String to;
        private final String callId;
        private int cseq;

        Talk(SwitchboardServer server, String from, String to, String callId) {
            this.server = server;
            this.from = from;
            this.to = to;
            this.callId = callId;
        }

        private String uri() {
            return "sip:switchboard@127.0.0.1:" + server.port();
        }

        void request(String method, SipClient sender, String headers) {
            send(method, method.equals("ACK") ? 1 : 100 + ++cseq, sender, headers);
        }

        private void send(String method, int number, SipClient sender, String headers) {
            sender.send(method + " " + uri() + " SIP/2.0\r\n" + sender.hopHeaders(SipClient.branch()) + "From: " + from
                    + "\r\nTo: " + to + "\r\nCall-ID: " + callId + "\r\nCSeq: " + number + " " + method + "\r\n"
                    + headers + "Content-Length: 0\r\n\r\n");
        }

        Message bye(SipClient sender, String headers) {
            request("BYE", sender, headers);
            return sender.receiveFinal();
        }

        Message byeOf(String account, SipClient sender) {
            String challenge = bye(sender, "").all("Proxy-Authenticate").get(0);
            String answer = Digest.answer(challenge, account, Setup.password(account), "BYE", uri(), 1);
            return bye(sender, "Proxy-Authorization: " + answer + "\r\n");
        }
    }
}
