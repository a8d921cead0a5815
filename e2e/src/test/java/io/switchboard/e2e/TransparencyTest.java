package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one side of a call is shown of the other: all that is said to it, and nothing of where it is. */
class TransparencyTest {
    private static final String HERE = "127.0.0.6";
    private static final String THERE = "127.0.0.7";
    private static final List<String> SAID = List.of(
            "X-Many: 1",
            "X-Many: 2, 3;a=\"b,c\"",
            "x-lower:no space",
            "X-Folded: one",
            "Accept-Language: da, en-gb;q=0.8",
            "Organization: " + new String(new char[] {0xe9, 0xff, 0x80}),
            "P-Access-Network-Info: 3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=1",
            "Diversion: <sip:5@127.0.0.1>;reason=unknown");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private SwitchboardServer server;

    @SuppressWarnings("NullAway.Init")
    private SipPeer here;

    @SuppressWarnings("NullAway.Init")
    private SipPeer there;

    @BeforeEach
    void start() {
        int port = Ports.free();
        String uri = "uri: \"sip:" + THERE + ":" + port + "\", numbers_out: dialled";
        server = SwitchboardServer.start(
                folder,
                new Setup()
                        .account("alice", "1001")
                        .setting("transfer", "by", "phone")
                        .trunkOf("here", "uri: \"sip:" + HERE + "\", sources: [" + HERE + "], numbers_in: dialled")
                        .trunkOf("believed", "uri: \"sip:127.0.0.8\", sources: [127.0.0.8], trust_identity: in")
                        .trunkOf("there", uri)
                        .trunkOf("told", uri + ", trust_identity: both")
                        .route("2000", "\"trunk:there\"")
                        .route("2001", "\"trunk:told\""));
        here = SipPeer.udp(HERE, server.port());
        there = SipPeer.udp(THERE, port, server.port());
    }

    @AfterEach
    void stop() {
        try {
            new Scene(server, "udp").assertNothingLeft();
        } finally {
            here.close();
            there.close();
            server.close();
        }
    }

    private static String said() {
        return String.join("\r\n", SAID) + "\r\n";
    }

    private static Conversation calling(SipPeer from, String number) {
        return Conversation.from(from, "sip:4711@" + HERE, "sip:" + number + "@" + Setup.DOMAIN);
    }

    /** What was said came through, in order, and nothing tells where the other one is but its SDP. */
    private static Message passed(Message message, String hidden, Conversation other) {
        assertThat(message.headers().stream().filter(SAID::contains)).containsExactlyElementsOf(SAID);
        assertThat(message.start() + String.join("\n", message.headers()))
                .doesNotContain(hidden)
                .doesNotContain(other.callId());
        return message;
    }

    /** A whole call, with everything said by both sides in every kind of message. */
    @Test
    void bothSidesAreShownWhatIsSaidAndNotWhereTheOtherIs() {
        Conversation caller = calling(here, "2000");
        caller.request("INVITE", said() + Conversation.TYPE, Conversation.SDP);
        Message invite = passed(there.expect("INVITE "), HERE, caller);
        Conversation callee = Conversation.of(there, invite);
        for (String status : List.of("180 Ringing", "183 Session Progress")) {
            callee.respond(invite, status, said(), "");
            passed(here.expect("SIP/2.0 " + status), THERE, callee);
        }
        callee.respond(invite, "200 OK", said() + Conversation.TYPE, Conversation.SDP);
        passed(caller.answered(), THERE, callee);
        there.expect("ACK ");
        for (String method : List.of("INFO", "MESSAGE", "OPTIONS", "UPDATE", "NOTIFY", "REFER", "INVITE")) {
            asks(method, caller, here, HERE, callee, there, THERE);
            asks(method, callee, there, THERE, caller, here, HERE);
        }
        callee.request("BYE", said(), "");
        Message bye = passed(here.expect("BYE "), THERE, callee);
        caller.respond(bye, "200 OK", said(), "");
        assertThat(callee.finalOf("BYE").status()).isEqualTo(200);
    }

