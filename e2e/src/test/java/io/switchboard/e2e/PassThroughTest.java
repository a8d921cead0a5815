package io.switchboard.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is end to end passes unchanged; what is of one hop, or of those whom nobody trusts, does not. */
class PassThroughTest {
    /** Legal, if nobody has seen them (RFC 4475 §3.1.1.1 and §3.1.1.3). */
    private static final List<String> ODD = List.of(
            "X-Unknown: kept as it is",
            "!interesting-Message4711*Header+_~`%.'-: one two;three=\"fo\\\"ur\"",
            "NewFangledHeader: newfangled value continued newfangled value",
            "X-Utf8: " + new String("Zwölf Boxkämpfer ☎".getBytes(UTF_8), ISO_8859_1),
            "Subject: I know you're there, pick up the phone",
            "User-Agent: Odd/1.0 (it is)",
            "X-Empty:");

    private static final String PARTS = "multipart/mixed;boundary=\"b\\\\oundary\"";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private SwitchboardServer server;

    @SuppressWarnings("NullAway.Init")
    private SipPeer pbx;

    @SuppressWarnings("NullAway.Init")
    private SipPeer trusted;

    @SuppressWarnings("NullAway.Init")
    private SipPeer carrier;

    @SuppressWarnings("NullAway.Init")
    private SipPeer confidant;

    @BeforeEach
    void start() {
        int plain = Ports.free();
        int told = Ports.free();
        server = SwitchboardServer.start(
                folder,
                new Setup()
                        .account("alice", "1001")
                        .trunk("carrier", plain, "udp")
                        .trunkOf(
                                "confidant",
                                "uri: \"sip:127.0.0.1:" + told + "\", numbers_out: dialled, trust_identity: both")
                        .trunkOf(
                                "trusted",
                                "uri: \"sip:127.0.0.3\", sources: [127.0.0.3], numbers_in: dialled,"
                                        + " reaches_users: true, trust_identity: both")
                        .route("2000", "\"trunk:carrier\"")
                        .route("2001", "\"trunk:confidant\""));
        pbx = SipPeer.udp(Setup.PBX, server.port());
        trusted = SipPeer.udp("127.0.0.3", server.port());
        carrier = SipPeer.udp("127.0.0.1", plain, server.port());
        confidant = SipPeer.udp("127.0.0.1", told, server.port());
    }

    @AfterEach
    void stop() {
        try {
            new Scene(server, "udp").assertNothingLeft();
        } finally {
            pbx.close();
            trusted.close();
            carrier.close();
            confidant.close();
            server.close();
        }
    }

    private static String lines(List<String> headers) {
        return String.join("\r\n", headers) + "\r\n";
    }

    /** Every byte of a body, and every header that is not ours. */
    @Test
    void oddHeadersAndBinaryBodiesPassInEveryMessageOfACall() {
        StringBuilder body = new StringBuilder("--b\\oundary\r\nContent-Type: application/octet-stream\r\n\r\n");
        for (int b = 0; b < 256; b++) {
            body.append((char) b);
        }
        body.append("\r\n--b\\oundary--\r\n");
        String type = "Content-Type: " + PARTS + "\r\n";
        Conversation caller = Conversation.fromPbx(pbx, "2000");
        caller.request("INVITE", lines(ODD) + type, body.toString());
        Message invite = carrier.expect("INVITE ");
        assertSame(invite, body.toString());
        Conversation callee = Conversation.of(carrier, invite);
        callee.respond(invite, "183 Session Progress", lines(ODD) + type, body.toString());
        assertSame(pbx.await("SIP/2.0 183"), body.toString());
        callee.respond(invite, "200 Fine by me", lines(ODD) + type, body.toString());
        Message ok = caller.answered();
        assertThat(ok.start()).isEqualTo("SIP/2.0 200 Fine by me");
        assertSame(ok, body.toString());
        carrier.await("ACK ");
        for (String method : List.of("INFO", "MESSAGE", "OPTIONS")) {
            caller.request(method, lines(ODD) + type, body.toString());
            Message passed = carrier.expect(method + " ");
            assertSame(passed, body.toString());
            callee.respond(passed, "202 As you like", lines(ODD) + type, body.toString());
            Message answer = caller.finalOf(method);
            assertThat(answer.start()).isEqualTo("SIP/2.0 202 As you like");
            assertSame(answer, body.toString());
        }
        caller.request("BYE", lines(ODD) + "Reason: Q.850;cause=16;text=\"bye\"\r\n", "");
        Message bye = carrier.expect("BYE ");
        assertSame(bye, "");
        assertThat(bye.all("Reason")).containsExactly("Q.850;cause=16;text=\"bye\"");
        callee.respond(bye, "200 OK");
        assertThat(caller.finalOf("BYE").status()).isEqualTo(200);
    }

    private static void assertSame(Message message, String body) {
        assertThat(message.headers()).containsAll(ODD);
        assertThat(message.body()).isEqualTo(body);
        if (!body.isEmpty()) {
            assertThat(message.all("Content-Type")).containsExactly(PARTS);
        }
    }

