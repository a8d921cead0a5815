package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.NameAddr;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.message.SipRequest;
import javax.sip.message.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes from leg to leg, and what does not. */
class TransparencyTest extends Scenario {
    private static final String ODD = "!%*_+`'~-x: \"quoted, ; <odd>\" , \u00fc";
    private static final String UNKNOWN = "X-Unknown: a;b=\"c,d\"";

    private static RequestBuilder odd(RequestBuilder request) {
        return request.header("!%*_+`'~-x", "\"quoted, ; <odd>\" , \u00fc").header("X-Unknown", "a;b=\"c,d\"");
    }

    private static void isThere(SipMessage message) {
        assertThat(text(message)).contains("\r\n" + ODD + "\r\n", "\r\n" + UNKNOWN + "\r\n");
    }

    @Test
    void unknownHeadersAndOddNamesPassByteForByteBothWays() {
        dials(bob.destination());
        ScriptedPhone.Received invite = calls(odd(invite()).header("s", "compact"));
        isThere(invite.request());
        assertThat(text(invite.request())).contains("\r\ns: compact\r\n");
        invite.respond(bob.reply(invite, 183, "bobs")
                .header("!%*_+`'~-x", "\"quoted, ; <odd>\" , \u00fc")
                .header("X-Unknown", "a;b=\"c,d\""));
        pass();
        isThere(alice.response(183));
        answers(invite);
        bob.send(odd(bob.request(fromBob, Request.MESSAGE)).body("image/x-odd", new byte[] {0, -1, 13, 10}));
        pass();
        ScriptedPhone.Received message = alice.last(Request.MESSAGE);
        isThere(message.request());
        assertThat(message.request().body()).containsExactly(0, -1, 13, 10);
        message.respond(alice.reply(message, 200, "x")
                .header("!%*_+`'~-x", "\"quoted, ; <odd>\" , \u00fc")
                .header("X-Unknown", "a;b=\"c,d\""));
        pass();
        isThere(bob.response(200));
        alice.send(odd(alice.request(fromAlice, Request.BYE)));
        pass();
        isThere(bob.last(Request.BYE).request());
        nothingIsLeft();
    }

    @Test
    void addressesOfTheOtherSideAreNotShown() {
        server.settings = new CallSettings("example.test", 500, 4000, 1800, 90, 0, CallSettings.ReferBy.PHONE);
        dials(bob.destination());
        answers(calls(invite().header(HeaderName.RECORD_ROUTE, "<sip:10.0.0.2;lr>")));
        String id = fromAlice.callId();
        for (String method : new String[] {Request.INFO, Request.UPDATE, Request.REFER, Request.NOTIFY}) {
            alice.send(alice.request(fromAlice, method));
            pass();
            ScriptedPhone.Received got = bob.last(method);
            got.respond(bob.reply(got, 200, "bobs").header(HeaderName.WARNING, "399 10.0.0.3:5060 \"odd\""));
            pass();
        }
        alice.send(alice.request(fromAlice, Request.BYE));
        pass();
        for (ScriptedPhone.Received received : bob.requests) {
            assertThat(text(received.request())).doesNotContain("10.0.0.2", id, "secret@10.0.0.2");
        }
        for (SipMessage response : alice.responses) {
            assertThat(text(response)).doesNotContain("10.0.0.3");
        }
        assertThat(alice.responses.stream().map(r -> String.valueOf(r.value(HeaderName.WARNING))))
                .contains("399 switchboard \"odd\"");
        nothingIsLeft();
    }

    /** RFC 3428 section 4, RFC 6086: a request that has no Contact is not given one. */
    @Test
    void contactIsOursWhereThereWasOneAndNowhereElse() {
        server.settings = new CallSettings("example.test", 500, 4000, 1800, 90, 0, CallSettings.ReferBy.PHONE);
        talk();
        alice.send(fromAlice.request(Request.MESSAGE).header(HeaderName.MAX_FORWARDS, "70"));
        pass();
        assertThat(bob.last(Request.MESSAGE).request().has(HeaderName.CONTACT)).isFalse();
        alice.send(alice.request(fromAlice, Request.REFER));
        pass();
        ScriptedPhone.Received refer = bob.last(Request.REFER);
        assertThat(refer.request().value(HeaderName.CONTACT)).isEqualTo("<sip:switchboard@10.0.0.1:5060>");
        refer.respond(bob.reply(refer, 202, "bobs"));
        pass();
        assertThat(alice.response(202).value(HeaderName.CONTACT)).isEqualTo("<sip:switchboard@10.0.0.1:5060>");
        alice.send(alice.request(fromAlice, Request.BYE));
        nothingIsLeft();
    }

