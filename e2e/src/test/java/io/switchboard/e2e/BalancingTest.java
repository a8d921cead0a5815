package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How groups share calls among their trunks, which are one socket at several addresses here. */
class BalancingTest {
    private static final int CALLS = 300;
    private static final Map<String, Integer> WEIGHTS = Map.of("127.0.1.1", 5, "127.0.1.2", 3, "127.0.1.3", 2);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private SwitchboardServer server;

    @SuppressWarnings("NullAway.Init")
    private SipPeer pbx;

    @SuppressWarnings("NullAway.Init")
    private SipPeer trunks;

    /** A call that is up. */
    private record Held(String trunk, Conversation caller, Conversation callee) {}

    @BeforeEach
    void start() {
        int port = Ports.free();
        Setup setup = new Setup();
        WEIGHTS.forEach((host, weight) -> setup.trunkOf("t" + host.charAt(8), at(host, port) + ", weight: " + weight));
        setup.trunkOf("small", at("127.0.1.4", port) + ", max_calls: 2")
                .trunkOf("smaller", at("127.0.1.5", port) + ", max_calls: 1")
                .group("weighted", "members: [t1, t2, t3]")
                .group("least", "members: [t1, t2, t3], balance: least-loaded")
                .group("limited", "members: [small, smaller], balance: ordered")
                .group(
                        "picky",
                        "members: [t1, t2, t3], balance: ordered, retry_on: [404, 408, 5xx], attempt_timeout: 1s")
                .route("3001", "\"group:weighted\"")
                .route("3002", "\"group:least\"")
                .route("3003", "\"group:limited\"")
                .route("3004", "\"group:picky\"");
        server = SwitchboardServer.start(folder, setup);
        pbx = SipPeer.udp(Setup.PBX, server.port());
        trunks = SipPeer.udp("0.0.0.0", port, server.port());
    }

    private static String at(String host, int port) {
        return "uri: \"sip:" + host + ":" + port + "\", numbers_out: dialled";
    }

    @AfterEach
    void stop() {
        try {
            new Scene(server, "udp").assertNothingLeft();
        } finally {
            pbx.close();
            trunks.close();
            server.close();
        }
    }

    private static String hostOf(Message invite) {
        return invite.start().replaceAll("INVITE sip:[^@]*@([^:]*):.*", "$1");
    }

    private void refuse(Message invite, String status) {
        Conversation.of(trunks, invite).respond(invite, status);
        trunks.await("ACK ");
    }

    private Held answered(String number) {
        Conversation caller = Conversation.fromPbx(pbx, number).invite("");
        Message invite = trunks.await("INVITE ");
        Conversation callee = Conversation.of(trunks, invite);
        answer(callee, invite);
        caller.answered();
        trunks.await("ACK ");
        return new Held(hostOf(invite), caller, callee);
    }

    private void answer(Conversation callee, Message invite) {
        String contact = "Contact: <sip:peer@" + hostOf(invite) + ":" + trunks.port() + ">\r\n";
        callee.respond(invite, "200 OK", contact + Conversation.TYPE, Conversation.SDP);
    }

    private static void hangUp(Held call) {
        call.caller.request("BYE");
        call.callee.hungUp();
        assertThat(call.caller.finalOf("BYE").status()).isEqualTo(200);
    }

    private static void refused(Conversation caller, int status) {
        Message refusal = caller.finalOf("INVITE");
        assertThat(refusal.status()).isEqualTo(status);
        caller.ackRefusal(refusal);
    }

    /**
     * Smooth weighted round robin is never more than one call away from a member's share, so the bound is one. Where no
     * call lasts nobody is loaded, and the least loaded are chosen by weight, too.
     */
    @ParameterizedTest
    @ValueSource(strings = {"3001", "3002"})
    void sharesFollowTheWeights(String number) {
        Map<String, Integer> share = new LinkedHashMap<>();
        for (int i = 1; i <= CALLS; i++) {
            Conversation caller = Conversation.fromPbx(pbx, number).invite("");
            Message invite = trunks.await("INVITE ");
            share.merge(hostOf(invite), 1, Integer::sum);
            refuse(invite, "486 Busy Here");
            refused(caller, 486);
            int calls = i;
            WEIGHTS.forEach((host, weight) -> assertThat((double) share.getOrDefault(host, 0))
                    .as("calls of %s among %d: %s", host, calls, share)
                    .isCloseTo(calls * weight / 10.0, within(1.0)));
        }
    }

