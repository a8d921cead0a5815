package io.switchboard.sip.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.registrar.BindingStore.Outcome;
import io.switchboard.sip.sim.VirtualLane;
import io.switchboard.sip.transport.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** RFC 3261 section 10.3, RFC 3327, 5626 and 5627, as a phone sees them. */
class RegistrarTest {
    private static final String ALICE = "alice@example.com";
    private static final String CONTACT = "Contact: <sip:alice@127.0.0.1:5062>";
    private static final String INSTANCE = ";+sip.instance=\"<urn:uuid:1>\"";

    private final VirtualLane lane = new VirtualLane();
    private final MemoryStore store = new MemoryStore();
    private final RegistrarPolicy policy = new RegistrarPolicy(60, 3600, 7200, 3);
    private final FakeFlow udp = new FakeFlow(Protocol.UDP, "127.0.0.1", 5062);
    private Registrar registrar = registrar();
    private long cseq;

    @Test
    void okWaitsUntilTheBindingIsDurable() {
        RegisterTransaction register = send(CONTACT);
        assertThat(register.answered()).isFalse();
        assertThat(registrar.bindings(ALICE)).isEmpty();
        finish(Outcome.SAVED);
        assertThat(register.response().status()).isEqualTo(200);
        assertThat(register.response().value(HeaderName.CONTACT)).isEqualTo("<sip:alice@127.0.0.1:5062>;expires=3600");
        assertThat(register.response().value(HeaderName.DATE)).isEqualTo("Thu, 01 Jan 2026 00:00:00 GMT");
        assertThat(registrar.bindings(ALICE)).hasSize(1);
    }

    @Test
    void aStoreThatFailsLeavesAllAsItWas() {
        RegisterTransaction register = send(CONTACT);
        finish(Outcome.FAILED);
        assertThat(register.response().status()).isEqualTo(500);
        assertThat(registrar.bindings(ALICE)).isEmpty();
        assertThat(registrar.size()).isZero();
        assertThat(ok(send(CONTACT))).isEqualTo(200);
    }

    @Test
    void requestsForOneAddressAreCarriedOutInOrder() {
        RegisterTransaction first = send(CONTACT);
        RegisterTransaction second = send("Contact: *", "Expires: 0");
        assertThat(store.queued()).isEqualTo(1);
        finish(Outcome.SAVED);
        assertThat(first.response().status()).isEqualTo(200);
        finish(Outcome.SAVED);
        assertThat(second.response().status()).isEqualTo(200);
        assertThat(second.response().has(HeaderName.CONTACT)).isFalse();
        assertThat(registrar.size()).isZero();
        assertThat(store.rows).isEmpty();
    }

    @Test // section 10.3 step 7
    void olderRequestsOfTheSameCallAreRefused() {
        ok(send(CONTACT));
        RegisterTransaction late = new RegisterTransaction(udp, "call", 1, CONTACT, "Expires: 0");
        registrar.handle(late, ALICE);
        assertThat(late.response().status()).isEqualTo(500);
        assertThat(registrar.bindings(ALICE)).hasSize(1);
    }

    @Test
    void anIntervalTooBriefIsToldTheLeast() {
        RegisterTransaction register = send(CONTACT + ";expires=10");
        assertThat(register.response().status()).isEqualTo(423);
        assertThat(register.response().value(HeaderName.MIN_EXPIRES)).isEqualTo("60");
    }

    @Test // Linphone's default
    void aYearIsCapped() {
        RegisterTransaction register = send(CONTACT, "Expires: 31536000");
        finish(Outcome.SAVED);
        assertThat(register.response().value(HeaderName.CONTACT)).endsWith(";expires=7200");
    }

    @Test // section 10.3 step 6
    void theWildcardNeedsZero() {
        assertThat(send("Contact: *").response().status()).isEqualTo(400);
        assertThat(send("Contact: *", "Expires: 60").response().status()).isEqualTo(400);
        assertThat(send("Contact: *", CONTACT, "Expires: 0").response().status())
                .isEqualTo(400);
    }

    @Test
    void aBrokenContactIsABadRequest() {
        assertThat(send("Contact: <sip:alice@127.0.0.1").response().status()).isEqualTo(400);
    }

