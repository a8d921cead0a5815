package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same datagram again and again is one request (RFC 3261 §17.2). */
class RetransmissionTest {
    private static final int TIMES = 50;
    private static final Duration QUIET = Duration.ofMillis(300);

    @Test
    void stormIsOneCall(@TempDir Path folder) {
        int carrier = Ports.free();
        Setup setup = new Setup().trunk("carrier", carrier, "udp").route("2000", "\"trunk:carrier\"");
        try (SwitchboardServer server = SwitchboardServer.start(folder, setup);
                Sipp.Running callee = Sipp.scenario("callee").port(carrier).start();
                SipClient caller = SipClient.connect("udp", Setup.PBX, server.port())) {
            String callId = SipClient.branch();
            String via = via(caller);
            Message answer =
                    storm(caller, request("INVITE", "sip:2000@" + Setup.DOMAIN, via, "", callId, 1, caller), 200);
            String tag = answer.header("To").replaceAll(".*;tag=", ";tag=");
            String contact = answer.header("Contact").replaceAll("<|>.*", "");
            for (int i = 0; i < TIMES; i++) {
                caller.send(request("ACK", contact, via(caller), tag, callId, 1, caller));
            }
            storm(caller, request("BYE", contact, via(caller), tag, callId, 2, caller), 200);
            callee.allGood();
            new Scene(server, "udp").assertNothingLeft();
            assertThat(server.counters().get("calls_begun")).isEqualTo(1);
            assertThat(server.records()).hasSize(1);
        }
    }

    private static String via(SipClient client) {
        return client.hopHeaders(SipClient.branch());
    }

    private static String request(
            String method, String uri, String via, String tag, String callId, int cseq, SipClient client) {
        return method + " " + uri + " SIP/2.0\r\n" + via + "From: <sip:1@" + Setup.PBX + ">;tag=a\r\nTo: <sip:2000@"
                + Setup.DOMAIN + ">" + tag + "\r\nCall-ID: " + callId + "\r\nCSeq: " + cseq + " " + method
                + "\r\nContact: <sip:1@" + Setup.PBX + ":" + client.localPort() + ">\r\nContent-Length: 0\r\n\r\n";
    }

    /** Sends it many times, and reads until it is quiet: every final answer has to be the same one. */
    private static Message storm(SipClient client, String request, int status) {
        for (int i = 0; i < TIMES; i++) {
            client.send(request);
        }
        Set<Message> answers = new HashSet<>();
        for (@Nullable Message m = client.receive(); m != null; m = client.receive(QUIET)) {
            if (m.status() >= 200) {
                answers.add(m);
            }
        }
        assertThat(answers).hasSize(1);
        Message answer = answers.iterator().next();
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        return answer;
    }
}
