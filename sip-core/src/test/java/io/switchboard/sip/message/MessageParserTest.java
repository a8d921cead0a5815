package io.switchboard.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import javax.sip.message.Request;
import org.junit.jupiter.api.Test;

/** Reading of messages, RFC 3261 section 7. */
class MessageParserTest {
    @Test
    void partsOfARequestAreRead() {
        SipRequest invite = Samples.request(Samples.INVITE);
        assertThat(invite.method()).isSameAs(Request.INVITE);
        assertThat(invite.requestUri()).isEqualTo("sip:bob@biloxi.example");
        assertThat(invite.callId()).isEqualTo("a84b4c76e66710@pc33.atlanta.example");
        assertThat(invite.cseq()).isEqualTo(314159);
        assertThat(invite.cseqMethod()).isSameAs(Request.INVITE);
        assertThat(invite.fromTag()).isEqualTo("1928301774");
        assertThat(invite.toTag()).isNull();
        assertThat(invite.branch()).isEqualTo("z9hG4bK776asdhds");
        assertThat(invite.sentBy()).isEqualTo("pc33.atlanta.example:5060");
        assertThat(invite.body()).isEqualTo("v=0\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(invite.values("x-weird_name.1")).containsExactly("odd,  but  legal");
        assertThat(invite.values("i")).containsExactly(invite.callId());
        assertThat(invite.flaws).isZero();
    }

    @Test
    void partsOfAResponseAreRead() {
        SipResponse ok = Samples.response("""
                SIP/2.0 200 = 2**3 * 5**2
                v: SIP/2.0/TCP [2001:db8::1]:5070;branch=z9hG4bKa;received=192.0.2.1
                t: <sip:b@example.com;tag=no>;TAG = yes
                f: sip:a@example.com;tag=f
                i: x
                CSeq: 1 BYE
                l: 0

                """);
        assertThat(ok.status()).isEqualTo(200);
        assertThat(ok.reason()).isEqualTo("= 2**3 * 5**2");
        assertThat(ok.toTag()).isEqualTo("yes");
        assertThat(ok.fromTag()).isEqualTo("f");
        assertThat(ok.sentBy()).isEqualTo("[2001:db8::1]:5070");
        assertThat(ok.topVia()).isEqualTo(new Via("TCP", "[2001:db8::1]", 5070, "z9hG4bKa", "192.0.2.1", -1, null, -1));
    }

    /** RFC 3261 section 7.3.1. */
    @Test
    void foldedLinesAreOneValue() {
        SipMessage message = Samples.message("""
                OPTIONS sip:a SIP/2.0
                subJECT :  one
                 two
                \tthree
                CSeq: 7
                  OPTIONS
                Via: SIP / 2.0
                 / UDP  a.example
                   ; branch
                  = z9hG4bKx

                """);
        assertThat(message.value(HeaderName.SUBJECT)).isEqualTo("one two three");
        assertThat(message.cseq()).isEqualTo(7);
        assertThat(message.cseqMethod()).isSameAs(Request.OPTIONS);
        assertThat(message.branch()).isEqualTo("z9hG4bKx");
    }

    /** RFC 3261 section 18.3. */
    @Test
    void contentLengthCutsADatagram() {
        String head = "OPTIONS sip:a SIP/2.0\r\nContent-Length: ";
        assertThat(parse(head + "2\r\n\r\nabc").body()).hasSize(2);
        assertThat(parse("OPTIONS sip:a SIP/2.0\r\nCSeq: 1 OPTIONS\r\n\r\nabc").body())
                .hasSize(3);
        assertThat(parse(head + "4\r\n\r\nabc").flaws).isEqualTo(Flaw.BODY_CUT);
        assertThat(parse(head + "-1\r\n\r\nabc").flaws).isEqualTo(Flaw.CONTENT_LENGTH);
        assertThat(parse(head + "1\r\nl: 1\r\n\r\nabc").flaws).isEqualTo(Flaw.CONTENT_LENGTH);
    }

    @Test
    void whatIsNoSipGivesNothing() {
        for (String text :
                new String[] {"", "\r\n", "GET / HTTP/1.1\r\n\r\n", "INVITE\r\n\r\n", "hello", " a b\r\n\r\n"}) {
            byte[] wire = text.getBytes(StandardCharsets.US_ASCII);
            assertThat(MessageParser.parse(wire, 0, wire.length)).as(text).isNull();
        }
    }

    @Test
    void everyKnownNameIsFoundInAnyCase() {
        for (HeaderName name : HeaderName.values()) {
            assertThat(HeaderTable.find(name.text())).isSameAs(name);
            assertThat(HeaderTable.find(name.text().toUpperCase(java.util.Locale.ROOT)))
                    .isSameAs(name);
            if (name.compact() != '\0') {
                assertThat(HeaderTable.find(String.valueOf(name.compact()))).isSameAs(name);
            }
        }
        assertThat(HeaderTable.find("Tö")).isNull();
        assertThat(HeaderTable.find("Tos")).isNull();
    }

    private static SipMessage parse(String text) {
        byte[] wire = text.getBytes(StandardCharsets.US_ASCII);
        return java.util.Objects.requireNonNull(MessageParser.parse(wire, 0, wire.length));
    }
}
