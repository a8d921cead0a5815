package io.switchboard.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verdicts after RFC 4475 and RFC 5118. Each case is a sound request with one line changed; {@code \n} in a case is a
 * line break.
 */
class ValidatorTest {
    private static final int MAX_BODY = 100;
    private static final String BASE = """
            OPTIONS sip:bob@example.com SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKbase
            From: <sip:alice@example.com>;tag=f1
            To: <sip:bob@example.com>
            Call-ID: base@192.0.2.1
            CSeq: 8 OPTIONS
            Max-Forwards: 70
            Contact: <sip:alice@192.0.2.1>
            Content-Length: 0

            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // RFC 4475 section 3.1.1: valid, and to be read right.
                "Via            | Via: SIP / 2.0\\n /UDP 192.0.2.2 ;branch = 390skdjuw , SIP/2.0/TCP a ; branch= b",
                "Via            | v:SIP/2.0/UNKNOWN t1.example;branch=z9hG4bK-.!%66*_+`'~",
                "Via            | Via: SIP/2.0/UDP a.example;branch=z9hG4bKx\\nVIA : SIP/2.0/SCTP b;branch=z9hG4bKy",
                "Via            | Via: SIP/2.0/UDP iftgw.example.com",
                "To             | To: \"quoted \\\\\"\u00fc\\\\\u0007 \\\\\u0000\" <sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*@example.com>",
                "To             | TO :\\n sip:vivekg@chair.example.com ;   tag    = 1918181833n",
                "To             | To: isbn:2983792873",
                "To             | To: \"%Z%45\" <sip:resource@example.com>",
                "To             | To: <sip:null-%00-null@example.com>",
                "To             | To: caller<sip:caller@example.com>",
                "From           | F: sip:caller@example.net;tag=_token~1'+`*%!-.;unknown-param",
                "From           | From: Ren\u00e9e <sip:r@example.com>;tag=x",
                "Call-ID        | i: word%ZK-!.*_+'@word`~)(><:\\\\/\"][?}{",
                "CSeq           | CSeq: 0009\\n  OPTIONS",
                "Max-Forwards   | MaX-fOrWaRdS: 0068",
                "Max-Forwards   | X: absent is fine",
                "Max-Forwards   | UnknownHeaderWithUnusualValue: ;;,,;;,;",
                "Max-Forwards   | extensionHeader-!.%*+_`'~: \u5927\u505c\u96fb",
                "Max-Forwards   | Date: Fri, 01 Jan 2010 16:00:00 EST",
                "Max-Forwards   | Expires: 10000000000000",
                "Contact        | Contact: <sip:user@example.com?Route=%3Csip:sip.example.com%3E>",
                "Contact        | m: \"Q\\\\\\\\\" <sip:a@h> ; newparam = newvalue ; flag ; q = 0.33, tel:4443322",
                "Contact        | Contact: sip:+19725552222@gw1.example.net;unknownparam",
                "Contact        | Contact: <name:John_Smith>",
                "OPTIONS        | OPTIONS sip:user;par=u%40example.net@example.com SIP/2.0",
                "OPTIONS        | OPTIONS sips:b@h;transport=ws;unknown=%41 SIP/2.0",
                "OPTIONS        | OPTIONS tel:+31201234567 SIP/2.0",
                // RFC 5118.
                "OPTIONS        | OPTIONS sip:[2001:db8::10:5070] SIP/2.0",
                "OPTIONS        | OPTIONS sip:[2001:db8::10]:5070 SIP/2.0",
                "Via            | Via: SIP/2.0/UDP [2001:db8::9:1]:6050;received=[2001:db8::9:255];branch=z9hG4bKa",
                "Via            | Via: SIP/2.0/UDP [2001:db8::9:1];received=2001:db8::9:255;branch=z9hG4bKa",
                "Via            | Via: SIP/2.0/UDP [::ffff:192.0.2.10]:19823;branch=z9hG4bKa",
                "To             | To: sip:user@[2001:db8:::192.0.2.1]",
            })
    void unusualButLegalIsAccepted(String line, String with) {
        assertThat(verdict(line, with)).as(with).isInstanceOf(Verdict.Accept.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // RFC 4475 section 3.1.2 and 3.3.
                "400 | Via            | Via: SIP/2.0/UDP 192.0.2.15;;,;,,",
                "400 | Via            | Via: SIP/2.0/UDP a;branch=z9hG4bK",
                "400 | Via            | Via: SIP/2.0/UDP a;branch=z9hG4bKx;branch=z9hG4bKy",
                "400 | Via            | Via: SIP/2.0/UDP a;branch=z9hG4bKx;rport=99999",
                "400 | Via            | Via: SIP/2.0/UDP a;branch=z9hG4bKx;ttl=256",
                "400 | Via            | Via: SIP/2.0/UDP a;branch=z9hG4bKx\\nVia: nonsense",
                "400 | Content-Length | Content-Length: 9999",
                "400 | Content-Length | Content-Length: -999",
                "400 | Content-Length | Content-Length: 0\\nl: 0",
                "400 | Content-Length | Content-Length: 99999999999999999999",
                "400 | CSeq           | CSeq: 36893488147419103232 OPTIONS",
                "400 | CSeq           | CSeq: 2147483648 OPTIONS",
                "400 | CSeq           | CSeq: -1 OPTIONS",
                "400 | CSeq           | CSeq: 8 INVITE",
                "400 | CSeq           | CSeq: 8 options",
                "400 | CSeq           | CSeq: 8",
                "400 | CSeq           | CSeq: 8 OPTIONS more",
                "400 | CSeq           | CSeq: 8 OPTIONS\\nCSeq: 8 OPTIONS",
                "400 | CSeq           | X: y",
                "400 | Max-Forwards   | Max-Forwards: 300",
                "400 | Max-Forwards   | Max-Forwards: -1",
                "400 | Max-Forwards   | Max-Forwards: x",
                "400 | Max-Forwards   | Max-Forwards: 70\\nMax-Forwards: 69",
                "400 | To             | To: \"Mr. J. User <sip:j.user@example.com>",
                "400 | To             | To: \"Watson, Thomas\" < sip:t.watson@example.org >",
                "400 | To             | To: <sip:a@h",
                "400 | To             | To: <sip:a@h>, <sip:b@h>",
                "400 | To             | To: <sip:a@h>;tag=x;tag=y",
                "400 | To             | To: <sip:a@h>;tag=\"x\"",
                "400 | To             | To: <sip:a%4@h>",
                "400 | To             | To: <sip:a@h>\\nt: <sip:b@h>",
                "400 | To             | To: <sip:a@h>\\nTo : <sip:b@h>",
                "400 | To             | To: <sip:a@h>\\nTO\\t: <sip:b@h>",
                "400 | To             | X: y",
                "400 | To             | To:",
                "400 | From           | From: Bell, Alexander <sip:a.g.bell@example.com>;tag=43",
                "400 | From           | X: y",
                "400 | Call-ID        | Call-ID: a b",
                "400 | Call-ID        | Call-ID:",
                "400 | Call-ID        | Call-ID: a\\ni: b",
                "400 | Contact        | Contact: sip:user@example.com?Route=%3Csip:sip.example.com%3E",
                "400 | Contact        | Contact: <sip:a@h>;",
                "400 | Contact        | Contact: <sip:a@h:70000>",
                "400 | Contact        | Route: sip:a@h?x",
                "400 | Contact        | Record-Route: <sip:a@[::1>",
                "400 | Contact        | Content-Type: nonsense",
                "400 | Contact        | Foobar roobar",
                "400 | Contact        | Fo\u0000o: x",
                "400 | Contact        | Foo: x\u0000y",
                "400 | Contact        | Foo: x\ry: z",
                "400 | Contact        | : x",
                "400 | Contact        | P-Asserted-Identity: \"a <sip:a@h>",
                "400 | OPTIONS        | OPTIONS <sip:user@example.com> SIP/2.0",
                "400 | OPTIONS        | OPTIONS sip:user@example.com; lws SIP/2.0",
                "400 | OPTIONS        | OPTIONS  sip:user@example.com  SIP/2.0",
                "400 | OPTIONS        | OPTIONS sip:user@example.com SIP/2.0\\t",
                "400 | OPTIONS        | OPTIONS sip:user@example.com?Route=%3Csip:example.com%3E SIP/2.0",
                "400 | OPTIONS        | OPTIONS sip:2001:db8::10 SIP/2.0",
                "400 | OPTIONS        | OPTIONS sip:a%zz@h SIP/2.0",
                "400 | OPTIONS        | OPTIONS user SIP/2.0",
                "400 | OPTIONS        | options sip:a@h SIP/2.0",
                "416 | OPTIONS        | OPTIONS nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0",
                "416 | OPTIONS        | OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0",
                "483 | Max-Forwards   | Max-Forwards: 0",
                "505 | OPTIONS        | OPTIONS sip:t.watson@example.org SIP/7.0",
                "505 | OPTIONS        | OPTIONS sip:t.watson@example.org SIP/7.0\\nv: SIP/7.0/UDP c.example",
            })
    void wrongRequestsAreAnswered(int status, String line, String with) {
        SipRequest request = request(line, with);
        Verdict verdict = new Validator(MAX_BODY).validate(request);
        assertThat(verdict).as(with).isInstanceOfSatisfying(Verdict.Reject.class, reject -> {
            assertThat(reject.status()).isEqualTo(status);
            assertThat(reject.answer(request).toTag("x").build().status()).isEqualTo(status);
        });
        SipRequest ack = Samples.request(changed(line, with).replace("OPTIONS", "ACK"));
        if (ack.method().equals("ACK")) {
            assertThat(new Validator(MAX_BODY).validate(ack)).as(with).isNotInstanceOf(Verdict.Reject.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X: y",
                "Via:",
                "Via: nonsense",
                "Via: SIP/2.0/UDP a;x=\u0001",
                "Via: SIP/2.0/UDP [::1",
                "Via: SIP/2.0/UDP 1.2.3.400",
                "Via: SIP/2.0/UDP a:0",
                "Via: SIP/2.0/UDP a\nTo: <sip:b@h>\u0001"
            })
    void whatHasNoSafeWayBackIsDropped(String via) {
        assertThat(verdict("Via", via)).isInstanceOf(Verdict.Drop.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "SIP/2.0 200 | SIP/2.0 200",
                "SIP/2.0 200 | SIP/2.0 4294967301 better not break the receiver",
                "SIP/2.0 200 | SIP/2.0 099 x",
                "SIP/2.0 200 | SIP/2.0 700 x",
                "SIP/2.0 200 | SIP/3.0 200 OK",
                "CSeq        | CSeq: 9292394834772304023312 OPTIONS",
                "To          | X: y",
                "Via         | X: y",
                "From        | From: <sip:a@h>\\nf: <sip:a@h>",
                "Content-Len | Content-Length: 9",
            })
    void wrongResponsesAreDropped(String line, String with) {
        String text = BASE.replace("OPTIONS sip:bob@example.com SIP/2.0", "SIP/2.0 200 OK");
        String fine = with.equals("SIP/2.0 200") ? with + " " : with;
        SipMessage message = Samples.message(changed(text, line, fine));
        assertThat(new Validator(MAX_BODY).validate(message))
                .isInstanceOf(with.equals("SIP/2.0 200") ? Verdict.Accept.class : Verdict.Drop.class);
    }

    @Test
    void boundsAreKept() {
        Validator validator = new Validator(MAX_BODY);
        String tag = "t".repeat(Limits.IDENTIFIER + 1);
        assertThat(status(verdict("From", "From: <sip:a@h>;tag=" + tag))).isEqualTo(400);
        assertThat(status(verdict("Call-ID", "Call-ID: " + tag))).isEqualTo(400);
        assertThat(status(verdict("Via", "Via: SIP/2.0/UDP a;branch=" + tag))).isEqualTo(400);
        assertThat(status(verdict("Contact", "X: " + "x".repeat(Limits.LINE)))).isEqualTo(400);
        assertThat(status(verdict("Contact", "X: x\n".repeat(Limits.HEADERS) + "Y: y")))
                .isEqualTo(400);
        assertThat(status(verdict("OPTIONS", "OPTIONS sip:" + "a".repeat(Limits.URI) + "@h SIP/2.0")))
                .isEqualTo(414);
        String body = BASE.replace("Length: 0", "Length: 101") + "b".repeat(101);
        assertThat(status(validator.validate(Samples.request(body)))).isEqualTo(413);
        assertThat(status(validator.validate(Samples.request(BASE.replace("\n\n", "\n")))))
                .isEqualTo(400);
    }

    /** RFC 4475 section 3.1.1.9: what stands behind the body is not read. */
    @Test
    void aSecondRequestInADatagramIsIgnored() {
        SipRequest request = Samples.request(BASE + BASE);
        assertThat(new Validator(MAX_BODY).validate(request)).isInstanceOf(Verdict.Accept.class);
        assertThat(request.size()).isEqualTo(Samples.wire(BASE).length);
    }

    /** RFC 3261 section 8.2.2.3. */
    @Test
    void unknownOptionsAreNamed() {
        SipRequest request = request("Contact", "Require: 100rel, Nothing\nRequire: timer,more");
        assertThat(Validator.requires(request, Set.of("100rel", "timer")))
                .isInstanceOfSatisfying(
                        Verdict.Reject.class,
                        reject -> assertThat(reject.answer(request).build().value(HeaderName.UNSUPPORTED))
                                .isEqualTo("Nothing, more"));
        assertThat(Validator.requires(request, Set.of("100rel", "timer", "nothing", "more")))
                .isInstanceOf(Verdict.Accept.class);
        SipRequest cancel = Samples.request(request.toString().replace("\r", "").replace("OPTIONS", "CANCEL"));
        assertThat(Validator.requires(cancel, Set.of())).isInstanceOf(Verdict.Accept.class);
    }

    /** RFC 3261 section 8.2.3. */
    @Test
    void bodiesOfUnknownTypesAreRefused() {
        SipRequest sdp = Samples.request(Samples.INVITE);
        assertThat(Validator.accepts(sdp, Set.of("application/sdp"))).isInstanceOf(Verdict.Accept.class);
        assertThat(Validator.accepts(sdp, Set.of("text/plain")))
                .isInstanceOfSatisfying(Verdict.Reject.class, reject -> {
                    assertThat(reject.status()).isEqualTo(415);
                    assertThat(reject.fields()).containsExactly(new Verdict.Field(HeaderName.ACCEPT, "text/plain"));
                });
        SipRequest packed = Samples.request(Samples.INVITE.replace("Max-Forwards: 70", "e: gzip"));
        assertThat(Validator.accepts(packed, Set.of("application/sdp"))).isInstanceOf(Verdict.Reject.class);
    }

    private static int status(Verdict verdict) {
        return verdict instanceof Verdict.Reject reject ? reject.status() : 0;
    }

    private static Verdict verdict(String line, String with) {
        return new Validator(MAX_BODY).validate(request(line, with));
    }

    private static SipRequest request(String line, String with) {
        return Samples.request(changed(line, with));
    }

    private static String changed(String line, String with) {
        return changed(BASE, line, with);
    }

    /** The text with another line in place of the one that begins so. */
    private static String changed(String text, String line, String with) {
        int from = text.startsWith(line) ? 0 : text.indexOf("\n" + line) + 1;
        int to = text.indexOf('\n', from);
        String escaped = with.replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\");
        String changed = text.substring(0, from) + escaped + text.substring(to);
        assertThat(changed.getBytes(StandardCharsets.UTF_8)).isNotEqualTo(text.getBytes(StandardCharsets.UTF_8));
        return changed;
    }
}
