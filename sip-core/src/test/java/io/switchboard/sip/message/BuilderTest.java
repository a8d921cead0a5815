package io.switchboard.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import javax.sip.message.Request;
import org.junit.jupiter.api.Test;

/** Splicing of requests and responses, byte by byte. */
class BuilderTest {
    @Test
    void everythingIsPassedOnByteForByte() {
        SipRequest in = Samples.request(Samples.INVITE);
        RequestBuilder builder = RequestBuilder.of("INVITE", "sip:bob@192.0.2.4")
                .copyAllBut(in, HeaderSet.of(HeaderName.VIA, HeaderName.CALL_ID))
                .header(HeaderName.CALL_ID, "other")
                .body(in);
        String expected = """
                INVITE sip:bob@192.0.2.4 SIP/2.0
                Via: SIP/2.0/UDP here;branch=z9hG4bK1
                Max-Forwards: 70
                To: Bob <sip:bob@biloxi.example>
                From: "Alice" <sip:alice@atlanta.example>;tag=1928301774
                CSeq: 314159 INVITE
                Contact: <sip:alice@pc33.atlanta.example>
                X-Weird_Name.1:   odd,  but  legal\s
                Content-Type: application/sdp
                Call-ID: other
                Content-Length: 4

                v=0
                """;
        SipRequest first = builder.build("SIP/2.0/UDP here;branch=z9hG4bK1");
        assertThat(bytes(first)).isEqualTo(Samples.wire(expected));
        assertThat(first.callId()).isEqualTo("other");
        assertThat(first.method()).isSameAs(Request.INVITE);
        SipRequest second = builder.build("SIP/2.0/TCP here;branch=z9hG4bK2");
        assertThat(second.branch()).isEqualTo("z9hG4bK2");
        assertThat(second.requestUri()).isEqualTo("sip:bob@192.0.2.4");
        assertThat(second.body()).isEqualTo(in.body());
    }

    /** RFC 3261 section 8.2.6.2, RFC 3581 section 4. */
    @Test
    void aResponseGoesBackWithReceivedAndRport() {
        SipRequest in = Samples.request(Samples.INVITE);
        in.receivedFrom(new InetSocketAddress("192.0.2.9", 40000));
        SipResponse out = ResponseBuilder.of(in, 486, "").toTag("abc").build();
        String expected = """
                SIP/2.0 486 Busy Here
                Via: SIP/2.0/UDP pc33.atlanta.example:5060;received=192.0.2.9;rport=40000;branch=z9hG4bK776asdhds
                From: "Alice" <sip:alice@atlanta.example>;tag=1928301774
                To: Bob <sip:bob@biloxi.example>;tag=abc
                Call-ID: a84b4c76e66710@pc33.atlanta.example
                CSeq: 314159 INVITE
                Content-Length: 0

                """;
        assertThat(bytes(out)).isEqualTo(Samples.wire(expected));
        assertThat(out.status()).isEqualTo(486);
        assertThat(out.toTag()).isEqualTo("abc");
        assertThat(in.topVia())
                .isEqualTo(
                        new Via("UDP", "pc33.atlanta.example", 5060, "z9hG4bK776asdhds", "192.0.2.9", 40000, null, -1));
        assertThat(in.body()).hasSize(4);
        assertThat(in.fromTag()).isEqualTo("1928301774");
    }

    /** What the sender wrote about its own source does not count; what is broken is not mended. */
    @Test
    void theSourceIsNotTheSendersToSay() {
        String request = "OPTIONS sip:a SIP/2.0\nVia: %s, SIP/2.0/UDP b\nVia: SIP/2.0/UDP c\n\nbody";
        String[][] cases = {
            {"SIP/2.0/UDP 192.0.2.9;branch=x", "SIP/2.0/UDP 192.0.2.9;branch=x"},
            {"SIP/2.0/UDP 192.0.2.9;received=6.6.6.6;branch=x", "SIP/2.0/UDP 192.0.2.9;branch=x"},
            {"SIP/2.0/UDP a ; rport = 7;x ;received=6.6.6.6", "SIP/2.0/UDP a ;received=192.0.2.9;rport=40;x "},
            {"SIP/2.0/UDP [2001:db8::1]", "SIP/2.0/UDP [2001:db8::1];received=192.0.2.9"},
            {"SIP/2.0/UDP a;rport=99999;branch=x", "SIP/2.0/UDP a;received=192.0.2.9;rport=99999;branch=x"},
        };
        for (String[] row : cases) {
            SipRequest in = Samples.request(request.formatted(row[0]));
            in.receivedFrom(new InetSocketAddress("192.0.2.9", 40));
            assertThat(bytes(in))
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo(new String(Samples.wire(request.formatted(row[1])), StandardCharsets.US_ASCII));
            assertThat(in.body()).hasSize(4);
            Via told = in.topVia();
            in.changed();
            assertThat(in.topVia()).isEqualTo(told);
        }
    }

