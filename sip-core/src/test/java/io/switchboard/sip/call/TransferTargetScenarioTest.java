package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.ResponseBuilder;
import javax.sip.message.Request;
import org.junit.jupiter.api.Test;

/** Targets with several phones, targets that redirect, and transferors behind a trunk. */
class TransferTargetScenarioTest extends TransferScenario {
    private final ScriptedPhone dave = new ScriptedPhone(
            lane, network, "10.0.0.5", server.endpoint.hop(io.switchboard.sip.transport.Protocol.UDP));

    @Test
    void thePhoneThatAnswersFirstIsTheTarget() {
        talkAnd(dave.destination(), carol.destination());
        refer("<sip:1002@example.test>");
        ScriptedPhone.Received daves = dave.last(Request.INVITE);
        daves.respond(dave.reply(daves, 180, "daves"));
        pass();
        carolAnswers();
        assertThat(dave.cancels.get(0).value(HeaderName.REASON)).isEqualTo(CallMachine.ELSEWHERE);
        bobOffers();
        carolTakesTheOffer();
        assertThat(reports()).isEqualTo("100 180 200!");
        answerReports();
        bobAndCarolTalk();
        bob.send(bob.request(fromBob, Request.BYE));
        nothingIsLeft();
    }

    /** RFC 3261 section 8.1.3.4: the more preferred contact first, by the dial plan and with Alice's rights. */
    @Test
    void aRedirectIsFollowed() {
        talkAnd();
        server.planner = (invite, target, from) -> {
            assertThat(from.label()).isEqualTo("account:alice@example.test");
            return switch (target.user()) {
                case "1002" -> SimulatedServer.dial(step(dave));
                case "1003" -> new CallPlan.Refuse("", 404, "");
                case "1004" -> SimulatedServer.dial(step(carol));
                default -> throw new AssertionError(target);
            };
        };
        refer("<sip:1002@example.test>");
        ScriptedPhone.Received daves = dave.last(Request.INVITE);
        daves.respond(ResponseBuilder.of(daves.request(), 302, "")
                .toTag("daves")
                .header(HeaderName.CONTACT, "<sip:1004@example.test>;q=0.1, <sip:1003@example.test>, <tel:5>"));
        pass();
        carolAnswers();
        bobOffers();
        carolTakesTheOffer();
        assertThat(reports()).isEqualTo("100 200!");
        answerReports();
        bobAndCarolTalk();
        bob.send(bob.request(fromBob, Request.BYE));
        nothingIsLeft();
    }

    @Test
    void redirectsThatLeadNowhereEnd() {
        talkAnd();
        server.planner = (invite, target, from) -> SimulatedServer.dial(step(dave));
        refer("<sip:1002@example.test>");
        for (int i = 0; i < Redirects.MOST; i++) {
            ScriptedPhone.Received asked = dave.last(Request.INVITE);
            asked.respond(
                    dave.reply(asked, 302, "daves").header(HeaderName.CONTACT, "<sip:200" + i + "@example.test>"));
            pass();
        }
        assertThat(dave.count(Request.INVITE)).isEqualTo(Redirects.MOST);
        assertThat(reports()).isEqualTo("100 480!");
        answerReports();
        alice.send(alice.request(fromAlice, Request.BYE));
        nothingIsLeft();
    }

    private static DialStep step(ScriptedPhone phone) {
        return new DialStep(com.google.common.collect.ImmutableList.of(phone.destination()), 60_000, 0, status -> -1);
    }

    /** A trunk transfers with its own rights, and is not believed who asked for it. */
    @Test
    void aTrunkThatMayTransfersToo() {
        server.caller = new Party.Trunk("pbx", false, false, 0, null, user -> false, true);
        talkAnd(carol.destination());
        alice.send(alice.request(fromAlice, Request.REFER)
                .header(HeaderName.REFER_TO, "<sip:1002@example.test>")
                .header(HeaderName.REFERRED_BY, "<sip:ceo@example.test>"));
        pass();
        assertThat(carol.last(Request.INVITE).request().value(HeaderName.REFERRED_BY))
                .isEqualTo("<sip:" + shownToBob() + ">")
                .doesNotContain("ceo");
        carolAnswers();
        bobOffers();
        carolTakesTheOffer();
        assertThat(reports()).isEqualTo("100 200!");
        answerReports();
        assertThat(alice.count(Request.BYE)).isEqualTo(1);
        bobAndCarolTalk();
        bob.send(bob.request(fromBob, Request.BYE));
        nothingIsLeft();
        assertThat(server.closed.get(0).legs().get(2).transferredBy()).isEqualTo("trunk:pbx");
    }

    /** What Bob's phone was told of who calls. */
    private String shownToBob() {
        String from = String.valueOf(bob.requests.get(0).request().value(HeaderName.FROM));
        return from.substring(from.indexOf("sip:") + 4, from.indexOf('>'));
    }

    @Test
    void aTrustedTrunkSaysWhoAskedForIt() {
        server.caller = new Party.Trunk("pbx", true, false, 0, null, user -> false, true);
        talkAnd(carol.destination());
        alice.send(alice.request(fromAlice, Request.REFER)
                .header(HeaderName.REFER_TO, "<sip:1002@example.test>")
                .header(HeaderName.REFERRED_BY, "\"Boss\" <sip:boss@pbx.example>"));
        pass();
        ScriptedPhone.Received invite = carol.last(Request.INVITE);
        assertThat(invite.request().value(HeaderName.REFERRED_BY)).isEqualTo("<sip:boss@pbx.example>");
        invite.respond(carol.reply(invite, 486, "c"));
        pass();
        answerReports();
        alice.send(alice.request(fromAlice, Request.BYE));
        nothingIsLeft();
    }

    @Test
    void anAccountCannotClaimAnother() {
        talkAnd(carol.destination());
        alice.send(alice.request(fromAlice, Request.REFER)
                .header(
                        HeaderName.REFER_TO,
                        "<sip:1002@example.test?Referred-By=%3Csip%3Aceo%40example.test%3E&P-Asserted-Identity=x>")
                .header(HeaderName.REFERRED_BY, "<sip:ceo@example.test>"));
        pass();
        ScriptedPhone.Received invite = carol.last(Request.INVITE);
        assertThat(invite.request().values(HeaderName.REFERRED_BY)).containsExactly("<sip:alice@example.test>");
        assertThat(invite.request().has(HeaderName.P_ASSERTED_IDENTITY)).isFalse();
        assertThat(text(invite.request())).doesNotContain("ceo");
        invite.respond(carol.reply(invite, 486, "c"));
        pass();
        answerReports();
        alice.send(alice.request(fromAlice, Request.BYE));
        nothingIsLeft();
    }

    /** Before the call is answered there is nobody who could be transferred. */
    @Test
    void aReferInAnEarlyDialogMustWait() {
        dials(bob.destination());
        ScriptedPhone.Received ringing = calls(invite().body("application/sdp", ScriptedPhone.bytes(OFFER)));
        ringing.respond(bob.reply(ringing, 180, "bobs"));
        pass();
        fromAlice.established(alice.response(180));
        refer("<sip:1002@example.test>");
        assertThat(alice.response(491).cseqMethod()).isEqualTo(Request.REFER);
        answers(ringing);
        alice.send(alice.request(fromAlice, Request.BYE));
        nothingIsLeft();
    }
}
