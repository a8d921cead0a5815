package io.switchboard.sip.message;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;

/** Messages that the tests share. */
final class Samples {
    static final String INVITE = """
            INVITE sip:bob@biloxi.example SIP/2.0
            Via: SIP/2.0/UDP pc33.atlanta.example:5060;branch=z9hG4bK776asdhds;rport
            Max-Forwards: 70
            To: Bob <sip:bob@biloxi.example>
            From: "Alice" <sip:alice@atlanta.example>;tag=1928301774
            Call-ID: a84b4c76e66710@pc33.atlanta.example
            CSeq: 314159 INVITE
            Contact: <sip:alice@pc33.atlanta.example>
            X-Weird_Name.1:   odd,  but  legal\s
            Content-Type: application/sdp
            Content-Length: 4

            v=0
            """;

    private Samples() {}

    /** Text block to bytes: line ends become CRLF in the headers; the body keeps its own. */
    static byte[] wire(String text) {
        int body = text.indexOf("\n\n");
        String head = body < 0 ? text : text.substring(0, body + 2);
        String rest = body < 0 ? "" : text.substring(body + 2);
        return (head.replace("\n", "\r\n") + rest).getBytes(StandardCharsets.UTF_8);
    }

    static SipMessage message(String text) {
        byte[] wire = wire(text);
        return requireNonNull(MessageParser.parse(wire, 0, wire.length));
    }

    static SipRequest request(String text) {
        return (SipRequest) message(text);
    }

    static SipResponse response(String text) {
        return (SipResponse) message(text);
    }
}
