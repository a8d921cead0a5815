package io.switchboard.sip.presence;

import io.switchboard.sip.event.SubscriptionLimits;
import io.switchboard.sip.event.Subscriptions;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.NameAddr;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.message.Validator;
import io.switchboard.sip.sim.SimulatedEndpoint;
import io.switchboard.sip.sim.SimulatedNetwork;
import io.switchboard.sip.sim.VirtualLane;
import io.switchboard.sip.transaction.ClientTransaction;
import io.switchboard.sip.transaction.ServerTransaction;
import io.switchboard.sip.transaction.TimerValues;
import io.switchboard.sip.transaction.TransactionLimits;
import io.switchboard.sip.transaction.TransactionUser;
import io.switchboard.sip.transaction.Transactions;
import io.switchboard.sip.transport.Flow;
import io.switchboard.sip.transport.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/** The presence room and its subscriptions over a simulated network; whoever is in From is believed. */
final class PresenceFixture implements TransactionUser {
    static final String PIDF = "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"sip:alice@example.test\">"
            + "<tuple id=\"%s\"><status><basic>%s</basic></status><note>%s</note></tuple></presence>";

    final VirtualLane lane = new VirtualLane();
    final SimulatedNetwork network = new SimulatedNetwork(lane, 7);
    final SimulatedEndpoint endpoint = network.endpoint("10.0.0.1", 5060);
    final Transactions layer;
    final Subscriptions subscriptions;
    final Presences presences;
    final Set<String> registered = new HashSet<>();
    final Set<String> users = new HashSet<>(Set.of("alice", "bob", "carol"));
    final Set<String> blocked = new HashSet<>();
    /** How often somebody asked who a user is. */
    int asked;

    private int phones;

    PresenceFixture() {
        this(new SubscriptionLimits(2_000, 100));
    }

    PresenceFixture(SubscriptionLimits limits) {
        RandomTokens tokens = new RandomTokens(new Random(1));
        layer = transactions(endpoint, tokens, this);
        subscriptions = new Subscriptions(lane, layer, tokens, limits);
        presences = new Presences(lane, tokens, registered::contains, settings(200_000));
        subscriptions.offer(new PresencePackage(presences));
        subscriptions.offer(new WatcherInfoPackage(presences));
    }

    PresenceSettings settings(long totalSize) {
        return new PresenceSettings(new Directory(), 60, 600, 3, totalSize, 1_000);
    }

    private Transactions transactions(SimulatedEndpoint at, RandomTokens tokens, TransactionUser user) {
        Transactions made = new Transactions(
                lane, at, new Validator(65_536), tokens, TimerValues.DEFAULT, TransactionLimits.DEFAULT);
        made.user(user);
        at.handler(made);
        return made;
    }

    Phone phone(String user) {
        phones++;
        return new Phone(user, "10.0." + (1 + phones / 250) + "." + (1 + phones % 250));
    }

    void registers(String user, boolean there) {
        String aor = user + "@example.test";
        if (there) {
            registered.add(aor);
        } else {
            registered.remove(aor);
        }
        presences.registrationChanged(aor);
    }

    @Override
    public void request(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        String from =
                NameAddr.parse(String.valueOf(request.value(HeaderName.FROM))).user() + "@example.test";
        if (request.method().equals(Request.PUBLISH)) {
            presences.publish(transaction, from);
        } else {
            subscriptions.subscribe(transaction, "account:" + from);
        }
    }

    @Override
    public void ack(SipRequest ack, Flow flow) {}

    @Override
    public void stray(SipResponse response, Flow flow) {}

    @Override
    public void closed(Flow flow) {}

    private final class Directory implements PresenceSettings.Users {
        private final Set<String> there = Set.copyOf(users);
        private final Set<String> strangers = Set.copyOf(blocked);

        @Override
        public @Nullable String find(String uri) {
            asked++;
            String aor = uri.substring(uri.indexOf(':') + 1);
            return aor.endsWith("@example.test") && there.contains(aor.substring(0, aor.indexOf('@'))) ? aor : null;
        }

