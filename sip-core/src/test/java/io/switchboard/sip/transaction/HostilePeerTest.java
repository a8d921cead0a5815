package io.switchboard.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.sim.SimulatedNetwork;
import io.switchboard.sip.sim.VirtualLane;
import io.switchboard.sip.transport.Flow;
import io.switchboard.sip.transport.Hop;
import io.switchboard.sip.transport.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Old, broken and hostile peers: RFC 2543, storms, floods, odd Via values. */
class HostilePeerTest {
    private final VirtualLane lane = new VirtualLane();
    private final SimulatedNetwork network = new SimulatedNetwork(lane, 9);
    private final Peer bob = new Peer(lane, network, "10.0.0.2", new TransactionLimits(80, 50, 7), 200);
    private final Tap tap = new Tap(lane, network);
    private final Flow flow = Peers.flow(bob);

    @AfterEach
    void allIsOver() {
        lane.runUntilIdle(200_000);
        assertThat(lane.failures()).isEmpty();
        assertThat(bob.layer.size()).isZero();
        assertThat(bob.layer.servers.remembered()).isZero();
    }

    private static String request(String method, String via, String callId, String to) {
        return method + " sip:bob@example.com SIP/2.0\r\nVia: " + via + "\r\nFrom: <sip:a@example.com>;tag=f\r\nTo: "
                + to
                + "\r\nCall-ID: " + callId + "\r\nCSeq: 1 " + method
                + "\r\nMax-Forwards: 70\r\nContact: <sip:a@10.9.9.9>\r\nContent-Length: 0\r\n\r\n";
    }

    /** 17.2.3: without the magic cookie. */
    @ParameterizedTest
    @CsvSource({"''", "';branch=1'"})
    void peerOfRfc2543IsMatchedByItsHeaders(String branch) {
        bob.onRequest = transaction -> bob.answer(transaction, 486);
        String via = "SIP/2.0/UDP 10.9.9.9:40000" + branch;
        bob.inject(request("INVITE", via, "old", "<sip:bob@example.com>"), flow);
        bob.inject(request("INVITE", via, "old", "<sip:bob@example.com>"), flow);
        bob.inject(request("INVITE", via, "another", "<sip:bob@example.com>"), flow);
        lane.advance(10);
        assertThat(bob.requests).hasSize(2);
        assertThat(tap.all("486")).hasSize(3);
        bob.inject(request("ACK", via, "old", "<sip:bob@example.com>;tag=another"), flow);
        assertThat(bob.acks).describedAs("the tag is not that of our response").hasSize(1);
        bob.inject(request("ACK", via, "old", "<sip:bob@example.com>;tag=tag-of-bob"), flow);
        bob.inject(request("ACK", via, "another", "<sip:bob@example.com>;tag=tag-of-bob"), flow);
        assertThat(bob.acks).hasSize(1);
        lane.advance(4000);
        assertThat(tap.all("486")).describedAs("acknowledged: not repeated").hasSize(3);
    }

    @Test
    void cancelOfAnRfc2543PeerFindsItsInvite() {
        String via = "SIP/2.0/UDP 10.9.9.9:40000";
        bob.inject(request("INVITE", via, "old", "<sip:bob@example.com>"), flow);
        bob.inject(request("CANCEL", via, "old", "<sip:bob@example.com>"), flow);
        bob.inject(request("CANCEL", via, "other", "<sip:bob@example.com>"), flow);
        lane.advance(10);
        assertThat(tap.kinds()).containsExactly("200", "481");
        bob.answer(bob.requests.getFirst(), 487);
        bob.inject(request("ACK", via, "old", "<sip:bob@example.com>;tag=tag-of-bob"), flow);
    }

    @Test
    void stormOfRepetitionsReachesTheUserOnce() {
        String invite = request("INVITE", "SIP/2.0/UDP 10.9.9.9:40000;branch=z9hG4bKstorm;rport", "s", "<sip:b@x>");
        String options = request("OPTIONS", "SIP/2.0/UDP 10.9.9.9:40000;branch=z9hG4bKstorm;rport", "s", "<sip:b@x>");
        bob.onRequest = transaction -> bob.answer(transaction, 200);
        for (int i = 0; i < 10_000; i++) {
            bob.inject(invite, flow);
            bob.inject(options, flow);
        }
        assertThat(bob.requests).hasSize(2);
        assertThat(bob.layer.size()).isEqualTo(2);
        assertThat(bob.layer.counters().snapshot().absorbed()).isEqualTo(19_998);
    }

    @Test
    void floodOfOneSourceIsAnswered503AndOthersAreServed() {
        for (int i = 0; i < 60; i++) {
            bob.inject(request("OPTIONS", via(i), "c" + i, "<sip:b@x>"), flow);
        }
        assertThat(bob.requests).hasSize(50);
        Flow other = Peers.flow(bob, "10.9.9.8");
        bob.inject(request("OPTIONS", via(100), "c100", "<sip:b@x>"), other);
        assertThat(bob.requests).hasSize(51);
        lane.advance(10);
        assertThat(tap.all("503")).hasSize(10).allMatch(r -> "7".equals(r.value(HeaderName.RETRY_AFTER)));
        assertThat(tap.all("503").getFirst().toTag()).isNotNull();
        assertThat(bob.layer.counters().snapshot().overLimit()).isEqualTo(10);
        bob.requests.forEach(transaction -> bob.answer(transaction, 200));
        lane.advance(40_000);
        bob.inject(request("OPTIONS", via(200), "c200", "<sip:b@x>"), flow);
        assertThat(bob.requests).describedAs("room again").hasSize(52);
    }

