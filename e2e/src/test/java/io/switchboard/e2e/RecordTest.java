package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
                        .route("2000", "[\"trunk:first\", \"trunk:second\"]")
                        .timer("ring_timeout", "2s"));
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
        return leg(callId, via, status, "");
    }

    private static String leg(String callId, String via, int status, String reason) {
        return "\\{\"call_id\":\"" + callId + "\",\"target\":\"[^\"]*\",\"via\":\"" + via + "\",\"status\":" + status
                + ",\"reason\":\"" + reason + "\"\\}";
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
        refused.respond(invite, "503 Service Unavailable", "Reason: Q.850;cause=34\r\n", "");
        first.expect("ACK ");
        Message again = second.expect("INVITE ");
        Conversation callee = Conversation.of(second, again);
        assertThat(callee.callId()).isNotEqualTo(refused.callId());
        caller.joined(callee, again);
        caller.request("BYE");
        callee.hungUp();
        caller.finalOf("BYE");
        assertThat(record())
                .contains("\"hangup\":\"caller\"", "\"ringing\":null", "\"reason\":\"\",\"hangup\"")
                .containsPattern(leg(refused.callId(), "trunk:first", 503, "Q.850;cause=34") + ","
                        + leg(callee.callId(), "trunk:second", 200));
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
                .contains("\"reason\":\"Q.850;cause=17\",\"hangup\"", "\"target\":\"sip:peer@" + pbx.address() + "\"")
                .containsPattern(leg(callee.callId(), "trunk:first", 486, "Q.850;cause=17"));
    }

    @Test
    void ofACancelledCall() {
        Message invite = first.expect("INVITE ");
        Conversation callee = Conversation.of(first, invite);
        callee.respond(invite, "180 Ringing");
        pbx.await("SIP/2.0 180");
        caller.cancel("Reason: SIP;cause=487, Q.850;cause=16\r\n");
        Message cancel = first.expect("CANCEL ");
        assertThat(cancel.all("Reason")).containsExactly("SIP;cause=487, Q.850;cause=16");
        first.respond(cancel, "200 OK", "", "", "");
        callee.respond(invite, "487 Request Terminated");
        first.expect("ACK ");
        caller.ackRefusal(pbx.await("SIP/2.0 487"));
        assertThat(record())
                .contains("\"status\":487", "\"hangup\":\"caller\"", "\"answered\":null")
                .contains("\"reason\":\"SIP;cause=487, Q.850;cause=16\"")
                .containsPattern(leg(callee.callId(), "trunk:first", 487));
    }

    /** The last attempt decides what the caller is told; the record keeps what became of each. */
    @Test
    void ofACallThatNobodyTook() {
        List<String> legs = new ArrayList<>();
        for (SipPeer trunk : List.of(first, second)) {
            Message invite = trunk.expect("INVITE ");
            Conversation callee = Conversation.of(trunk, invite);
            String status = trunk == first ? "503 Service Unavailable" : "500 Server Internal Error";
            String cause = trunk == first ? "Q.850;cause=34" : "Q.850;cause=41";
            callee.respond(invite, status, "Reason: " + cause + "\r\n", "");
            trunk.expect("ACK ");
            String via = trunk == first ? "trunk:first" : "trunk:second";
            legs.add(leg(callee.callId(), via, Integer.parseInt(status.substring(0, 3)), cause));
        }
        Message refusal = caller.finalOf("INVITE");
        assertThat(refusal.start()).startsWith("SIP/2.0 500");
        caller.ackRefusal(refusal);
        assertThat(record())
                .contains("\"status\":500,\"reason\":\"Q.850;cause=41\",\"hangup\":\"callee\"")
                .containsPattern(leg(caller.callId(), "trunk:pbx", 500) + "," + String.join(",", legs));
    }

    /** Nobody answers: the server ends it, and says why (RFC 6432). */
    @Test
    void ofACallThatRangInVain() {
        List<String> legs = new ArrayList<>();
        for (SipPeer trunk : List.of(first, second)) {
            Message invite = trunk.expect("INVITE ");
            Conversation callee = Conversation.of(trunk, invite);
            callee.respond(invite, "180 Ringing");
            Message cancel = trunk.expect("CANCEL ");
            trunk.respond(cancel, "200 OK", "", "", "");
            callee.respond(invite, "487 Request Terminated");
            trunk.expect("ACK ");
            legs.add(leg(callee.callId(), trunk == first ? "trunk:first" : "trunk:second", 487));
        }
        Message refusal = pbx.await("SIP/2.0 480");
        assertThat(refusal.header("Reason")).startsWith("Q.850;cause=19");
        caller.ackRefusal(refusal);
        assertThat(record())
                .containsPattern(time("ringing") + ",\"answered\":null")
                .contains("\"status\":480,\"reason\":\"Q.850;cause=19;text=", "\"hangup\":\"server\"")
                .containsPattern(String.join(",", legs));
    }

    /** A caller whom the dial plan leads nowhere is refused by the server, which is recorded, too. */
    @Test
    void ofACallThatLedNowhere() {
        Message invite = first.expect("INVITE ");
        Conversation.of(first, invite).respond(invite, "486 Busy Here");
        first.expect("ACK ");
        caller.ackRefusal(caller.finalOf("INVITE"));
        record();
        Conversation lost = Conversation.fromPbx(pbx, "9999").invite("");
        lost.ackRefusal(lost.finalOf("INVITE"));
        Await.until(
                "there are two records",
                Duration.ofSeconds(5),
                () -> server.records().size() == 2);
        assertThat(server.records().get(1))
                .contains("\"dialled\":\"9999\",\"route\":\"\",\"status\":404,\"reason\":\"\",\"hangup\":\"server\"")
                .containsPattern("\"legs\":\\[" + leg(lost.callId(), "trunk:pbx", 404) + "\\]");
    }
}