    private static void asks(
            String method,
            Conversation one,
            SipPeer onePeer,
            String oneHost,
            Conversation other,
            SipPeer otherPeer,
            String otherHost) {
        String extra = method.equals("REFER") ? "Refer-To: <sip:1@elsewhere.test>\r\n" : "Event: refer\r\n";
        one.request(method, said() + extra + "Content-Type: application/x-odd\r\n", "\0\u00ff\r\n\r\n.");
        Message asked = passed(otherPeer.expect(method + " "), oneHost, one);
        assertThat(asked.body()).isEqualTo("\0\u00ff\r\n\r\n.");
        other.respond(asked, "299 Well Said", said() + "Content-Type: application/x-odd\r\n", "\u0080");
        Message answer = onePeer.expect("SIP/2.0 299 Well Said");
        passed(answer, otherHost, other);
        assertThat(answer.body()).isEqualTo("\u0080");
        if (method.equals("INVITE")) {
            one.ack();
            otherPeer.expect("ACK ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"404 Nobody Of That Name", "488 Not Like This", "606 Never"})
    void aRefusalIsPassedOnAsItIs(String status) {
        Conversation caller = calling(here, "2000").invite("");
        Message invite = there.expect("INVITE ");
        Conversation callee = Conversation.of(there, invite);
        callee.respond(invite, status, said() + "Warning: 399 " + THERE + " \"so it is\"\r\n", "");
        there.expect("ACK ");
        Message refusal = here.expect("SIP/2.0 " + status);
        passed(refusal, THERE, callee);
        assertThat(refusal.header("Warning")).endsWith(" \"so it is\"");
        caller.ackRefusal(refusal);
    }

    /** RFC 3261 §7.3.1: a value that goes on in the next line is the same value. */
    @Test
    void aFoldedHeaderKeepsItsValue() {
        Conversation caller = calling(here, "2000").invite("X-Fold: one,\r\n\t two\r\nSubject: a\r\n b\r\n");
        Message invite = there.expect("INVITE ");
        String text = String.join("\n", invite.headers());
        assertThat(text).containsPattern("X-Fold: one,\\s+two").containsPattern("Subject: a\\s+b");
        Conversation.of(there, invite).respond(invite, "486 Busy Here");
        there.expect("ACK ");
        caller.ackRefusal(caller.finalOf("INVITE"));
    }

    /** The short names are understood in responses and inside the dialog, too. */
    @Test
    void compactFormsAreUnderstoodInAnswersAndRequestsOfTheCallee() {
        Conversation caller = calling(here, "2000").invite("");
        Message invite = there.expect("INVITE ");
        String contact = "m: <sip:me@" + there.address() + ">\r\n";
        String head = "f: " + invite.header("From") + "\r\nt: " + invite.header("To") + ";tag=short\r\ni: "
                + invite.header("Call-ID") + "\r\nCSeq: " + invite.header("CSeq") + "\r\n";
        there.send("SIP/2.0 200 OK\r\nv: " + invite.header("Via") + "\r\n" + head + contact + "s: hello\r\nl: "
                + Conversation.SDP.length() + "\r\nc: application/sdp\r\n\r\n" + Conversation.SDP);
        Message ok = caller.answered();
        assertThat(ok.headers()).contains("s: hello");
        assertThat(ok.body()).isEqualTo(Conversation.SDP);
        there.expect("ACK sip:me@");
        String target = invite.header("Contact").replaceAll("[<>]", "");
        there.send("BYE " + target + " SIP/2.0\r\n" + there.via().replace("Via:", "v:") + "Max-Forwards: 9\r\nf: "
                + invite.header("To") + ";tag=short\r\nt: " + invite.header("From") + "\r\ni: "
                + invite.header("Call-ID") + "\r\nCSeq: 1 BYE\r\ns: bye\r\nl: 0\r\n\r\n");
        Message bye = here.expect("BYE ");
        assertThat(bye.headers()).contains("s: bye", "Max-Forwards: 8");
        caller.respond(bye, "200 OK");
        there.expect("SIP/2.0 200");
    }

    /** RFC 3261 §8.2.1 and §8.2.2.3, with what is known instead. */
    @ParameterizedTest
    @CsvSource({
        "FANCY, '', 501, Allow, INVITE",
        "invite, '', 501, Allow, INVITE",
        "NOTIFY, '', 405, Allow, INVITE",
        "OPTIONS, 'Proxy-Require: odd', 420, Unsupported, odd",
    })
    void whatIsNotServedIsRefused(String method, String header, int status, String names, String what) {
        Conversation.from(here, "sip:4711@" + HERE, "sip:1001@" + Setup.DOMAIN)
                .request(method, header.isEmpty() ? "" : header + "\r\n", "");
        Message refusal = here.expect("SIP/2.0 " + status);
        assertThat(refusal.header(names)).contains(what);
    }

    /** What the callee has to understand is for the callee to judge (RFC 3261 §8.2.2.3). */
    @Test
    void requiredExtensionsReachTheCallee() {
        Conversation caller = calling(here, "2000").invite("Require: odd, timer\r\n");
        Message invite = there.expect("INVITE ");
        assertThat(invite.all("Require")).containsExactly("odd");
        Conversation.of(there, invite).respond(invite, "420 Bad Extension", "Unsupported: odd\r\n", "");
        there.expect("ACK ");
        Message refusal = caller.finalOf("INVITE");
        assertThat(refusal.status()).isEqualTo(420);
        assertThat(refusal.all("Unsupported")).containsExactly("odd");
        caller.ackRefusal(refusal);
    }

    /** RFC 3325 §5 and Remote-Party-ID: asserted by whom we believe, told to whom we trust, in answers likewise. */
    @ParameterizedTest
    @CsvSource({"127.0.0.8, 2001, true", "127.0.0.8, 2000, false", HERE + ", 2001, false"})
    void identitiesPassFromTheBelievedToTheTrusted(String host, String number, boolean passes) {
        String asserted = "<sip:boss@carrier.test>";
        String party = "\"Boss\" <sip:boss@carrier.test>;party=calling;privacy=off";
        try (SipPeer caller = host.equals(HERE) ? here : SipPeer.udp(host, server.port())) {
            Conversation call = Conversation.from(caller, "sip:4711@" + host, "sip:" + number + "@" + Setup.DOMAIN)
                    .invite("P-Asserted-Identity: " + asserted + "\r\nRemote-Party-ID: " + party + "\r\n");
            Message invite = there.expect("INVITE ");
            assertThat(invite.all("P-Asserted-Identity")).isEqualTo(passes ? List.of(asserted) : List.of());
            assertThat(invite.all("Remote-Party-ID")).isEqualTo(passes ? List.of(party) : List.of());
            Conversation.of(there, invite)
                    .respond(invite, "183 Session Progress", "P-Asserted-Identity: " + asserted + "\r\n", "");
            assertThat(caller.expect("SIP/2.0 183").all("P-Asserted-Identity"))
                    .as("the caller is not to be told")
                    .isEmpty();
            Conversation.of(there, invite).respond(invite, "486 Busy Here");
            there.expect("ACK ");
            call.ackRefusal(call.finalOf("INVITE"));
        }
    }

    /** A phone is asserted by us, whatever it says. */
    @Test
    void aPhoneIsAssertedByTheServer() {
        try (SipPeer phone = SipPeer.udp("127.0.0.1", server.port())) {
            String alice = "sip:alice@" + Setup.DOMAIN;
            Conversation caller = Conversation.from(phone, alice, "sip:2001@" + Setup.DOMAIN)
                    .proven(
                            "INVITE",
                            "alice",
                            "Remote-Party-ID: <sip:boss@" + Setup.DOMAIN + ">\r\n" + Conversation.TYPE,
                            Conversation.SDP);
            Message invite = there.expect("INVITE ");
            assertThat(invite.all("P-Asserted-Identity"))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("@" + Setup.DOMAIN);
            assertThat(invite.all("Remote-Party-ID")).isEmpty();
            Conversation.of(there, invite).respond(invite, "486 Busy Here");
            there.expect("ACK ");
            caller.ackRefusal(caller.finalOf("INVITE"));
            Conversation liar = Conversation.from(phone, alice, "sip:2001@" + Setup.DOMAIN);
            Message refused =
                    liar.prove("INVITE", "alice", "P-Asserted-Identity: <sip:boss@" + Setup.DOMAIN + ">\r\n", "");
            liar.ackRefusal(refused);
            assertThat(refused.status()).isEqualTo(403);
        }
    }
}