    @Test
    void aQueryListsAllByPreference() {
        ok(send("Contact: <sip:a@127.0.0.1:1>;q=0.5, <sip:b@127.0.0.1:2>;q=0.75"));
        RegisterTransaction query = send();
        assertThat(query.response().values(HeaderName.CONTACT))
                .containsExactlyInAnyOrder(
                        "<sip:a@127.0.0.1:1>;expires=3600;q=0.500", "<sip:b@127.0.0.1:2>;expires=3600;q=0.750");
        assertThat(registrar.bindings(ALICE))
                .extracting(Binding::contact)
                .containsExactly("sip:b@127.0.0.1:2", "sip:a@127.0.0.1:1");
    }

    @Test
    void moreContactsThanAllowedAreRefused() {
        ok(send("Contact: <sip:a@127.0.0.1:1>, <sip:b@127.0.0.1:2>, <sip:c@127.0.0.1:3>"));
        assertThat(send("Contact: <sip:d@127.0.0.1:4>").response().status()).isEqualTo(403);
        assertThat(ok(send("Contact: <sip:a@127.0.0.1:1>"))).isEqualTo(200);
    }

    @Test // Linphone has no reg-id
    void aPhoneThatMovesReplacesItsBindingByInstance() {
        ok(send(CONTACT + INSTANCE, "Supported: replaces, outbound, gruu, path"));
        RegisterTransaction moved =
                send("Contact: <sip:alice@127.0.0.1:7777>" + INSTANCE, "Supported: replaces, outbound, gruu, path");
        finish(Outcome.SAVED);
        assertThat(registrar.bindings(ALICE)).extracting(Binding::contact).containsExactly("sip:alice@127.0.0.1:7777");
        assertThat(moved.response().value(HeaderName.CONTACT))
                .contains("pub-gruu=\"sip:alice@example.com;gr=urn:uuid:1\"")
                .contains("+sip.instance=\"<urn:uuid:1>\"");
        assertThat(moved.response().value(HeaderName.SUPPORTED)).contains("outbound");
        assertThat(moved.response().has(HeaderName.REQUIRE)).isFalse();
        assertThat(registrar.byGruu(ALICE, "urn:uuid:1")).isNotNull();
        assertThat(registrar.byGruu(ALICE, "urn:uuid:2")).isNull();
        assertThat(store.rows).hasSize(1);
    }

    @Test // RFC 5626 section 6
    void flowsOfOneInstanceStandSideBySide() {
        String supported = "Supported: outbound, path";
        ok(send(CONTACT + INSTANCE + ";reg-id=1", supported));
        RegisterTransaction second = send(CONTACT + INSTANCE + ";reg-id=2", supported);
        finish(Outcome.SAVED);
        assertThat(second.response().value(HeaderName.REQUIRE)).isEqualTo("outbound");
        assertThat(second.response().has(HeaderName.FLOW_TIMER)).isTrue();
        assertThat(registrar.bindings(ALICE)).hasSize(2);
        assertThat(send(CONTACT + INSTANCE + ";reg-id=3", supported, "Path: <sip:edge.example.com;lr>")
                        .response()
                        .status())
                .isEqualTo(439);
    }

    @Test // RFC 3327
    void pathIsKeptAndEchoed() {
        RegisterTransaction register =
                send(CONTACT, "Supported: path", "Path: <sip:p2.example.com;lr>, <sip:p1.example.com;lr>");
        finish(Outcome.SAVED);
        assertThat(register.response().value(HeaderName.PATH)).startsWith("<sip:p2.example.com;lr>");
        assertThat(registrar.bindings(ALICE).getFirst().path())
                .containsExactly("<sip:p2.example.com;lr>", "<sip:p1.example.com;lr>");
    }

    @Test // RFC 3327 section 5.3: a phone that does not know Path would not notice who puts himself between
    void aPathThatThePhoneKnowsNothingOfIsRefused() {
        SipResponse refused = send(CONTACT, "Path: <sip:p1.example.com;lr>").response();
        assertThat(refused.status()).isEqualTo(420);
        assertThat(refused.value(HeaderName.UNSUPPORTED)).isEqualTo("path");
        assertThat(registrar.bindings(ALICE)).isEmpty();
        assertThat(send("Path: <sip:p1.example.com;lr>").response().status()).isEqualTo(200);
    }