    /** While calls come and go at random each new one goes to a trunk that has the fewest for its weight. */
    @Test
    void theLeastLoadedTrunkGetsTheCall() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, Integer> load = new LinkedHashMap<>();
        List<Held> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            while (!calls.isEmpty() && random.nextInt(40) < calls.size()) {
                Held gone = calls.remove(random.nextInt(calls.size()));
                hangUp(gone);
                load.merge(gone.trunk, -1, Integer::sum);
            }
            Held call = answered("3002");
            double mine = perWeight(load, call.trunk);
            for (String other : WEIGHTS.keySet()) {
                assertThat(mine)
                        .as("%s was chosen, loads are %s, seed %d", call.trunk, load, seed)
                        .isLessThanOrEqualTo(perWeight(load, other));
            }
            load.merge(call.trunk, 1, Integer::sum);
            calls.add(call);
        }
        calls.forEach(BalancingTest::hangUp);
    }

    private static double perWeight(Map<String, Integer> load, String host) {
        return load.getOrDefault(host, 0) / (double) WEIGHTS.getOrDefault(host, 1);
    }

    /** A full trunk is passed over, and is there again when a call has ended; if all are full it is 503. */
    @Test
    void noTrunkGetsMoreCallsThanItMayHave() {
        List<Held> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            calls.add(answered("3003"));
        }
        assertThat(calls).extracting(Held::trunk).containsExactly("127.0.1.4", "127.0.1.4", "127.0.1.5");
        refused(Conversation.fromPbx(pbx, "3003").invite(""), 503);
        hangUp(calls.remove(1));
        calls.add(answered("3003"));
        assertThat(calls).extracting(Held::trunk).containsExactly("127.0.1.4", "127.0.1.5", "127.0.1.4");
        calls.forEach(BalancingTest::hangUp);
    }

    /** Each attempt is a call of its own: nothing of a failed one is met again. */
    @Test
    void whatTheGroupNamesIsTriedAgainUnderAFreshCallId() {
        Conversation caller = Conversation.fromPbx(pbx, "3004").invite("");
        Set<String> ids = new HashSet<>();
        Set<String> hosts = new HashSet<>();
        for (String status : List.of("404 Not Found", "500 Server Internal Error", "486 Busy Here")) {
            Message invite = trunks.await("INVITE ");
            ids.add(invite.header("Call-ID"));
            ids.add(invite.header("From").replaceAll(".*;tag=", ""));
            hosts.add(hostOf(invite));
            refuse(invite, status);
        }
        assertThat(ids).hasSize(6).doesNotContain(caller.callId());
        assertThat(hosts).isEqualTo(WEIGHTS.keySet());
        refused(caller, 486);
    }

    @Test
    void whatTheGroupDoesNotNameEndsTheCall() {
        Conversation caller = Conversation.fromPbx(pbx, "3004").invite("");
        refuse(trunks.await("INVITE "), "480 Temporarily Unavailable");
        refused(caller, 480);
        assertThat(trunks.receive(Duration.ofMillis(300))).isNull();
    }

    /** A trunk that says 100 and no more is left for the next; its late answer is hung up. */
    @Test
    void aTrunkThatMakesNoProgressIsLeft() {
        Conversation caller = Conversation.fromPbx(pbx, "3004").invite("");
        Message stuck = trunks.await("INVITE ");
        Conversation late = Conversation.of(trunks, stuck);
        late.respond(stuck, "100 Trying");
        Message cancel = null;
        Message invite = null;
        while (cancel == null || invite == null) {
            Message message = trunks.receive(Duration.ofSeconds(8));
            assertThat(message).isNotNull();
            if (message != null && message.start().startsWith("CANCEL ")) {
                cancel = message;
            } else {
                invite = message;
            }
        }
        assertThat(invite.header("Call-ID")).isNotEqualTo(stuck.header("Call-ID"));
        trunks.respond(cancel, "200 OK", "", "", "");
        answer(late, stuck);
        late.hungUp();
        refuse(invite, "486 Busy Here");
        refused(caller, 486);
    }
}
