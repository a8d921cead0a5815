package io.switchboard.sip.dialog;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.NameAddr;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.transport.Hop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dialog as one of its user agents keeps it (RFC 3261 section 12): identifiers, parties, sequence numbers, route set
 * and remote target. Belongs to one lane.
 */
public class Dialog {
    private final String callId;
    private final String localTag;
    private final String localParty;
    private final String remoteParty;
    private String contact;
    private String remoteTag;
    private List<String> routes = List.of();
    private String remoteTarget;
    private long localCseq;
    private long remoteCseq = -1;
    private @Nullable Hop hop;
    private @Nullable SipUri nextHop;

    /**
     * A dialog that is about to begin.
     *
     * @param localParty our From value without tag; {@code remoteParty} likewise the To value
     * @param contact value of our Contact header
     * @param remoteTag empty until the peer sent one
     * @param remoteTarget URI for requests inside the dialog
     */
    public Dialog(
            String callId,
            String localTag,
            String localParty,
            String remoteParty,
            String contact,
            String remoteTag,
            String remoteTarget) {
        this.callId = callId;
        this.localTag = localTag;
        this.localParty = localParty;
        this.remoteParty = remoteParty;
        this.contact = contact;
        this.remoteTag = remoteTag;
        this.remoteTarget = remoteTarget;
    }

    /** Call-ID. */
    public final String callId() {
        return callId;
    }

    /** Our tag. */
    public final String localTag() {
        return localTag;
    }

    /** The peer's tag, empty while unknown. */
    public final String remoteTag() {
        return remoteTag;
    }

    /** Our name-addr, without tag. */
    public final String localParty() {
        return localParty;
    }

    /** The peer's name-addr, without tag. */
    public final String remoteParty() {
        return remoteParty;
    }

    /** Value of our Contact header. */
    public final String contact() {
        return contact;
    }

    /** Sets what our Contact is in messages from now on: the peer sends its requests there once it has seen it. */
    public final void contact(String value) {
        contact = value;
    }

    /** Where requests go, as a URI. */
    public final String remoteTarget() {
        return remoteTarget;
    }

    /** Where to send requests, if that is known; forgotten when the remote target changes. */
    public final @Nullable Hop hop() {
        return hop;
    }

    /** Sets or forgets where to send requests. */
    public final void hop(@Nullable Hop hop) {
        this.hop = hop;
    }

    /** Takes the peer's tag, route set and target from a response that creates or confirms the dialog (12.1.2). */
    public final void established(SipMessage response) {
        String tag = response.toTag();
        if (tag != null) {
            remoteTag = tag;
        }
        List<String> recorded = response.values(HeaderName.RECORD_ROUTE);
        if (!recorded.isEmpty()) {
            List<String> reversed = split(recorded);
            Collections.reverse(reversed);
            routes = List.copyOf(reversed);
        } else {
            routes = List.of(); // whatever the INVITE was sent along
        }
        refreshTarget(response);
    }

    /** Takes tag, route set, target and sequence number from the request that creates the dialog (section 12.1.1). */
    public final void accepted(SipRequest request) {
        remoteCseq = request.cseq();
        List<String> recorded = request.values(HeaderName.RECORD_ROUTE);
        if (!recorded.isEmpty()) {
            routes = List.copyOf(split(recorded));
        }
        refreshTarget(request);
    }

    /** Takes the remote target from a target refresh request or its 2xx (sections 12.2.1.2 and 12.2.2). */
    public final void refreshTarget(SipMessage message) {
        String value = message.value(HeaderName.CONTACT);
        if (value == null) {
            return;
        }
        String uri;
        try {
            uri = NameAddr.parse(value).uri();
        } catch (IllegalArgumentException e) {
            return; // the dialog stands with the target that it has
        }
        if (!uri.equals(remoteTarget)) {
            remoteTarget = uri;
            hop = null;
        }
    }

    /** Sets the preloaded route set of a request that begins a dialog (Path of a registration, outbound proxy). */
    public final void preload(List<String> route) {
        routes = List.copyOf(route);
    }

    /** Whether a request's sequence number is in order; takes it if so (section 12.2.2: else 500). */
    public final boolean inOrder(SipRequest request) {
        if (request.cseq() < remoteCseq) {
            return false;
        }
        remoteCseq = request.cseq();
        return true;
    }

    /** Goes on counting from a sequence number that is in use. */
    public final void countFrom(long cseq) {
        localCseq = Math.max(localCseq, cseq);
    }

    /** Sequence number of the last request that we sent. */
    public final long lastCseq() {
        return localCseq;
    }

    /** The next sequence number, to be used by {@link #request(String, long)}. */
    public final long nextCseq() {
        return ++localCseq;
    }

    /** A request inside the dialog with the next sequence number, complete but for Via, Max-Forwards and body. */
    public final RequestBuilder request(String method) {
        return request(method, nextCseq());
    }

    /** The same with a given sequence number: the ACK of a 2xx, or one more attempt. Section 12.2.1.1. */
    public final RequestBuilder request(String method, long cseq) {
        String requestUri = remoteTarget;
        List<String> route = routes;
        if (!routes.isEmpty() && !looseRouter(routes.get(0))) {
            requestUri = NameAddr.parse(routes.get(0)).uri();
            route = new ArrayList<>(routes.subList(1, routes.size()));
            route.add("<" + remoteTarget + ">");
        }
        RequestBuilder builder = RequestBuilder.of(method, requestUri);
        for (int i = 0; i < route.size(); i++) {
            builder.header(HeaderName.ROUTE, route.get(i));
        }
        builder.header(HeaderName.FROM, localParty + ";tag=" + localTag);
        builder.header(HeaderName.TO, remoteTag.isEmpty() ? remoteParty : remoteParty + ";tag=" + remoteTag);
        builder.header(HeaderName.CALL_ID, callId);
        builder.header(HeaderName.CSEQ, cseq + " " + method);
        return builder;
    }

    /** First element of the route set, or the remote target: what has to be looked up to find the next hop. */
    public final SipUri nextHop() {
        String uri =
                routes.isEmpty() ? remoteTarget : NameAddr.parse(routes.get(0)).uri();
        SipUri known = nextHop;
        if (known == null || !known.toString().equals(uri)) {
            nextHop = known = SipUri.parse(uri);
        }
        return known;
    }

    private static boolean looseRouter(String route) {
        return route.contains(";lr");
    }

    private static List<String> split(List<String> lines) {
        List<String> values = new ArrayList<>();
        for (String line : lines) {
            if (line.indexOf(',') < 0) {
                values.add(line);
            } else {
                for (NameAddr part : NameAddr.parseList(line)) {
                    values.add("<" + part.uri() + ">");
                }
            }
        }
        return values;
    }
}
