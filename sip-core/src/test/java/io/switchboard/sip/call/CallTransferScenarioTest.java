package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.auth.Account;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipUri;
import java.util.ArrayList;
import java.util.List;
import javax.sip.message.Request;
import org.junit.jupiter.api.Test;

/** Alice talks with Bob, and an administrator transfers him to Carol. */
class CallTransferScenarioTest extends TransferScenario {
    private static final SipUri CAROL = SipUri.parse("sip:1002@example.test");

    private final List<Integer> told = new ArrayList<>();

    private void order(int participant) {
        order(server.callIds.get(0), participant);
    }

    private void order(String call, int participant) {
        new CallTransfers(server.calls)
                .transfer(
                        new CallTransfers.Order(call, participant, CAROL, null, "administrator"),
                        new CallTransfers.Listener() {
                            @Override
                            public void progress(int status) {
                                told.add(status);
                            }

                            @Override
                            public void concluded(int status) {
                                told.add(-status);
                            }
                        });
        pass();
    }

    @Test
    void aParticipantIsTransferredAndTheOtherHungUp() {
        talkAnd(carol.destination());
        order(1);
        ScriptedPhone.Received invite = carol.last(Request.INVITE);
        assertThat(invite.request().has(HeaderName.REFERRED_BY)).isFalse();
        invite.respond(carol.reply(invite, 180, "carols"));
        pass();
        carolAnswers();
        bobOffers();
        carolTakesTheOffer();
        assertThat(told).containsExactly(100, 180, -200);
        assertThat(alice.count(Request.NOTIFY)).isZero();
        assertThat(alice.count(Request.BYE)).isEqualTo(1);
        bobAndCarolTalk();
        bob.send(bob.request(fromBob, Request.BYE));
        nothingIsLeft();
        assertThat(server.closed.get(0).legs().get(2).transferredBy()).isEqualTo("administrator");
    }

    @Test
    void aRefusalLeavesTheCallAsItWas() {
        talkAnd(carol.destination());
        order(1);
        ScriptedPhone.Received invite = carol.last(Request.INVITE);
        invite.respond(carol.reply(invite, 486, "c"));
        pass();
        assertThat(told).containsExactly(100, -486);
        order(1);
        ScriptedPhone.Received again = carol.last(Request.INVITE);
        again.respond(carol.reply(again, 180, "c"));
        pass();
        bob.send(bob.request(fromBob, Request.BYE));
        pass();
        assertThat(carol.cancels).hasSize(1);
        assertThat(told).containsExactly(100, -486, 100, 180, -487);
        nothingIsLeft();
    }

    @Test
    void theAccountOfTheTwoIsLiable() {
        talk();
        List<Party> liable = new ArrayList<>();
        server.planner = (invite, target, from) -> {
            liable.add(from);
            return new CallPlan.Refuse("", 403, "");
        };
        order(0); // Alice is to go on without Bob, who is behind a trunk
        assertThat(liable).containsExactly(new Party.Phone(new Account("alice", "example.test", "", "", ""), 0));
        assertThat(told).containsExactly(100, -403);
        alice.send(alice.request(fromAlice, Request.BYE));
        nothingIsLeft();
    }

    @Test
    void whatCannotBeTransferredIsReportedOnce() {
        dials(bob.destination());
        ScriptedPhone.Received ringing = calls(invite().body("application/sdp", ScriptedPhone.bytes(OFFER)));
        order(1);
        assertThat(told).containsExactly(-481);
        answers(ringing);
        order(7);
        order("nobody", 1);
        assertThat(told).containsExactly(-481, -481, -481);
        dials(carol.destination());
        order(1);
        order(1);
        assertThat(told).containsExactly(-481, -481, -481, 100, -491);
        alice.send(alice.request(fromAlice, Request.BYE));
        pass();
        bob.send(bob.request(fromBob, Request.BYE));
        nothingIsLeft();
        assertThat(told.subList(5, told.size())).containsExactly(-487);
    }
}
