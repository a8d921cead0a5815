package io.switchboard.sip.exchange;

import io.switchboard.sip.lane.Lane;
import io.switchboard.sip.lane.LaneTimer;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transaction.ClientTransaction;
import io.switchboard.sip.transaction.TransactionLayer;
import io.switchboard.sip.transport.Hop;
import io.switchboard.sip.transport.Resolver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sip.message.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks trunks by OPTIONS whether they are alive (RFC 3261 section 11), at the interval that their configuration says. A
 * trunk that does not answer, or answers 503, is passed over until it answers again.
 */
public final class TrunkProbes {
    private static final Logger log = LoggerFactory.getLogger(TrunkProbes.class);

    private final Lane lane;
    private final TransactionLayer layer;
    private final Resolver resolver;
    private final RandomTokens tokens;
    private final Map<String, Probe> probes = new HashMap<>();

    /** Probes of one lane; none until {@link #configure}. */
    public TrunkProbes(Lane lane, TransactionLayer layer, Resolver resolver, RandomTokens tokens) {
        this.lane = lane;
        this.layer = layer;
        this.resolver = resolver;
        this.tokens = tokens;
    }

    /** Takes the trunks of a new configuration; what is known of those that stay is kept. In the lane. */
    public void configure(Map<String, TrunkPeer> peers, String domain) {
        probes.entrySet().removeIf(entry -> {
            TrunkPeer peer = peers.get(entry.getKey());
            boolean gone = peer == null || peer.probeMillis() == 0;
            if (gone) {
                lane.cancel(entry.getValue());
            }
            return gone;
        });
        for (TrunkPeer peer : peers.values()) {
            if (peer.probeMillis() > 0) {
                Probe probe = probes.computeIfAbsent(peer.party().name(), name -> new Probe());
                probe.peer = peer;
                probe.domain = domain;
                if (!probe.armed()) {
                    lane.arm(probe, 0);
                }
            }
        }
    }

    /** Whether a trunk may be called: it is not probed, or its last probe was answered. */
    public boolean alive(String trunk) {
        Probe probe = probes.isEmpty() ? null : probes.get(trunk);
        return probe == null || probe.alive;
    }

    /** One trunk's timer and state. */
    private final class Probe extends LaneTimer implements ClientTransaction.Listener {
        @SuppressWarnings("NullAway.Init") // set as soon as it is made
        private TrunkPeer peer;

        private String domain = "";
        private boolean alive = true;

        @Override
        protected void expired() {
            lane.arm(this, peer.probeMillis());
            resolver.resolve(peer.uri(), 0, this::ask);
        }

        private void ask(List<Hop> hops) {
            if (hops.isEmpty()) {
                answered(false);
                return;
            }
            String uri = peer.uri().toString();
            RequestBuilder request = RequestBuilder.of(Request.OPTIONS, uri)
                    .header(HeaderName.MAX_FORWARDS, "70")
                    .header(HeaderName.FROM, "<sip:" + domain + ">;tag=" + tokens.token())
                    .header(HeaderName.TO, "<" + peer.shownUri("") + ">")
                    .header(HeaderName.CALL_ID, tokens.token())
                    .header(HeaderName.CSEQ, "1 OPTIONS")
                    .header(HeaderName.ACCEPT, "application/sdp");
            layer.send(request, hops.get(0), this);
        }

        @Override
        public void response(SipResponse response) {
            if (response.status() >= 200) {
                answered(response.status() != 503);
            }
        }

        @Override
        public void timedOut() {
            answered(false);
        }

        @Override
        public void transportFailed() {
            answered(false);
        }

        private void answered(boolean well) {
            if (alive != well) {
                alive = well;
                log.warn("trunk {} is {}", peer.party().name(), well ? "alive again" : "dead, it is passed over");
            }
        }
    }
}
