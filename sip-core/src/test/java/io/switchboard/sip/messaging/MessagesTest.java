package io.switchboard.sip.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.auth.Account;
import io.switchboard.sip.call.Destination;
import io.switchboard.sip.call.Party;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.NameAddr;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.message.Validator;
import io.switchboard.sip.sim.SimulatedEndpoint;
import io.switchboard.sip.sim.SimulatedNetwork;
import io.switchboard.sip.sim.VirtualLane;
import io.switchboard.sip.transaction.ServerTransaction;
import io.switchboard.sip.transaction.TimerValues;
import io.switchboard.sip.transaction.TransactionLimits;
import io.switchboard.sip.transaction.TransactionUser;
import io.switchboard.sip.transaction.Transactions;
import io.switchboard.sip.transport.Flow;
import io.switchboard.sip.transport.Hop;
import io.switchboard.sip.transport.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The message room between phones on a simulated network. */
class MessagesTest implements TransactionUser {
    private static final String BOB = "bob@example.test";

    private final VirtualLane lane = new VirtualLane();
    private final SimulatedNetwork network = new SimulatedNetwork(lane, 1);
    private final SimulatedEndpoint endpoint = network.endpoint("10.0.0.1", 5060);
    private final FakeStore store = new FakeStore();
    private final Map<String, List<Phone>> registered = new HashMap<>();
    private final List<String> members = new ArrayList<>();
    private final Peer alice = peer("alice", "10.0.0.2");
    private final Peer bob = peer("bob", "10.0.0.3");
    private final Peer tablet = peer("bob", "10.0.0.4");
    private final Peer carrier = peer("carrier", "10.0.0.9");
    private final Peer other = peer("other", "10.0.0.8");
    private MessageSettings settings = settings(100, 0, MessageSettings.Bounce.TEXT);
    private Messages messages = office();

    private Peer peer(String user, String ip) {
        return new Peer(lane, network, user, ip, endpoint.hop(Protocol.UDP));
    }

    private static MessageSettings settings(int perUser, int perMinute, MessageSettings.Bounce bounce) {
        return new MessageSettings(
                "example.test", 2_000, 2_000, 600_000, 0, 600_000, perUser, 1_000, perMinute, bounce);
    }

    private Messages office() {
        RandomTokens tokens = new RandomTokens(network.random());
        Transactions layer = new Transactions(
                lane, endpoint, new Validator(65_536), tokens, TimerValues.DEFAULT, TransactionLimits.DEFAULT);
        layer.user(this);
        endpoint.handler(layer);
        Messages made = new Messages(
                lane,
                layer,
                (uri, size, result) -> result.accept(List.of(new Hop(
                        Protocol.UDP,
                        SimulatedNetwork.address(uri.host(), uri.port() < 0 ? 5060 : uri.port()),
                        "",
                        null))),
                store,
                aor -> registered.getOrDefault(aor, List.of()),
                room -> room.equals("3000") ? members : List.of(),
                tokens,
                settings);
        made.start(store.summary());
        return made;
    }

    private void use(MessageSettings next) {
        settings = next;
        messages.configure(next);
    }

    private void register(Peer phone) {
        List<Phone> all = new ArrayList<>(registered.getOrDefault(BOB, List.of()));
        all.removeIf(each -> each.device().equals(phone.phone().device()));
        all.add(phone.phone());
        registered.put(BOB, all);
        messages.registered(BOB, phone.phone().device(), true);
        pass();
    }

    private void unregister() {
        registered.clear();
        messages.gone(BOB);
    }

    private void pass() {
        lane.advance(200);
    }

    private static MessageRoute route(String user) {
        return switch (user) {
            case "alice", "bob", "carol" ->
                new MessageRoute.To(
                        ImmutableList.of(new MessageRoute.Step.User(user + "@example.test", null)), (i, s) -> -1);
            case "9" ->
                new MessageRoute.To(
                        ImmutableList.of(
                                new MessageRoute.Step.Trunk(trunk("10.0.0.9")),
                                new MessageRoute.Step.Trunk(trunk("10.0.0.8"))),
                        (step, status) -> step == 0 && status == 503 ? 1 : -1);
            case "3000" ->
                new MessageRoute.To(ImmutableList.of(new MessageRoute.Step.Room(user)), (step, status) -> -1);
            default -> new MessageRoute.Refuse(404, "");
        };
    }