    @Test
    void onlyTryingCarriesTheTimestamp() {
        SipRequest in = Samples.request("OPTIONS sip:a SIP/2.0\nTo: <sip:a>;tag=t\nTimestamp: 54\n\n");
        assertThat(ResponseBuilder.of(in, 100, "").build().value(HeaderName.TIMESTAMP))
                .isEqualTo("54");
        SipResponse ok = ResponseBuilder.of(in, 200, "Fine").toTag("ignored").build();
        assertThat(ok.has(HeaderName.TIMESTAMP)).isFalse();
        assertThat(ok.toTag()).isEqualTo("t");
        assertThat(ok.reason()).isEqualTo("Fine");
    }

    @Test
    void aResponsePassedOnKeepsUnknownHeaders() {
        SipRequest in = Samples.request(Samples.INVITE);
        SipResponse far = Samples.response(
                "SIP/2.0 180 Ringing\nVia: SIP/2.0/UDP x;branch=1\nTo: <sip:x>;tag=9\nX-A:  b\nCSeq: 9 INVITE\n\nbody");
        SipResponse out = ResponseBuilder.of(in, 180, "")
                .toTag("mine")
                .copyAllBut(far, HeaderSet.of())
                .body(far)
                .build();
        assertThat(out.toString()).contains("\r\nX-A:  b\r\n").endsWith("Content-Length: 4\r\n\r\nbody");
        assertThat(out.values(HeaderName.VIA)).hasSize(1);
        assertThat(out.cseq()).isEqualTo(314159);
        assertThat(out.toTag()).isEqualTo("mine");
    }

    @Test
    void aValueCannotSmuggleALine() {
        RequestBuilder builder = RequestBuilder.of("INFO", "sip:a");
        for (String bad : new String[] {"a\r\nTo: b", "a\nb", "a\rb", "a\0"}) {
            assertThatThrownBy(() -> builder.header(HeaderName.SUBJECT, bad))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> builder.build(bad)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> RequestBuilder.of("INFO", bad)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ResponseBuilder.of(Samples.request(Samples.INVITE), 200, bad))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> builder.header("A: b", "c")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.header("l", "1")).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] bytes(SipMessage message) {
        byte[] array = message.array();
        return java.util.Arrays.copyOfRange(array, message.offset(), message.offset() + message.size());
    }

    @Test
    void textOutsideAsciiIsUtf8() {
        SipRequest out =
                RequestBuilder.of("INFO", "sip:a").header("Subject", "Grüße").build("SIP/2.0/UDP a");
        assertThat(out.value(HeaderName.SUBJECT)).isEqualTo("Grüße");
        assertThat(new String(bytes(out), StandardCharsets.UTF_8)).contains("Subject: Grüße\r\n");
    }

    @Test
    void aControlCharacterIsSeenWhereverItStands() {
        RequestBuilder builder = RequestBuilder.of("INFO", "sip:a");
        for (int at = 0; at < 19; at++) {
            for (char c = 0; c <= 0xff; c++) {
                String value = "ä234567890ab\tdefghi".substring(0, at) + c + "xyz";
                if ((c < ' ' && c != '\t') || c == 0x7f) {
                    assertThatThrownBy(() -> builder.header(HeaderName.SUBJECT, value))
                            .as("%x at %d", (int) c, at)
                            .isInstanceOf(IllegalArgumentException.class);
                } else {
                    builder.header(HeaderName.SUBJECT, value);
                }
            }
        }
    }
}
