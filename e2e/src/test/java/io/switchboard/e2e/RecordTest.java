package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The record that is left of each call. */
class RecordTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private SwitchboardServer server;

    @SuppressWarnings("NullAway.Init")
    private SipPeer pbx;

    @SuppressWarnings("NullAway.Init")
    private SipPeer first;

    @SuppressWarnings("NullAway.Init")
    private SipPeer second;

    @SuppressWarnings("NullAway.Init")
    private Conversation caller;

    @BeforeEach
    void start() {
        int one = Ports.free();
        int two = Ports.free();
        server = SwitchboardServer.start(
                folder,
                new Setup()
                        .trunk("first", one, "udp")
                        .trunk("second", two, "udp")
                        .route("2000", "[\"trunk:first\", \"trunk:second\"]"));
        pbx = SipPeer.udp(Setup.PBX, server.port());
        first = SipPeer.udp("127.0.0.1", one, server.port());
        second = SipPeer.udp("127.0.0.1", two, server.port());
        caller = Conversation.fromPbx(pbx, "2000").invite("");
    }

    @AfterEach
    void stop() {
        pbx.close();
        first.close();
        second.close();
        server.close();
    }

    private String record() {
        new Scene(server, "udp").assertNothingLeft();
        Await.until(
                () -> "there is one record: " + server.records(),
                Duration.ofSeconds(5),
                () -> server.records().size() == 1);
        return server.records().get(0);
    }

    private static String leg(String callId, String via, int status) {
        return "\\{\"call_id\":\"" + callId + "\",\"target\":\"[^\"]*\",\"via\":\"" + via + "\",\"status\":" + status
                + "\\}";
    }

    private static String time(String name) {
        return "\"" + name + "\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\"";
    }

    @Test
    void ofAnAnsweredCall() {
        Message invite = first.expect("INVITE ");
        Conversation callee = Conversation.of(first, invite);
        callee.respond(invite, "180 Ringing");
        pbx.await("SIP/2.0 180");
        caller.joined(callee, invite);
        callee.request("BYE", "Reason: Q.850;cause=31\r\n", "");
        caller.hungUp();
        assertThat(callee.finalOf("BYE").status()).isEqualTo(200);
        assertThat(record())
                .containsPattern(time("started") + "," + time("ringing") + "," + time("answered") + "," + time("ended"))
                .contains("\"from\":\"trunk:pbx\"", "\"caller\":\"sip:4711@127.0.0.2\"", "\"dialled\":\"2000\"")
                .contains("\"route\":\"to 2000\"", "\"status\":200", "\"hangup\":\"callee\"")
                .contains("\"reason\":\"Q.850;cause=31\"")
                .containsPattern(
                        leg(caller.callId(), "trunk:pbx", 200) + "," + leg(callee.callId(), "trunk:first", 200));
    }

    @Test
    void ofACallThatFailedOver() {
        Message invite = first.expect("INVITE ");
        Conversation refused = Conversation.of(first, invite);
        refused.respond(invite, "503 Service Unavailable");
        first.expect("ACK ");
        Message again = second.expect("INVITE ");
        Conversation callee = Conversation.of(second, again);
        assertThat(callee.callId()).isNotEqualTo(refused.callId());
        caller.joined(callee, again);
        caller.request("BYE");
        callee.hungUp();
        caller.finalOf("BYE");
        assertThat(record())
                .contains("\"hangup\":\"caller\"", "\"ringing\":null")
                .containsPattern(
                        leg(refused.callId(), "trunk:first", 503) + "," + leg(callee.callId(), "trunk:second", 200));
    }

    @Test
    void ofARefusedCall() {
        Message invite = first.expect("INVITE ");
        Conversation callee = Conversation.of(first, invite);
        callee.respond(invite, "486 Busy Here", "Reason: Q.850;cause=17\r\n", "");
        first.expect("ACK ");
        Message refusal = caller.finalOf("INVITE");
        assertThat(refusal.all("Reason")).containsExactly("Q.850;cause=17");
        caller.ackRefusal(refusal);
        assertThat(record())
                .contains("\"answered\":null", "\"duration_ms\":0", "\"status\":486", "\"hangup\":\"callee\"")
                .containsPattern(leg(callee.callId(), "trunk:first", 486));
    }

    @Test
    void ofACancelledCall() {
        Message invite = first.expect("INVITE ");
        Conversation callee = Conversation.of(first, invite);
        callee.respond(invite, "180 Ringing");
        pbx.await("SIP/2.0 180");
        caller.cancel();
        Message cancel = first.expect("CANCEL ");
        first.respond(cancel, "200 OK", "", "", "");
        callee.respond(invite, "487 Request Terminated");
        first.expect("ACK ");
        caller.ackRefusal(pbx.await("SIP/2.0 487"));
        assertThat(record()).contains("\"status\":487", "\"hangup\":\"caller\"", "\"answered\":null");
    }
}