    private static Destination trunk(String ip) {
        Party party = new Party.Trunk("carrier", false, false, 0, null, user -> false);
        String uri = "sip:9@" + ip + ":5060";
        return new Destination(party, uri, uri, ImmutableList.of(), ImmutableList.of(), null);
    }

    @Override
    public void request(ServerTransaction transaction) {
        String from = NameAddr.parse(String.valueOf(transaction.request().value(HeaderName.FROM)))
                .user();
        Party party = new Party.Phone(new Account(from, "example.test", "", "", ""), 0);
        messages.accept(transaction, party, (message, target, sender) -> route(target.user()));
    }

    /** RFC 3428 section 4; bodies are nobody's business, and there is no Contact. */
    @Test
    void messageArrivesAsItWasSent() {
        byte[] body = new byte[300];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) i;
        }
        register(bob);
        alice.send(alice.message("bob")
                .header(HeaderName.SUBJECT, "Grüße")
                .header(HeaderName.DATE, "Thu, 01 Jan 2026 00:00:00 GMT")
                .header(HeaderName.IN_REPLY_TO, "a@b")
                .header(HeaderName.PRIORITY, "urgent")
                .header("X-Unknown", "kept")
                .header(HeaderName.CONTENT_ENCODING, "deflate")
                .header(HeaderName.CONTACT, "<sip:alice@10.0.0.2>")
                .header(HeaderName.AUTHORIZATION, "secret")
                .body("application/octet-stream;x=y", body));
        pass();
        SipRequest got = bob.received.get(0);
        assertThat(got.body()).isEqualTo(body);
        assertThat(got.requestUri()).isEqualTo("sip:bob@10.0.0.3:5060");
        assertThat(got.value(HeaderName.FROM)).isEqualTo("<sip:alice@example.test>;tag=talice");
        assertThat(got.value(HeaderName.TO)).isEqualTo("<sip:bob@example.test>");
        assertThat(got.value(HeaderName.SUBJECT)).isEqualTo("Grüße");
        assertThat(got.value(HeaderName.CONTENT_TYPE)).isEqualTo("application/octet-stream;x=y");
        assertThat(got.value(HeaderName.CONTENT_ENCODING)).isEqualTo("deflate");
        assertThat(got.value(HeaderName.IN_REPLY_TO)).isEqualTo("a@b");
        assertThat(got.value(HeaderName.PRIORITY)).isEqualTo("urgent");
        assertThat(got.value(HeaderName.MAX_FORWARDS)).isEqualTo("69");
        assertThat(got.values(HeaderName.DATE)).containsExactly("Thu, 01 Jan 2026 00:00:00 GMT");
        assertThat(got.values("X-Unknown")).containsExactly("kept");
        assertThat(got.callId()).isEqualTo("alice1");
        assertThat(got.cseq()).isEqualTo(20);
        assertThat(got.has(HeaderName.CONTACT)).isFalse();
        assertThat(got.has(HeaderName.AUTHORIZATION)).isFalse();
        assertThat(alice.statuses()).containsExactly(200);
        assertThat(store.writes).as("nothing but the device").isEqualTo(1);
        assertThat(messages.boxes()).isZero();
    }

    /** RFC 3428 section 7. */
    @Test
    void acceptedMeansKept() {
        store.held = true;
        alice.text("bob", "hello");
        pass();
        assertThat(alice.statuses()).isEmpty();
        store.commit();
        pass();
        assertThat(alice.statuses()).containsExactly(202);
        assertThat(messages.waiting(BOB)).isEqualTo(1);
        store.held = false;
        register(bob);
        assertThat(bob.texts()).containsExactly("hello");
        assertThat(bob.received.get(0).value(HeaderName.DATE)).startsWith("Thu, 01 Jan 2026");
        assertThat(messages.waiting(BOB)).isZero();
        assertThat(store.rows).isEmpty();
    }

    @Test
    void tenMessagesStayInOrder() {
        alice.text("bob", "0");
        pass();
        bob.reply = request -> bob.received.size() == 3 ? 480 : 200;
        register(bob);
        IntStream.range(1, 10).forEach(i -> alice.text("bob", Integer.toString(i)));
        lane.advance(20_000);
        assertThat(bob.texts()).containsExactly("0", "1", "2", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(bob.received.get(2).callId()).isEqualTo(bob.received.get(3).callId());
        assertThat(store.rows).isEmpty();
    }

    @Test
    void silentPhoneDoesNotKeepTheSenderWaiting() {
        register(bob);
        bob.reply = request -> 0;
        alice.text("bob", "hello");
        lane.advance(1_800);
        assertThat(alice.statuses()).isEmpty();
        lane.advance(500);
        assertThat(alice.statuses()).containsExactly(202);
        bob.reply = request -> 200;
        lane.advance(60_000);
        assertThat(bob.texts()).hasSizeGreaterThan(1).containsOnly("hello");
        assertThat(store.rows).isEmpty();
    }

    @Test
    void otherDeviceGetsItWhenItIsBack() {
        register(bob);
        register(tablet);
        unregister();
        register(bob);
        alice.text("bob", "hello");
        pass();
        assertThat(alice.statuses()).containsExactly(200);
        assertThat(messages.waiting(BOB)).as("one has it").isZero();
        assertThat(tablet.texts()).isEmpty();
        register(tablet);
        assertThat(tablet.texts()).containsExactly("hello");
        assertThat(bob.texts()).containsExactly("hello");
        assertThat(store.rows).isEmpty();
    }

    @Test
    void everyDeviceThatIsThereGetsIt() {
        register(bob);
        register(tablet);
        alice.text("bob", "hello");
        pass();
        assertThat(bob.texts()).containsExactly("hello");
        assertThat(tablet.texts()).containsExactly("hello");
        assertThat(alice.statuses()).containsExactly(200);
    }

    @Test
    void whatWasKeptSurvivesARestart() {
        alice.text("bob", "hello");
        pass();
        registered.put(BOB, List.of(bob.phone()));
        messages = office();
        pass();
        assertThat(bob.texts()).containsExactly("hello");
    }

    @Test
    void limitsHaveClearAnswers() {
        use(settings(2, 0, MessageSettings.Bounce.NONE));
        alice.send(alice.message("bob").body("text/plain", new byte[2_001]));
        alice.text("nobody", "hello");
        for (int i = 0; i < 3; i++) {
            alice.text("bob", "hello");
            pass();
        }
        assertThat(alice.statuses()).containsExactly(413, 404, 202, 202, 480);
        SipResponse full = alice.answers.get(4);
        assertThat(full.reason()).isEqualTo("Mailbox Full");
        assertThat(full.value(HeaderName.RETRY_AFTER)).isEqualTo("600");
    }

    @Test
    void aFloodOfOneSenderIsLimited() {
        use(settings(100, 3, MessageSettings.Bounce.NONE));
        for (int i = 0; i < 5; i++) {
            alice.text("bob", "hello");
        }
        bob.text("alice", "hello");
        pass();
        assertThat(alice.statuses()).containsExactlyInAnyOrder(202, 202, 202, 480, 480);
        assertThat(bob.statuses()).containsExactly(202);
        lane.advance(20_000);
        alice.text("bob", "hello");
        pass();
        assertThat(alice.statuses()).last().isEqualTo(202);
    }

    /** RFC 3862: what is inside is for everybody. */
    @Test
    void cpimIsUnwrappedForWhoRefusesIt() {
        register(bob);
        register(tablet);
        bob.reply = request -> "message/cpim".equals(request.value(HeaderName.CONTENT_TYPE)) ? 415 : 200;
        String inside = "Content-Type: text/plain;charset=utf-8\r\n\r\nGrüße";
        byte[] cpim = ("From: <sip:alice@example.test>\r\nTo: <sip:bob@example.test>\r\n\r\n" + inside)
                .getBytes(StandardCharsets.UTF_8);
        alice.send(alice.message("bob").body("message/cpim", cpim));
        pass();
        assertThat(bob.texts()).last().isEqualTo("Grüße");
        assertThat(bob.received.get(1).value(HeaderName.CONTENT_TYPE)).isEqualTo("text/plain;charset=utf-8");
        assertThat(bob.received.get(1).cseq()).isEqualTo(21);
        assertThat(tablet.received.get(0).body()).isEqualTo(cpim);
        assertThat(alice.statuses()).containsExactly(200);
    }

    @Test
    void aRefusalOfAllDevicesIsTheSenders() {
        register(bob);
        bob.reply = request -> 415;
        alice.text("bob", "hello");
        pass();
        assertThat(alice.statuses()).containsExactly(415);
        assertThat(store.rows).isEmpty();
    }

    @Test
    void whatExpiresIsTold() {
        registered.put("alice@example.test", List.of(alice.phone()));
        alice.send(alice.message("bob").header(HeaderName.EXPIRES, "30").body("text/plain", new byte[] {'x'}));
        pass();
        assertThat(alice.statuses()).containsExactly(202);
        lane.advance(40_000);
        assertThat(alice.texts())
                .containsExactly("Your message to bob@example.test of Thu, 01 Jan 2026 00:00:00 GMT was not delivered:"
                        + " nobody was there in time.");
        assertThat(alice.received.get(0).value(HeaderName.IN_REPLY_TO)).isEqualTo("alice1");
        register(bob);
        assertThat(bob.texts()).isEmpty();
        assertThat(store.rows).isEmpty();
    }

    /** RFC 5438 section 7.2.1.1. */
    @Test
    void whoAskedForItGetsANotification() {
        registered.put("alice@example.test", List.of(alice.phone()));
        String cpim = """
                From: <sip:alice@example.test>
                To: <sip:bob@example.test>
                NS: imdn <urn:ietf:params:imdn>
                imdn.Message-ID: Abc1
                imdn.Disposition-Notification: positive-delivery, negative-delivery

                Content-Type: text/plain

                hello""".replace("\n", "\r\n");
        alice.send(alice.message("bob")
                .header(HeaderName.EXPIRES, "10")
                .body("message/cpim", cpim.getBytes(StandardCharsets.UTF_8)));
        lane.advance(20_000);
        SipRequest told = alice.received.get(0);
        assertThat(told.value(HeaderName.CONTENT_TYPE)).isEqualTo("message/cpim");
        assertThat(told.value(HeaderName.FROM)).startsWith("<sip:bob@example.test>");
        assertThat(alice.texts().get(0))
                .contains("<message-id>Abc1</message-id>", "<failed/>", "Content-Type: message/imdn+xml");
    }

    /** RFC 5438 section 8: notifications are kept as all messages are, and nobody is told of their end. */
    @Test
    void notificationsAreNeverReturned() {
        registered.put("alice@example.test", List.of(alice.phone()));
        alice.send(alice.message("bob").header(HeaderName.EXPIRES, "10").body(Imdn.TYPE, new byte[] {'x'}));
        lane.advance(20_000);
        assertThat(alice.statuses()).containsExactly(202);
        assertThat(alice.texts()).isEmpty();
    }

    /** What no database takes would fail for ever, and others with it. */
    @Test
    void anAddressThatCannotBeKeptIsRefused() {
        register(bob);
        for (String user : List.of("a".repeat(600), "%C3%BC".repeat(300), "a%00b")) {
            alice.send(alice.message("bob", "sip:" + user + "@example.test").body("text/plain", new byte[] {'x'}));
        }
        pass();
        assertThat(alice.answers).hasSize(3).extracting(SipResponse::reason).containsOnly("Unusable Address In From");
        assertThat(bob.texts()).isEmpty();
    }

    @Test
    void aChangeThatTheStoreNeverTakesIsNotTriedAgain() {
        register(bob);
        register(tablet);
        unregister();
        register(bob);
        store.refusing = true;
        alice.text("bob", "hello");
        pass();
        store.refusing = false;
        int writes = store.writes;
        lane.advance(6_000);
        assertThat(store.writes - writes).as("only what is forgotten at times").isLessThan(2);
        assertThat(store.rows).isEmpty();
    }

    /** RFC 3994 section 3. */
    @Test
    void isComposingIsNotKept() {
        alice.send(alice.message("bob").body("application/im-iscomposing+xml", new byte[] {'x'}));
        pass();
        assertThat(alice.statuses()).containsExactly(480);
        assertThat(store.rows).isEmpty();
    }

    /** Nor is it owed to a device that is away, nor does it stay in the history. */
    @Test
    void whatIsFleetingLeavesNothing() {
        use(new MessageSettings(
                "example.test", 2_000, 2_000, 600_000, 600_000, 600_000, 9, 9, 0, MessageSettings.Bounce.TEXT));
        register(bob);
        register(tablet);
        unregister();
        register(bob);
        int writes = store.writes;
        alice.send(alice.message("bob").body("application/im-iscomposing+xml", new byte[] {'x'}));
        alice.send(alice.message("bob").header(HeaderName.EXPIRES, "0").body("text/plain", new byte[] {'y'}));
        pass();
        assertThat(alice.statuses()).containsExactly(200, 200);
        assertThat(store.writes).isEqualTo(writes);
        register(tablet);
        assertThat(tablet.texts()).isEmpty();
        alice.send(alice.message("bob").header(HeaderName.EXPIRES, "0").body("text/plain", new byte[] {'z'}));
        pass();
        assertThat(tablet.texts()).as("who is there gets it").containsExactly("z");
        assertThat(store.rows).isEmpty();
    }

    @Test
    void messagesToTrunksPassThrough() {
        byte[] body = {0, 1, 2, (byte) 0xff};
        alice.send(alice.message("9").body("application/x", body));
        pass();
        assertThat(carrier.received.get(0).body()).isEqualTo(body);
        assertThat(alice.statuses()).containsExactly(200);
        carrier.reply = request -> 503;
        other.reply = request -> 488;
        alice.text("9", "hello");
        pass();
        assertThat(other.texts()).containsExactly("hello");
        assertThat(alice.statuses()).containsExactly(200, 488);
        assertThat(store.writes).isZero();
    }

    @Test
    void aStoreThatFailsIsAdmittedAndTriedAgain() {
        store.failing = true;
        alice.text("bob", "hello");
        pass();
        assertThat(alice.statuses()).containsExactly(500);
        assertThat(messages.waiting(BOB)).isZero();
        store.failing = false;
        alice.text("bob", "again");
        pass();
        store.failing = true;
        register(bob);
        store.failing = false;
        lane.advance(6_000);
        assertThat(bob.texts()).containsExactly("again");
        assertThat(store.rows).as("what could not be noted is noted later").isEmpty();
    }

    /** Its sender has his 200, and nobody gets it twice: it is not worth memory. */
    @Test
    void whatOnlyTheHistoryMissesIsNotTriedAgain() {
        use(new MessageSettings(
                "example.test", 2_000, 2_000, 600_000, 600_000, 600_000, 9, 9, 0, MessageSettings.Bounce.TEXT));
        register(bob);
        store.failing = true;
        alice.text("bob", "hello");
        pass();
        assertThat(alice.statuses()).containsExactly(200);
        assertThat(messages.figures().lost()).isEqualTo(1);
        store.failing = false;
        lane.advance(20_000);
        assertThat(store.rows).isEmpty();
    }

    /** A storm of registrations is not to take the place of messages; the next registration is as good. */
    @Test
    void devicesAreNotedWhenTheStoreHasTime() {
        store.busy = true;
        register(bob);
        assertThat(store.writes).isZero();
        store.busy = false;
        store.failing = true;
        register(bob);
        assertThat(store.writes).isEqualTo(1);
        lane.advance(6_000);
        assertThat(store.devices).isEmpty();
        int writes = store.writes;
        store.failing = false;
        register(bob);
        assertThat(store.writes).isEqualTo(writes + 1);
        assertThat(store.devices).containsOnlyKeys(BOB);
        register(bob);
        assertThat(store.writes).as("once is enough").isEqualTo(writes + 1);
    }

    @Test
    void aStoreThatDoesNotAnswerIsAskedAgain() {
        alice.text("bob", "hello");
        pass();
        store.failing = true;
        register(bob);
        assertThat(bob.texts()).isEmpty();
        store.failing = false;
        lane.advance(6_000);
        assertThat(bob.texts()).containsExactly("hello");
    }

    @Test
    void whoIsInARoomReadsWhatTheOthersWrite() {
        register(bob);
        alice.text("3000", "nobody is there");
        pass();
        members.addAll(List.of(BOB, "carol@example.test"));
        alice.text("3000", "hello");
        pass();
        members.add("alice@example.test");
        alice.text("3000", "hello");
        pass();
        assertThat(alice.statuses()).as("carol is not registered").containsExactly(480, 403, 202);
        assertThat(bob.texts()).containsExactly("hello");
        assertThat(bob.received.get(0).value(HeaderName.FROM)).startsWith("<sip:alice@example.test>");
        assertThat(messages.waiting("carol@example.test")).isEqualTo(1);
        assertThat(alice.texts()).isEmpty();
    }

    private static byte[] listed(String... uris) {
        StringBuilder list =
                new StringBuilder("<resource-lists xmlns=\"urn:ietf:params:xml:ns:resource-lists\"><list>");
        for (String uri : uris) {
            list.append("<entry uri=\"").append(uri).append("\"/>");
        }
        return ("--b\r\nContent-Type: text/plain\r\n\r\nto all\r\n--b\r\n"
                        + "Content-Type: application/resource-lists+xml\r\nContent-Disposition: recipient-list\r\n\r\n"
                        + list + "</list></resource-lists>\r\n--b--\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** RFC 5365. */
    @Test
    void whoIsOnAListGetsWhatComesWithIt() {
        register(bob);
        alice.send(alice.message("list")
                .header(HeaderName.REQUIRE, "recipient-list-message")
                .body(
                        "multipart/mixed;boundary=b",
                        listed("sip:bob@example.test", "sip:9@example.test", "sip:nobody@example.test")));
        alice.send(alice.message("list")
                .header(HeaderName.REQUIRE, "recipient-list-message")
                .body("multipart/mixed;boundary=b", listed("sip:nobody@example.test")));
        alice.send(alice.message("list")
                .header(HeaderName.REQUIRE, "recipient-list-message")
                .body("text/plain", new byte[] {'x'}));
        pass();
        assertThat(bob.texts()).containsExactly("to all");
        assertThat(bob.received.get(0).value(HeaderName.CONTENT_TYPE)).isEqualTo("text/plain");
        assertThat(bob.received.get(0).has(HeaderName.REQUIRE)).isFalse();
        assertThat(carrier.texts()).containsExactly("to all");
        assertThat(alice.statuses()).containsExactlyInAnyOrder(202, 404, 400);
    }

    /** Who waits may send a list that is short enough; of one that is not there is nothing to wait for. */
    @Test
    void aListCountsForEachOnIt() {
        use(settings(100, 2, MessageSettings.Bounce.NONE));
        String[] three = {"sip:bob@example.test", "sip:carol@example.test", "sip:alice@example.test"};
        alice.send(alice.message("list")
                .header(HeaderName.REQUIRE, "recipient-list-message")
                .body("multipart/mixed;boundary=b", listed(three)));
        pass();
        alice.send(alice.message("list")
                .header(HeaderName.REQUIRE, "recipient-list-message")
                .body("multipart/mixed;boundary=b", listed(Arrays.copyOf(three, 2))));
        pass();
        assertThat(alice.statuses()).containsExactly(480, 480);
        assertThat(alice.answers.get(0).reason()).isEqualTo("More Recipients Than 2");
        assertThat(alice.answers.get(0).value(HeaderName.RETRY_AFTER)).isNull();
        assertThat(alice.answers.get(1).value(HeaderName.RETRY_AFTER)).isEqualTo("60");
    }

    @Test
    void theServerSendsToo() {
        List<Integer> told = new ArrayList<>();
        Account account = new Account("alice", "example.test", "", "", "");
        messages.send(
                account,
                SipUri.parse("sip:bob@example.test"),
                MessageContent.text("x", -1),
                (message, target, from) -> route(target.user()),
                (status, reason, retryAfter) -> told.add(status));
        pass();
        assertThat(told).containsExactly(202);
        register(bob);
        assertThat(bob.texts()).containsExactly("x");
    }

    /** The one who sends for an account learns the reason too, and may say how long it counts. */
    @Test
    void theServersMessageIsAnsweredWithReasons() {
        use(settings(1, 0, MessageSettings.Bounce.NONE));
        List<String> told = new ArrayList<>();
        Account account = new Account("alice", "example.test", "", "", "");
        for (int expires : new int[] {0, 30, 30}) {
            String callId = messages.send(
                    account,
                    SipUri.parse("sip:bob@example.test"),
                    new MessageContent("application/x", new byte[] {0, (byte) 0xff}, expires),
                    (message, target, from) -> route(target.user()),
                    (status, reason, retryAfter) -> told.add(status + " " + reason + " " + retryAfter));
            assertThat(callId).endsWith("@example.test");
            pass();
        }
        assertThat(told).containsExactly("480  0", "202  0", "480 Mailbox Full 600");
        Letter letter = store.rows.values().iterator().next().letter;
        assertThat(letter.expiresAt() - letter.acceptedAt()).isEqualTo(30_000);
        assertThat(letter.content().body()).containsExactly(0, 0xff);
    }

    @Test
    void whoObservesIsToldWhatBecomesOfMessages() {
        List<String> told = new ArrayList<>();
        messages.observe(new MessageObserver() {
            @Override
            public void kept(Letter letter) {
                told.add("kept " + letter.recipient());
            }

            @Override
            public void delivered(Letter letter) {
                told.add("delivered " + letter.recipient());
            }

            @Override
            public void died(Letter letter, int status) {
                told.add("died " + letter.recipient() + " " + status);
            }
        });
        alice.text("bob", "1");
        pass();
        register(bob);
        alice.text("bob", "2");
        pass();
        alice.send(alice.message("bob").body("application/im-iscomposing+xml", new byte[] {'x'}));
        pass();
        unregister();
        alice.send(alice.message("bob").header(HeaderName.EXPIRES, "10").body(Imdn.TYPE, new byte[] {'x'}));
        pass();
        lane.advance(20_000);
        assertThat(told)
                .containsExactly(
                        "kept " + BOB, "delivered " + BOB, "delivered " + BOB, "kept " + BOB, "died " + BOB + " 0");
    }

    @Test
    void whoCountsWhatWaitsIsTold() {
        List<String> told = new ArrayList<>();
        messages.watch((aor, waiting) -> told.add(aor + " " + waiting));
        alice.text("bob", "1");
        alice.text("bob", "2");
        pass();
        register(bob);
        assertThat(told).isEqualTo(Arrays.asList(BOB + " 1", BOB + " 2", BOB + " 1", BOB + " 0"));
    }

    @Override
    public void ack(SipRequest ack, Flow flow) {}

    @Override
    public void stray(SipResponse response, Flow flow) {}

    @Override
    public void closed(Flow flow) {}
}