    @Test
    void bindingsExpireByThemselves() {
        ok(send(CONTACT + ";expires=60"));
        lane.advance(59_900);
        assertThat(registrar.bindings(ALICE)).hasSize(1);
        lane.advance(200);
        assertThat(registrar.bindings(ALICE)).isEmpty();
        assertThat(registrar.size()).isZero();
        store.finish(Outcome.SAVED);
        assertThat(store.rows).isEmpty();
        assertThat(lane.timers()).isZero();
    }

    @Test
    void aRefreshedBindingExpiresAtItsNewTime() {
        ok(send(CONTACT + ";expires=60"));
        lane.advance(50_000);
        ok(send(CONTACT + ";expires=60"));
        lane.advance(59_900);
        assertThat(registrar.bindings(ALICE)).hasSize(1);
        ok(send(CONTACT + ";expires=3600"));
        lane.advance(10_000);
        ok(send(CONTACT + ";expires=60")); // sooner than before
        lane.advance(59_900);
        assertThat(registrar.bindings(ALICE)).hasSize(1);
        lane.advance(200);
        assertThat(registrar.size()).isZero();
        store.finish(Outcome.SAVED);
        assertThat(store.rows).isEmpty();
        assertThat(lane.timers()).isZero();
    }

    @Test // its Contact may be the same, the way to it is not
    void aPhoneThatRegistersFromElsewhereIsReachedThere() {
        ok(send("Contact: <sip:alice@192.0.2.99:5060>"));
        ok(send("Contact: <sip:alice@192.0.2.99:5060>"));
        assertThat(registrar.bindings(ALICE).getFirst().hop().address()).isEqualTo(udp.remote());
        FakeFlow moved = new FakeFlow(Protocol.UDP, "127.0.0.2", 5064);
        RegisterTransaction register =
                new RegisterTransaction(moved, "call", ++cseq, "Contact: <sip:alice@192.0.2.99:5060>");
        registrar.handle(register, ALICE);
        assertThat(ok(register)).isEqualTo(200);
        assertThat(registrar.bindings(ALICE)).hasSize(1);
        assertThat(registrar.bindings(ALICE).getFirst().hop().address()).isEqualTo(moved.remote());
    }

    @Test
    void aRepeatedContactMeansWhatItMeantBefore() {
        String contact = "Contact: \"Alice\" <sip:alice@127.0.0.1:5062>;q=0.5;expires=600" + INSTANCE;
        ok(send(contact));
        Binding first = registrar.bindings(ALICE).getFirst();
        lane.advance(1_000);
        RegisterTransaction again = send(contact);
        assertThat(ok(again)).isEqualTo(200);
        Binding second = registrar.bindings(ALICE).getFirst();
        assertThat(second.q()).isEqualTo(first.q()).isEqualTo(500);
        assertThat(second.instance()).isEqualTo("urn:uuid:1");
        assertThat(second.expiresAt()).isEqualTo(first.expiresAt() + 1_000);
        ok(send(contact, "Expires: 60")); // its own parameter counts
        assertThat(registrar.bindings(ALICE).getFirst().expiresAt()).isEqualTo(second.expiresAt());
        ok(send(contact.replace("expires=600", "expires=0")));
        assertThat(registrar.bindings(ALICE)).isEmpty();
        ok(send(contact));
        assertThat(registrar.bindings(ALICE)).hasSize(1);
    }

    @Test
    void bindingsComeBackAfterARestart() {
        ok(send(CONTACT));
        registrar = registrar();
        registrar.load(store.load(lane.wallClock()));
        Binding binding = registrar.bindings(ALICE).getFirst();
        assertThat(binding.hop().flow()).isNull();
        assertThat(binding.hop().address()).isEqualTo(udp.remote());
    }