        @Override
        public boolean mayWatch(String watcher, String watched) {
            return !strangers.contains(watcher);
        }
    }

    /** A phone that subscribes, publishes, and takes every NOTIFY. */
    final class Phone implements TransactionUser {
        final List<SipRequest> notified = new ArrayList<>();
        final String user;
        private final SimulatedEndpoint at;
        private final RandomTokens tokens = new RandomTokens(network.random());
        private final Transactions own;
        private final String callId = tokens.token();
        private @Nullable String toTag;
        private int cseq;
        private final List<ServerTransaction> unanswered = new ArrayList<>();
        /** Final status of the answer to NOTIFY; 0 for none. */
        int answer = 200;

        Phone(String user, String ip) {
            this.user = user;
            this.at = network.endpoint(ip, 5060);
            this.own = transactions(at, tokens, this);
        }

        /** Sends, and gives the final response; a 2xx to a SUBSCRIBE begins a dialog. */
        SipResponse ask(String method, String target, byte[] body, String... lines) {
            String to = "<sip:" + target + "@example.test>" + (toTag == null ? "" : ";tag=" + toTag);
            RequestBuilder request = RequestBuilder.of(method, "sip:" + target + "@example.test")
                    .header(HeaderName.MAX_FORWARDS, "70")
                    .header(HeaderName.FROM, "<sip:" + user + "@example.test>;tag=t1")
                    .header(HeaderName.TO, to)
                    .header(HeaderName.CALL_ID, callId)
                    .header(HeaderName.CSEQ, ++cseq + " " + method)
                    .header(
                            HeaderName.CONTACT,
                            "<sip:" + user + "@" + at.address().getAddress().getHostAddress() + ">");
            for (String line : lines) {
                request.header(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 2));
            }
            if (body.length > 0) {
                request.body("application/pidf+xml", body);
            }
            List<SipResponse> finals = new ArrayList<>();
            own.send(request, endpoint.hop(Protocol.UDP), new ClientTransaction.Listener() {
                @Override
                public void response(SipResponse response) {
                    if (response.status() >= 200) {
                        finals.add(response);
                    }
                }

                @Override
                public void timedOut() {}

                @Override
                public void transportFailed() {}
            });
            lane.advance(10);
            SipResponse response = finals.get(0);
            if (method.equals(Request.SUBSCRIBE) && response.status() == 200) {
                toTag = response.toTag();
            }
            return response;
        }

        SipResponse subscribe(String target, int expires) {
            return ask(Request.SUBSCRIBE, target, new byte[0], "Event: presence", "Expires: " + expires);
        }

        SipResponse publish(String body, String... lines) {
            List<String> all = new ArrayList<>(List.of(lines));
            all.add("Event: presence");
            return ask(Request.PUBLISH, user, body.getBytes(StandardCharsets.UTF_8), all.toArray(String[]::new));
        }

        String last() {
            return new String(notified.get(notified.size() - 1).body(), StandardCharsets.UTF_8);
        }

        String state() {
            return String.valueOf(notified.get(notified.size() - 1).value(HeaderName.SUBSCRIPTION_STATE));
        }

        @Override
        public void request(ServerTransaction transaction) {
            notified.add(transaction.request());
            if (answer > 0) {
                answer(transaction);
            } else {
                unanswered.add(transaction);
            }
        }

        private void answer(ServerTransaction transaction) {
            transaction.respond(
                    ResponseBuilder.of(transaction.request(), answer, "").build());
        }

        /** Answers from now on, and what it did not answer before. */
        void answers(int status) {
            answer = status;
            unanswered.forEach(this::answer);
            unanswered.clear();
        }

        @Override
        public void ack(SipRequest ack, Flow flow) {}

        @Override
        public void stray(SipResponse response, Flow flow) {}

        @Override
        public void closed(Flow flow) {}
    }
}