    @Test
    void requestsOfDialogsAreServedWhenOthersAreNot() {
        for (int i = 0; i < 100; i++) {
            bob.inject(request("OPTIONS", via(i), "c" + i, "<sip:b@x>"), Peers.flow(bob, "10.9.9." + i));
        }
        assertThat(bob.requests).hasSize(70);
        for (int i = 0; i < 20; i++) {
            bob.inject(request("BYE", via(i), "c" + i, "<sip:b@x>;tag=t"), Peers.flow(bob, "10.9.9." + i));
        }
        assertThat(bob.requests).hasSize(80);
    }

    @Test
    void aSourceOfIpv6IsItsNetwork() {
        for (int i = 1; i <= 60; i++) {
            bob.inject(request("OPTIONS", via(i), "c" + i, "<sip:b@x>"), Peers.flow(bob, "2001:db8::" + i));
        }
        assertThat(bob.requests).hasSize(50);
        bob.inject(request("OPTIONS", via(99), "c99", "<sip:b@x>"), Peers.flow(bob, "2001:db8:0:1::1"));
        assertThat(bob.requests).hasSize(51);
    }

    @Test
    void invalidRequestIsAnsweredWithoutStateAndAlwaysWithTheSameTag() {
        String broken = request("OPTIONS", via(1), "c", "<sip:b@x>").replace("CSeq: 1 OPTIONS", "CSeq: 1 INVITE");
        bob.inject(broken, flow);
        bob.inject(broken, flow);
        bob.inject(broken.replace("OPTIONS sip", "ACK sip"), flow);
        lane.advance(10);
        assertThat(tap.kinds()).containsExactly("400", "400");
        assertThat(tap.all("400").stream().map(r -> r.toTag()).distinct().toList())
                .hasSize(1)
                .doesNotContainNull();
        assertThat(bob.layer.size()).isZero();
        assertThat(bob.layer.counters().snapshot().rejected()).isEqualTo(2);
        assertThat(bob.layer.counters().snapshot().dropped()).hasSize(1);
        assertThat(bob.requests).isEmpty();
    }

    /** 18.2.2 and RFC 3581: where responses go. */
    @ParameterizedTest
    @CsvSource({
        "SIP/2.0/UDP 10.9.9.9:40000;branch=z9hG4bK1, 10.9.9.9, 40000",
        "SIP/2.0/UDP 10.9.9.9:5070;branch=z9hG4bK1, 10.9.9.9, 5070",
        "SIP/2.0/UDP 10.9.9.9;branch=z9hG4bK1, 10.9.9.9, 5060",
        "SIP/2.0/UDP phone.example.com:5070;branch=z9hG4bK1, 10.9.9.9, 5070",
        "SIP/2.0/UDP 192.168.1.5:5070;rport;branch=z9hG4bK1, 10.9.9.9, 40000",
        "SIP/2.0/UDP 10.9.9.9:5070;maddr=224.2.0.1;branch=z9hG4bK1, 224.2.0.1, 5070",
        "SIP/2.0/UDP 10.9.9.9:5070;maddr=10.1.1.1;branch=z9hG4bK1, 10.9.9.9, 5070",
        "SIP/2.0/UDP 10.9.9.9:5070;maddr=evil.example.com;branch=z9hG4bK1, 10.9.9.9, 5070"
    })
    void responsesNeverGoWhereAStrangerPoints(String via, String ip, int port) {
        bob.inject(request("OPTIONS", via, "c", "<sip:b@x>"), flow);
        Hop hop = ResponseRoute.of(bob.requests.getFirst().request(), flow);
        assertThat(hop.address()).isEqualTo(SimulatedNetwork.address(ip, port));
    }

    /** 18.2.2: on its connection, and if that is gone to the port of the Via. */
    @Test
    void responsesOverTcpStayOnTheirConnection() {
        bob.inject(request("OPTIONS", "SIP/2.0/TCP 10.9.9.9:5070;branch=z9hG4bK1", "c", "<sip:b@x>"), flow);
        Flow tcp = bob.endpoint.flowFrom(Protocol.TCP, SimulatedNetwork.address("10.9.9.9", 40_000));
        Hop hop = ResponseRoute.of(bob.requests.getFirst().request(), tcp);
        assertThat(hop.flow()).isSameAs(tcp);
        assertThat(hop.address()).isEqualTo(SimulatedNetwork.address("10.9.9.9", 5070));
    }

    @Test
    void guessedResponsesMatchNothing() {
        SipResponse own = ResponseBuilder.of(
                        bob.request("OPTIONS").build("SIP/2.0/UDP 10.0.0.2:5060;branch=z9hG4bKaaaaaaaaaaaaa"), 200, "")
                .build();
        bob.layer.received(own, flow);
        assertThat(bob.strays).hasSize(1);
        assertThat(bob.layer.counters().snapshot().strayResponses()).isEqualTo(1);
    }

    private static String via(int i) {
        return "SIP/2.0/UDP 10.9.9.9:40000;rport;branch=z9hG4bK" + i;
    }
}
