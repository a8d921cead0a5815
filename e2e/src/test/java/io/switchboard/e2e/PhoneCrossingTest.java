package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same as in {@link CrossingTest} with a phone, whose requests are challenged first, over TCP; and peers that vanish. */
class PhoneCrossingTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private SwitchboardServer server;

    @SuppressWarnings("NullAway.Init")
    private SipPeer pbx;

    @SuppressWarnings("NullAway.Init")
    private SipPeer phone;

    @SuppressWarnings("NullAway.Init")
    private Conversation caller;

    @SuppressWarnings("NullAway.Init")
    private Conversation callee;

    @BeforeEach
    void start() throws IOException {
        server = SwitchboardServer.start(
                folder, new Setup().account("bob", "1002").timer("t1", "100ms"));
        pbx = SipPeer.udp(Setup.PBX, server.port());
        phone = SipPeer.over(new Socket(InetAddress.getLoopbackAddress(), server.port()), "TCP");
        Registering.register(phone, "bob");
        caller = Conversation.fromPbx(pbx, "1002").invite("");
        Message invite = phone.expect("INVITE ");
        callee = Conversation.of(phone, invite);
        caller.joined(callee, invite);
    }

    @AfterEach
    void bothSidesHaveEnded() {
        try {
            new Scene(server, "udp").assertNothingLeft();
            Await.until(
                    () -> "there is one record: " + server.records(),
                    Duration.ofSeconds(5),
                    () -> server.records().size() == 1);
        } finally {
            pbx.close();
            phone.close();
            server.close();
        }
    }

    /** The phone is asked who it is, and by then the call is over. */
    @Test
    void theOtherSideHangsUpWhileThePhoneProvesItself() {
        callee.request("BYE");
        Message challenge = callee.finalOf("BYE");
        assertThat(challenge.status()).isEqualTo(407);
        caller.request("BYE");
        callee.hungUp();
        assertThat(caller.finalOf("BYE").status()).isEqualTo(200);
        assertThat(callee.again("BYE", challenge, "bob", "", "").finalOf("BYE").status())
                .isEqualTo(481);
        Await.until(
                "it is recorded", Duration.ofSeconds(5), () -> !server.records().isEmpty());
        assertThat(server.records().get(0)).contains("\"hangup\":\"caller\"");
    }

    /** A challenged re-INVITE is no re-INVITE yet: the other side's passes it, and then it is told to wait. */
    @Test
    void aReInviteOvertakesOneThatIsChallenged() {
        callee.request("INVITE", Conversation.TYPE, Conversation.SDP);
        Message challenge = callee.finalOf("INVITE");
        callee.ackRefusal(challenge);
        caller.request("INVITE", Conversation.TYPE, Conversation.SDP);
        Message open = phone.expect("INVITE ");
        callee.again("INVITE", challenge, "bob", Conversation.TYPE, Conversation.SDP);
        Message glare = callee.finalOf("INVITE");
        assertThat(glare.status()).isEqualTo(491);
        callee.ackRefusal(glare);
        caller.joined(callee, open);
        callee.proven("INVITE", "bob", Conversation.TYPE, Conversation.SDP);
        callee.joined(caller, pbx.await("INVITE "));
        callee.bye("bob");
        caller.hungUp();
    }

    /** RFC 3261 §15.1.1: whatever becomes of the BYE, the call is over. */
    @Test
    void aByeThatNobodyAnswersEndsTheCallAllTheSame() {
        caller.request("BYE");
        assertThat(caller.finalOf("BYE").status()).isEqualTo(200);
        phone.expect("BYE ");
    }

    /** RFC 3261 §12.2.1.2: a peer that knows nothing of the call any more has left it. */
    @Test
    void aPeerThatHasForgottenTheCallIsHungUp() {
        callee.proven("INFO", "bob", "", "");
        pbx.respond(pbx.await("INFO "), "481 Call/Transaction Does Not Exist", "", "", "");
        assertThat(callee.finalOf("INFO").status()).isEqualTo(481);
        pbx.respond(pbx.await("BYE "), "481 Call/Transaction Does Not Exist", "", "", "");
        callee.hungUp();
    }

    /** The phone's connection is gone: the next request that cannot reach it ends the call. */
    @Test
    void aPhoneWhoseConnectionIsGoneIsHungUpWhenItIsSpokenTo() {
        phone.close();
        caller.request("INFO");
        assertThat(caller.finalOf("INFO").status()).isGreaterThanOrEqualTo(400);
        caller.hungUp();
    }
}
