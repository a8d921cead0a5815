package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages that break the rules, sent by hand: each gets the right answer, and the server lives (RFC 4475). */
class MalformedTest {
    private static final int SILENCE = 0;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static SwitchboardServer server;

    @BeforeAll
    static void start() {
        server = SwitchboardServer.start(folder, new Setup().account("alice", "1001"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** OPTIONS from the trunk pbx, with a change; VIA stands for the top Via, CALLID for a fresh one. */
    private static String options(String from, String to) {
        String good = String.join(
                "\r\n",
                "OPTIONS sip:1001@example.test SIP/2.0",
                "VIAMax-Forwards: 70",
                "From: <sip:1@127.0.0.2>;tag=a",
                "To: <sip:1001@example.test>",
                "Call-ID: CALLID",
                "CSeq: 1 OPTIONS",
                "Content-Length: 0",
                "",
                "");
        assertThat(good).contains(from);
        return good.replace(from, to);
    }

    static List<Arguments> messages() {
        List<Arguments> table = new ArrayList<>();
        for (String transport : List.of("udp", "tcp")) {
            add(table, transport, "nothing wrong", 200, options("", ""));
            add(table, transport, "other SIP version", 505, options("SIP/2.0\r\nVIA", "SIP/7.0\r\nVIA"));
            add(table, transport, "no CSeq", 400, options("CSeq: 1 OPTIONS\r\n", ""));
            add(table, transport, "CSeq of another method", 400, options("1 OPTIONS", "1 INVITE"));
            add(table, transport, "CSeq too large", 400, options("1 OPTIONS", "36893488147419103232 OPTIONS"));
            add(table, transport, "no From", 400, options("From: <sip:1@127.0.0.2>;tag=a\r\n", ""));
            add(table, transport, "no To", 400, options("To: <sip:1001@example.test>\r\n", ""));
            add(table, transport, "two To", 400, options("To:", "To: <sip:2@example.test>\r\nTo:"));
            add(table, transport, "no Call-ID", 400, options("Call-ID: CALLID\r\n", ""));
            add(table, transport, "Max-Forwards is used up", 483, options("Max-Forwards: 70", "Max-Forwards: 0"));
            add(table, transport, "Max-Forwards is no number", 400, options("Max-Forwards: 70", "Max-Forwards: many"));
            add(table, transport, "unknown scheme", 416, options("OPTIONS sip:1001", "OPTIONS nobody:1001"));
            add(
                    table,
                    transport,
                    "unknown proxy option",
                    420,
                    options("CSeq", "Proxy-Require: nothingSupports\r\nCSeq"));
            add(table, transport, "open quote", 400, options("From: <", "From: \"open <"));
            add(table, transport, "negative length", 400, options("Content-Length: 0", "Content-Length: -1"));
        }
        add(table, "udp", "longer than the datagram", 400, options("Content-Length: 0", "Content-Length: 999"));
        add(table, "udp", "no end of the headers", 400, options("Content-Length: 0\r\n\r\n", "Content-Length: 0\r\n"));
        add(table, "udp", "not SIP", SILENCE, "GET / HTTP/1.1\r\nHost: example.test\r\n\r\n");
        add(table, "udp", "a NUL", SILENCE, "\0");
        add(table, "udp", "no Via", SILENCE, options("VIA", ""));
        add(table, "udp", "a broken response", SILENCE, "SIP/2.0 200\r\nVIA\r\n\r\n");
        add(table, "udp", "ACK for nothing", SILENCE, options("", "").replace("OPTIONS", "ACK"));
        return table;
    }

    private static void add(List<Arguments> table, String transport, String name, int status, String message) {
        table.add(Arguments.of(transport, name, status, message));
    }

    @ParameterizedTest(name = "{1} over {0}: {2}")
    @MethodSource("messages")
    void isAnsweredRightly(String transport, String name, int status, String message) {
        try (SipClient client = SipClient.connect(transport, Setup.PBX, server.port())) {
            String branch = SipClient.branch();
            String via = client.hopHeaders(branch).lines().findFirst().orElseThrow() + "\r\n";
            client.send(message.replace("VIA", via).replace("CALLID", branch));
            Message answer = client.receive(Duration.ofMillis(status == SILENCE ? 500 : 5_000));
            if (status == SILENCE) {
                assertThat(answer).isNull();
            } else {
                assertThat(answer).isNotNull();
                assertThat(answer.status()).as("%s", answer).isEqualTo(status);
                assertThat(answer.header("Via")).contains(branch);
            }
        }
    }

    /** Whatever came before, the next good request is served. */
    @AfterEach
    void serverLives() {
        try (SipClient client = SipClient.connect("udp", Setup.PBX, server.port())) {
            String via =
                    client.hopHeaders(SipClient.branch()).lines().findFirst().orElseThrow() + "\r\n";
            client.send(options("", "").replace("VIA", via).replace("CALLID", SipClient.branch()));
            assertThat(client.receive().status()).isEqualTo(200);
        }
    }
}
