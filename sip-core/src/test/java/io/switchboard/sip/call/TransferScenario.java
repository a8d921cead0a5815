package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.auth.Account;
import io.switchboard.sip.dialog.Dialog;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipRequest;
import javax.sip.message.Request;
import org.junit.jupiter.api.BeforeEach;

/** Alice has a phone, talks with Bob and transfers him to Carol: the first steps of most transfers. */
abstract class TransferScenario extends Scenario {
    static final String BOBS = "v=0\r\ns=bobs fresh offer\r\n";
    static final String CAROLS = "v=0\r\ns=carols answer\r\n";

    Dialog fromCarol = fromAlice;

    @BeforeEach
    void alicesIsAPhone() {
        server.caller = new Party.Phone(new Account("alice", "example.test", "", "", ""), 0);
    }

    void talkAnd(Destination... targets) {
        talk();
        dials(targets);
    }

    void refer(String target) {
        alice.send(alice.request(fromAlice, Request.REFER).header(HeaderName.REFER_TO, target));
        pass();
    }

    /** Every report that Alice has, and each is answered. */
    String reports() {
        StringBuilder all = new StringBuilder();
        for (ScriptedPhone.Received received : alice.requests) {
            SipRequest request = received.request();
            if (request.method().equals(Request.NOTIFY)) {
                String state = String.valueOf(request.value(HeaderName.SUBSCRIPTION_STATE));
                String body = new String(request.body(), java.nio.charset.StandardCharsets.UTF_8);
                all.append(body, 8, 11).append(state.startsWith("terminated;reason=noresource") ? "! " : " ");
            }
        }
        return all.toString().strip();
    }

    void answerReports() {
        for (ScriptedPhone.Received received : ImmutableList.copyOf(alice.requests)) {
            if (received.request().method().equals(Request.NOTIFY)) {
                received.respond(alice.reply(received, 200, "x"));
            }
        }
        pass();
    }

    void carolAnswers() {
        ScriptedPhone.Received invite = carol.last(Request.INVITE);
        fromCarol = carol.called(invite, "carols");
        invite.respond(carol.reply(invite, 200, "carols").body("application/sdp", ScriptedPhone.bytes(CAROLS)));
        pass();
    }

    /** Bob is asked for an offer and gives one. */
    void bobOffers() {
        ScriptedPhone.Received asked = bob.last(Request.INVITE);
        assertThat(asked.request().bodyLength()).isZero();
        asked.respond(bob.reply(asked, 200, "bobs").body("application/sdp", ScriptedPhone.bytes(BOBS)));
        pass();
    }

    void carolTakesTheOffer() {
        ScriptedPhone.Received offered = carol.last(Request.INVITE);
        assertThat(text(offered.request())).endsWith(BOBS);
        offered.respond(carol.reply(offered, 200, "carols").body("application/sdp", ScriptedPhone.bytes(CAROLS)));
        pass();
    }

    void bobAndCarolTalk() {
        assertThat(text(bob.acks.get(bob.acks.size() - 1))).endsWith(CAROLS);
        RequestBuilder info = bob.request(fromBob, Request.INFO);
        bob.send(info);
        pass();
        ScriptedPhone.Received got = carol.last(Request.INFO);
        got.respond(carol.reply(got, 200, "carols"));
        pass();
        assertThat(bob.response(200).cseqMethod()).isEqualTo(Request.INFO);
    }
}