    /** RFC 3261 §7.3.3: the short names mean the same. */
    @Test
    void compactFormsAreUnderstood() {
        String tag = ";tag=short";
        pbx.send("INVITE sip:2000@" + Setup.DOMAIN + " SIP/2.0\r\n" + pbx.via().replace("Via:", "v:")
                + "Max-Forwards: 70\r\nf: <sip:4711@127.0.0.2>" + tag + "\r\nt: <sip:2000@" + Setup.DOMAIN
                + ">\r\ni: compact\r\nCSeq: 1 INVITE\r\nm: <sip:4711@" + pbx.address()
                + ">\r\ns: short\r\nk: 100rel\r\nc: application/sdp\r\nl: " + Conversation.SDP.length() + "\r\n\r\n"
                + Conversation.SDP);
        Message invite = carrier.expect("INVITE ");
        assertThat(invite.body()).isEqualTo(Conversation.SDP);
        assertThat(invite.headers()).anyMatch(header -> header.matches("(?i)(s|subject): short"));
        Conversation.of(carrier, invite).respond(invite, "486 Busy Here", "", "");
        carrier.expect("ACK ");
        Message refusal = pbx.await("SIP/2.0 486");
        pbx.send("ACK sip:2000@" + Setup.DOMAIN + " SIP/2.0\r\nv: " + refusal.header("Via")
                + "\r\nMax-Forwards: 70\r\nf: <sip:4711@127.0.0.2>" + tag + "\r\nt: " + refusal.header("To")
                + "\r\ni: compact\r\nCSeq: 1 ACK\r\nl: 0\r\n\r\n");
    }

    /** Of the other side only its SDP is seen. */
    @Test
    void hopsAndAddressesOfOneSideStayThere() {
        Conversation caller = Conversation.fromPbx(pbx, "2000")
                .invite(lines(List.of(
                        "Via: SIP/2.0/UDP 10.9.8.7;branch=z9hG4bKinner",
                        "Record-Route: <sip:10.9.8.6;lr>",
                        "Proxy-Authorization: Digest username=\"x\"",
                        "Call-Info: <http://www.example.test/>",
                        "P-Asserted-Identity: <sip:president@10.9.8.5>",
                        "Remote-Party-ID: <sip:1@10.9.8.4>")));
        Message invite = carrier.expect("INVITE ");
        String head = invite.start() + String.join("\n", invite.headers());
        assertThat(head).doesNotContain("10.9.8", Setup.PBX, "z9hG4bKinner", caller.callId());
        assertThat(invite.all("Proxy-Authorization")).isEmpty();
        assertThat(invite.all("Call-Info")).containsExactly("<http://www.example.test/>");
        assertThat(invite.header("Max-Forwards")).isEqualTo("69");
        Conversation callee = Conversation.of(carrier, invite);
        callee.respond(
                invite, "480 Gone", "Contact: <sip:me@10.9.8.3>\r\nP-Asserted-Identity: <sip:a@10.9.8.2>\r\n", "");
        carrier.expect("ACK ");
        Message refusal = caller.finalOf("INVITE");
        assertThat(refusal.start() + refusal.headers()).contains("480 Gone").doesNotContain("10.9.8.3", "10.9.8.2");
        caller.ackRefusal(refusal);
    }

    /** RFC 3325 §5: identity is told by those who are believed to those who may hear it. */
    @Test
    void identityPassesBetweenTrustedTrunksOnly() {
        String asserted = "P-Asserted-Identity: <sip:president@carrier.test>\r\n";
        assertThat(identity(trusted, "127.0.0.3", "2001", confidant, asserted))
                .containsExactly("<sip:president@carrier.test>");
        assertThat(identity(trusted, "127.0.0.3", "2000", carrier, asserted)).isEmpty();
        assertThat(identity(pbx, Setup.PBX, "2001", confidant, asserted)).isEmpty();
    }

    private static List<String> identity(SipPeer from, String host, String number, SipPeer to, String headers) {
        Conversation caller = Conversation.from(from, "sip:4711@" + host, "sip:" + number + "@" + Setup.DOMAIN)
                .invite(headers);
        Message invite = to.await("INVITE ");
        Conversation.of(to, invite).respond(invite, "486 Busy Here");
        to.await("ACK ");
        Message refusal = caller.finalOf("INVITE");
        caller.ackRefusal(refusal);
        return invite.all("P-Asserted-Identity");
    }

    /** A trunk may send any From, but nobody is shown one of our users who did not call. */
    @Test
    void aTrunkCannotPassForOneOfOurUsers() {
        for (String from :
                List.of("sip:alice@" + Setup.DOMAIN, "sip:1001@" + Setup.DOMAIN, "sip:alice@elsewhere.test")) {
            Conversation caller =
                    Conversation.from(pbx, from, "sip:2000@" + Setup.DOMAIN).invite("");
            Message invite = carrier.await("INVITE ");
            assertThat(invite.header("From")).doesNotContain("alice@" + Setup.DOMAIN, "1001@" + Setup.DOMAIN);
            Conversation.of(carrier, invite).respond(invite, "486 Busy Here");
            carrier.await("ACK ");
            caller.ackRefusal(caller.finalOf("INVITE"));
        }
    }

    @Test
    void aMethodThatOnlyTheCalleeCanJudgeReachesIt() {
        Conversation caller = Conversation.fromPbx(pbx, "2000").invite("");
        Message invite = carrier.expect("INVITE ");
        Conversation callee = Conversation.of(carrier, invite);
        caller.joined(callee, invite);
        caller.request("FANCY");
        callee.respond(carrier.expect("FANCY "), "501 Not Implemented");
        assertThat(caller.finalOf("FANCY").status()).isEqualTo(501);
        caller.request("BYE");
        callee.hungUp();
        assertThat(caller.finalOf("BYE").status()).isEqualTo(200);
    }
}