    @Test
    void aPhoneBehindNatIsReachedOnItsConnectionOnly() {
        FakeFlow tcp = new FakeFlow(Protocol.TCP, "127.0.0.1", 40_000);
        RegisterTransaction register =
                new RegisterTransaction(tcp, "nat", 1, "Contact: <sip:alice@192.168.1.2:5060;transport=tcp>");
        registrar.handle(register, ALICE);
        finish(Outcome.SAVED);
        assertThat(registrar.bindings(ALICE).getFirst().hop().flow()).isSameAs(tcp);
        tcp.open = false;
        registrar.closed(tcp);
        assertThat(registrar.bindings(ALICE)).isEmpty();
        assertThat(send().response().has(HeaderName.CONTACT)).isTrue(); // still registered
    }

    @Test
    void aContactElsewhereIsNotFollowed() {
        ok(send("Contact: <sip:alice@192.0.2.99:5060>"));
        assertThat(registrar.bindings(ALICE).getFirst().hop().address()).isEqualTo(udp.remote());
    }

    @Test
    void aContactOfTheSameHostIsFollowedToItsPort() {
        ok(send("Contact: <sip:alice@127.0.0.1:6000;transport=tcp>"));
        Binding binding = registrar.bindings(ALICE).getFirst();
        assertThat(binding.hop().protocol()).isEqualTo(Protocol.TCP);
        assertThat(binding.hop().address().getPort()).isEqualTo(6000);
        assertThat(binding.hop().flow()).isNull();
    }

    @Test
    void seededWalksKeepMemoryAndStoreEqual() {
        for (long seed = 1; seed <= 200; seed++) {
            walk(new Random(seed), seed);
        }
    }

    private void walk(Random random, long seed) {
        VirtualLane clock = new VirtualLane();
        MemoryStore rows = new MemoryStore();
        Registrar walked = new Registrar(clock, rows, policy, new RandomTokens(new Random(seed)));
        List<RegisterTransaction> sent = new ArrayList<>();
        for (int step = 0; step < 60; step++) {
            switch (random.nextInt(4)) {
                case 0 -> clock.advance(random.nextInt(60_000));
                case 1 -> {
                    if (rows.queued() > 0) {
                        rows.finish(random.nextInt(5) == 0 ? Outcome.FAILED : Outcome.SAVED);
                        clock.run();
                    }
                }
                default -> {
                    String contact = "Contact: <sip:c" + random.nextInt(4) + "@127.0.0.1:5062>"
                            + (random.nextBoolean() ? ";+sip.instance=\"<urn:uuid:" + random.nextInt(3) + ">\"" : "")
                            + (random.nextBoolean() ? ";reg-id=" + random.nextInt(3) : "")
                            + ";expires=" + (random.nextInt(3) == 0 ? 0 : 60 + random.nextInt(60));
                    String[] lines = random.nextInt(8) == 0
                            ? new String[] {"Contact: *", "Expires: 0"}
                            : new String[] {contact, "Supported: outbound"};
                    RegisterTransaction next =
                            new RegisterTransaction(udp, "call" + random.nextInt(2), 1 + random.nextInt(90), lines);
                    walked.handle(next, ALICE);
                    sent.add(next);
                }
            }
            List<Binding> found = walked.bindings(ALICE);
            assertThat(found.size()).as("seed %d", seed).isLessThanOrEqualTo(policy.maxContacts());
            assertThat(found.stream().map(Binding::key)).as("seed %d", seed).doesNotHaveDuplicates();
        }
        while (rows.queued() > 0) {
            rows.finish(Outcome.SAVED);
            clock.run();
        }
        assertThat(sent).as("every request is answered, seed %d", seed).allMatch(RegisterTransaction::answered);
        assertThat(rows.load(clock.wallClock()))
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(walked.bindings(ALICE));
        assertThat(clock.failures()).as("seed %d", seed).isEmpty();
    }

    private Registrar registrar() {
        return new Registrar(lane, store, policy, new RandomTokens(new Random(1)));
    }

    private RegisterTransaction send(String... lines) {
        RegisterTransaction transaction = new RegisterTransaction(udp, "call", ++cseq, lines);
        registrar.handle(transaction, ALICE);
        return transaction;
    }

    private void finish(Outcome outcome) {
        store.finish(outcome);
        lane.run();
    }

    private int ok(RegisterTransaction transaction) {
        finish(Outcome.SAVED);
        return transaction.response().status();
    }
}