    /** RFC 3326: a header that may come more than once. */
    @Test
    void allReasonsOfACancelReachTheCallee() {
        dials(bob.destination());
        io.switchboard.sip.transaction.ClientTransaction inviting = alice.send(invite());
        pass();
        ScriptedPhone.Received invite = bob.last(Request.INVITE);
        invite.respond(bob.reply(invite, 180, "b"));
        pass();
        network.rewrite(message -> message.replace("0, Q.850", "0\r\nReason: Q.850"));
        inviting.cancel("SIP;cause=600, Q.850;cause=17");
        lane.advance(20);
        network.rewrite(null);
        pass();
        assertThat(String.join(", ", bob.cancels.get(0).values(HeaderName.REASON)))
                .isEqualTo("SIP;cause=600, Q.850;cause=17");
        nothingIsLeft();
    }

    /** Parameters of From and To in any order, case and spacing (RFC 3261 section 7.3.1). */
    @Test
    void oddTagParametersAreNotRepeated() {
        assertThat(NameAddr.withoutParameters("<sip:a@b> ; TAG = 1")).isEqualTo("<sip:a@b>");
        assertThat(NameAddr.withoutParameters("\"x\\\"<;tag=2>\" <sip:a@b;x=1>;p=q;tag=1"))
                .isEqualTo("\"x\\\"<;tag=2>\" <sip:a@b;x=1>");
        assertThat(NameAddr.withoutParameters("sip:a@b;tag=1;x")).isEqualTo("sip:a@b");
        assertThat(NameAddr.withoutParameters(null)).isEmpty();
    }

    /** RFC 3325 section 5: it counts who answered, not who rang first. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void identityPassesFromTheTrustedAnswererOnly(boolean trusted) {
        server.caller = new Party.Trunk("told", false, true, 0, null, user -> false);
        dials(
                bob.destination(new Party.Trunk("b", !trusted, true, 0, null, user -> false)),
                carol.destination(new Party.Trunk("c", trusted, true, 0, null, user -> false)));
        calls(invite());
        ScriptedPhone.Received invite = carol.last(Request.INVITE);
        invite.respond(carol.reply(invite, 200, "c").header(HeaderName.P_ASSERTED_IDENTITY, "<sip:c@d>"));
        pass();
        assertThat(alice.response(200).has(HeaderName.P_ASSERTED_IDENTITY)).isEqualTo(trusted);
        fromAlice.established(alice.response(200));
        alice.ack(fromAlice, 1, "");
        alice.send(alice.request(fromAlice, Request.BYE));
        nothingIsLeft();
    }

    /** RFC 3261 section 19.1.6: a tel URI names a caller as well as a SIP URI does. */
    @Test
    void callerWithATelUriKeepsTheNumber() {
        dials(bob.destination());
        fromAlice = alice.calling("\"Alice\" <tel:+31201234567;isub=1>", "1000");
        ScriptedPhone.Received invite = calls(invite());
        assertThat(invite.request().value(HeaderName.FROM))
                .startsWith("\"Alice\" <sip:+31201234567@example.test>;tag=");
        invite.respond(bob.reply(invite, 486, "b"));
        nothingIsLeft();
    }

    /** RFC 3261 section 22.1: the ACK repeats the credentials of the INVITE; the realm's answer is asked for once. */
    @Test
    void acknowledgementRepeatsTheCredentialsOfTheInvite() {
        Party.Credentials credentials = (challenges, method, uri) -> "Digest response=\"x\"";
        dials(bob.destination(new Party.Trunk("t", false, false, 0, credentials, user -> false)));
        ScriptedPhone.Received first = calls(invite());
        first.respond(bob.reply(first, 407, "b").header(HeaderName.PROXY_AUTHENTICATE, "Digest realm=\"t\""));
        pass();
        ScriptedPhone.Received second = bob.last(Request.INVITE);
        assertThat(second.request().cseq()).isEqualTo(first.request().cseq() + 1);
        answers(second);
        assertThat(bob.acks.get(bob.acks.size() - 1).value(HeaderName.PROXY_AUTHORIZATION))
                .isEqualTo("Digest response=\"x\"");
        alice.send(alice.request(fromAlice, Request.BYE));
        pass();
        assertThat(bob.last(Request.BYE).request().has(HeaderName.PROXY_AUTHORIZATION))
                .isFalse();
        nothingIsLeft();
    }

    /** Nobody gets a header or a parameter into a request by a name of his. */
    @Test
    void namesAreEscapedWhereTheyBecomeUris() {
        Destination to = new Destination(
                new Party.Trunk("t", false, true, 0, null, user -> false),
                "sip:1@t",
                "sip:1@t",
                ImmutableList.of(),
                ImmutableList.of(),
                "1>;tag=2,\r\nX: \"<sip:x@y");
        RequestBuilder request = RequestBuilder.of(Request.INVITE, "sip:1@t");
        Party caller = new Party.Phone(new io.switchboard.sip.auth.Account("a b@c", "example.test", "", "", ""), 0);
        Identity.assertPhone(caller, to, request);
        SipRequest built = request.build("SIP/2.0/UDP h;branch=z9hG4bKx");
        assertThat(built.value(HeaderName.P_ASSERTED_IDENTITY))
                .isEqualTo("<sip:1%3E;tag=2,%0D%0AX%3A%20%22%3Csip%3Ax%40y@example.test>");
    }
}
