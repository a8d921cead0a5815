package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is in a room, as its watchers are told (RFC 4575, RFC 6665). */
class ConferenceEventTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    private static final Setup SETUP = new Setup()
            .route("3000", "\"conference:3000\"")
            .route("3001", "\"conference:3001\"")
            .setting("conferences", "rooms", "{\"3001\": {pin: \"42\"}}");

    private static final String SDP = """
            v=0
            o=- 1 1 IN IP4 127.0.0.2
            s=-
            c=IN IP4 127.0.0.2
            t=0 0
            m=audio 40000 RTP/AVP 0
            a=rtpmap:0 PCMU/8000
            """.replace("\n", "\r\n");

    @SuppressWarnings("NullAway.Init")
    private static SwitchboardServer server;

    @BeforeAll
    static void start() {
        server = SwitchboardServer.start(folder, SETUP);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static SipPeer peer() {
        return SipPeer.udp(Setup.PBX, SETUP.port());
    }

    private static String request(
            SipPeer peer, String method, String room, String from, String callId, String toTag, int cseq, String more) {
        return method + " sip:" + room + "@" + Setup.DOMAIN + " SIP/2.0\r\n" + peer.via() + "Max-Forwards: 70\r\n"
                + "From: <sip:" + from + "@pbx.test>;tag=" + callId.substring(0, 8) + "\r\nTo: <sip:" + room + "@"
                + Setup.DOMAIN + ">" + (toTag.isEmpty() ? "" : ";tag=" + toTag) + "\r\nCall-ID: " + callId
                + "\r\nCSeq: " + cseq + " " + method + "\r\n" + more;
    }

    private static String tag(Message message) {
        String to = message.header("To");
        return to.substring(to.indexOf(";tag=") + 5);
    }

    /** Enters a room; gives the Call-ID and our tag. */
    private static List<String> enter(SipPeer peer, String room, String from) {
        String callId = UUID.randomUUID().toString();
        peer.send(request(
                peer,
                "INVITE",
                room,
                from,
                callId,
                "",
                1,
                peer.contact(from) + "Content-Type: application/sdp\r\nContent-Length: " + SDP.length() + "\r\n\r\n"
                        + SDP));
        Message ok = peer.await("SIP/2.0 200");
        assertThat(ok.header("Contact")).contains("sip:" + room + "@").endsWith(";isfocus");
        assertThat(ok.body()).contains("m=audio").contains("PCMU");
        peer.send(request(peer, "ACK", room, from, callId, tag(ok), 1, "Content-Length: 0\r\n\r\n"));
        return List.of(callId, tag(ok));
    }

    private static Message subscribe(SipPeer peer, String room, String more) {
        peer.send(request(
                peer,
                "SUBSCRIBE",
                room,
                "watcher",
                UUID.randomUUID().toString(),
                "",
                1,
                more + "Content-Length: 0\r\n\r\n"));
        return peer.await("SIP/2.0 ");
    }

    private static Message notified(SipPeer peer) {
        Message notify = peer.await("NOTIFY");
        peer.send("SIP/2.0 200 OK\r\nVia: " + notify.header("Via") + "\r\nFrom: " + notify.header("From") + "\r\nTo: "
                + notify.header("To") + "\r\nCall-ID: " + notify.header("Call-ID") + "\r\nCSeq: "
                + notify.header("CSeq") + "\r\nContent-Length: 0\r\n\r\n");
        return notify;
    }

    private static int version(Message notify) {
        return Integer.parseInt(notify.body().replaceAll("(?s).*<conference-info[^>]* version=\"(\\d+)\".*", "$1"));
    }

    @Test
    void watcherIsToldAllFirstAndThenWhatChanges() {
        try (SipPeer alice = peer();
                SipPeer bob = peer();
                SipPeer watcher = peer()) {
            enter(alice, "3000", "alice");
            Message ok =
                    subscribe(watcher, "3000", watcher.contact("watcher") + "Event: conference\r\nExpires: 600\r\n");
            assertThat(ok.status()).isEqualTo(200);
            assertThat(ok.header("Expires")).isEqualTo("600");
            Message full = notified(watcher);
            assertThat(full.header("Event")).isEqualTo("conference");
            assertThat(full.header("Subscription-State")).startsWith("active;expires=");
            assertThat(full.header("Content-Type")).isEqualTo("application/conference-info+xml");
            assertThat(full.body())
                    .contains("entity=\"sip:3000@" + Setup.DOMAIN + "\"", "state=\"full\"", "sip:alice@pbx.test")
                    .contains("<user-count>1</user-count>", "<locked>false</locked>");

            List<String> call = enter(bob, "3000", "bob");
            Message came = notified(watcher);
            assertThat(came.body())
                    .contains("state=\"partial\"", "sip:bob@pbx.test", "<user-count>2</user-count>")
                    .doesNotContain("alice");
            assertThat(version(came)).isEqualTo(version(full) + 1);

            server.ask("conference mute 3000 2");
            Message muted = notified(watcher);
            assertThat(muted.body()).contains("<status>recvonly</status>");
            server.ask("conference lock 3000");
            assertThat(notified(watcher).body()).contains("<locked>true</locked>");

            bob.send(request(bob, "BYE", "3000", "bob", call.get(0), call.get(1), 2, "Content-Length: 0\r\n\r\n"));
            bob.await("SIP/2.0 200");
            Message left = notified(watcher);
            assertThat(left.body()).contains("<user entity=\"sip:bob@pbx.test\" state=\"deleted\"");
            assertThat(version(left)).isEqualTo(version(full) + 4);

            server.ask("conference end 3000");
            alice.send(okTo(alice));
            Message over = notified(watcher);
            assertThat(over.header("Subscription-State")).isEqualTo("terminated;reason=noresource");
        }
        Await.until(
                () -> "subscriptions are left: " + server.counters(),
                java.time.Duration.ofSeconds(10),
                () -> server.counters().get("subscriptions") == 0);
    }

    private static String okTo(SipPeer peer) {
        Message bye = peer.await("BYE");
        return "SIP/2.0 200 OK\r\nVia: " + bye.header("Via") + "\r\nFrom: " + bye.header("From") + "\r\nTo: "
                + bye.header("To") + "\r\nCall-ID: " + bye.header("Call-ID") + "\r\nCSeq: " + bye.header("CSeq")
                + "\r\nContent-Length: 0\r\n\r\n";
    }

    @Test
    void oneLookIsOneNotify() {
        try (SipPeer alice = peer();
                SipPeer watcher = peer()) {
            List<String> call = enter(alice, "3000", "alice");
            Message ok = subscribe(watcher, "3000", watcher.contact("watcher") + "Event: conference\r\nExpires: 0\r\n");
            assertThat(ok.status()).isEqualTo(200);
            assertThat(notified(watcher).header("Subscription-State")).isEqualTo("terminated;reason=timeout");
            alice.send(
                    request(alice, "BYE", "3000", "alice", call.get(0), call.get(1), 2, "Content-Length: 0\r\n\r\n"));
            alice.await("SIP/2.0 200");
        }
    }

    @Test
    void roomWithAPinIsShownToThoseAloneWhoAreInIt() {
        try (SipPeer alice = peer();
                SipPeer watcher = peer()) {
            List<String> call = enter(alice, "3001", "alice");
            assertThat(subscribe(watcher, "3001", watcher.contact("watcher") + "Event: conference\r\n")
                            .status())
                    .isEqualTo(403);
            alice.send(
                    request(alice, "BYE", "3001", "alice", call.get(0), call.get(1), 2, "Content-Length: 0\r\n\r\n"));
            alice.await("SIP/2.0 200");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Event: conference                      | 404 | the room is not open
            Event: weather                         | 489 | no such package
            Expires: 60                            | 489 | no package at all
            Event: conference ~ Expires: 30        | 423 | too short
            Event: conference ~ Expires: soon      | 400 | no number
            Event: conference ~ Accept: text/plain | 406 | cannot be told
            """)
    void wrongSubscriptionsAreRefused(String headers, int status, String why) {
        try (SipPeer watcher = peer()) {
            String lines = headers.replace(" ~ ", "\r\n") + "\r\n";
            assertThat(subscribe(watcher, "3000", watcher.contact("watcher") + lines)
                            .status())
                    .as(why)
                    .isEqualTo(status);
        }
    }
}
