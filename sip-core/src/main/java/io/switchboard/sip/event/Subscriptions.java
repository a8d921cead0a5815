package io.switchboard.sip.event;

import io.switchboard.sip.dialog.Dialog;
import io.switchboard.sip.lane.Lane;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.NameAddr;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.transaction.ClientTransaction;
import io.switchboard.sip.transaction.ServerTransaction;
import io.switchboard.sip.transaction.TransactionLayer;
import io.switchboard.sip.transport.Hop;
import io.switchboard.sip.transport.ListenPoint;
import io.switchboard.sip.transport.Protocol;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The subscriptions of a lane (RFC 6665), with bounds on how many there are. */
public final class Subscriptions {
    private static final int SHORTEST = 60;
    private static final int LONGEST = 3600;
    private static final int USUAL = 3600;

    final Lane lane;
    private final TransactionLayer layer;
    private final RandomTokens tokens;
    private final Map<String, EventPackage> packages = new LinkedHashMap<>();
    private final Map<String, Subscription> dialogs = new HashMap<>();
    /** How many each party has. */
    private final Map<String, Integer> parties = new HashMap<>();

    private SubscriptionLimits limits;

    /** No subscription, and nothing to subscribe to. */
    public Subscriptions(Lane lane, TransactionLayer layer, RandomTokens tokens, SubscriptionLimits limits) {
        this.lane = lane;
        this.layer = layer;
        this.tokens = tokens;
        this.limits = limits;
    }

    /** Swaps the limits, for subscriptions from now on. */
    public void limits(SubscriptionLimits next) {
        limits = next;
    }

    /** Offers a package. */
    public void offer(EventPackage kind) {
        packages.put(kind.name(), kind);
    }

    /** Names of the packages on offer, as a list for Allow-Events. */
    public String events() {
        return String.join(", ", packages.keySet());
    }

    /** Subscriptions that there are. */
    public int size() {
        return dialogs.size();
    }

    /** Whether a request is inside a subscription's dialog. */
    public boolean knows(SipRequest request) {
        return find(request) != null;
    }

    private @Nullable Subscription find(SipRequest request) {
        Subscription known = request.toTag() == null ? null : dialogs.get(request.toTag());
        return known != null
                        && known.dialog.callId().equals(request.callId())
                        && known.dialog.remoteTag().equals(request.fromTag())
                ? known
                : null;
    }

    /**
     * Answers a SUBSCRIBE of a party that is known.
     *
     * @param from its label, as {@code account:alice@example.test}
     */
    public void subscribe(ServerTransaction transaction, String from) {
        SipRequest request = transaction.request();
        int seconds = EventHeaders.expires(request, USUAL);
        if (seconds < 0) {
            transaction.respond(reply(request, 400).build());
        } else if (seconds > 0 && seconds < SHORTEST) {
            transaction.respond(reply(request, 423)
                    .header(HeaderName.MIN_EXPIRES, Integer.toString(SHORTEST))
                    .build());
        } else if (request.toTag() != null) {
            refresh(transaction, from, Math.min(seconds, LONGEST));
        } else {
            begin(transaction, from, Math.min(seconds, LONGEST));
        }
    }

    private void begin(ServerTransaction transaction, String from, int seconds) {
        SipRequest request = transaction.request();
        EventPackage kind = packages.get(EventHeaders.token(request.value(HeaderName.EVENT)));
        if (kind == null) {
            transaction.respond(reply(request, 489)
                    .header(HeaderName.ALLOW_EVENTS, events())
                    .build());
            return;
        }
        String target = target(request);
        String fromTag = request.fromTag();
        if (target == null || fromTag == null) {
            transaction.respond(reply(request, 400).build());
            return;
        }
        if (!accepts(request, kind.contentType())) {
            transaction.respond(reply(request, 406)
                    .header(HeaderName.ACCEPT, kind.contentType())
                    .build());
            return;
        }
        if (dialogs.size() >= limits.total()) {
            transaction.respond(
                    reply(request, 503).header(HeaderName.RETRY_AFTER, "60").build());
            return;
        }
        if (parties.getOrDefault(from, 0) >= limits.perParty()) {
            transaction.respond(ResponseBuilder.of(request, 403, "Too Many Subscriptions")
                    .toTag(tokens.token())
                    .build());
            return;
        }
        switch (kind.find(request, from)) {
            case EventPackage.Lookup.Refused refused ->
                transaction.respond(reply(request, refused.status()).build());
            case EventPackage.Lookup.Found found -> {
                String contact = contact(transaction.flow().local(), request);
                Dialog dialog = new Dialog(
                        request.callId(),
                        tokens.token(),
                        NameAddr.withoutParameters(request.value(HeaderName.TO)),
                        NameAddr.withoutParameters(request.value(HeaderName.FROM)),
                        contact,
                        fromTag,
                        target);
                dialog.accepted(request);
                dialog.hop(Hop.of(transaction.flow()));
                Subscription made = new Subscription(this, dialog, kind, found.source(), event(request), from);
                dialogs.put(dialog.localTag(), made);
                parties.merge(from, 1, Integer::sum);
                accepted(transaction, dialog, seconds);
                if (seconds > 0) {
                    found.source().watch(made);
                    made.active(seconds, EventHeaders.lastNotifyVersion(request));
                } else {
                    made.unsubscribed(EventHeaders.lastNotifyVersion(request)); // section 4.4.3: one look
                }
            }
        }
    }

    private void refresh(ServerTransaction transaction, String from, int seconds) {
        SipRequest request = transaction.request();
        Subscription known = find(request);
        if (known == null || known.over()) { // section 4.2.1.2: its last NOTIFY may still be under way
            transaction.respond(reply(request, 481).build());
        } else if (!known.from.equals(from)) {
            transaction.respond(reply(request, 403).build());
        } else if (!known.dialog.inOrder(request)) {
            transaction.respond(reply(request, 500).build());
        } else {
            known.dialog.refreshTarget(request);
            known.dialog.hop(Hop.of(transaction.flow()));
            accepted(transaction, known.dialog, seconds);
            if (seconds > 0) {
                known.active(seconds, EventHeaders.lastNotifyVersion(request));
            } else {
                known.unsubscribed(EventHeaders.lastNotifyVersion(request));
            }
        }
    }

    private static void accepted(ServerTransaction transaction, Dialog dialog, int seconds) {
        SipRequest request = transaction.request();
        transaction.respond(ResponseBuilder.of(request, 200, "")
                .toTag(dialog.localTag())
                .copy(request, HeaderName.RECORD_ROUTE)
                .header(HeaderName.EXPIRES, Integer.toString(seconds))
                .header(HeaderName.CONTACT, dialog.contact())
                .build());
    }

    void send(Dialog dialog, RequestBuilder notify, ClientTransaction.Listener listener) {
        Hop hop = dialog.hop();
        if (hop == null) {
            listener.transportFailed();
        } else {
            layer.send(notify, hop, listener);
        }
    }

    void remove(Subscription over) {
        if (dialogs.remove(over.dialog.localTag(), over)) {
            parties.computeIfPresent(over.from, (party, count) -> count == 1 ? null : count - 1);
        }
    }

    // ---- values

    private ResponseBuilder reply(SipRequest request, int status) {
        return ResponseBuilder.of(request, status, "").toTag(tokens.token());
    }

    /** Our Contact keeps the user part that the phone knows us by. */
    private static String contact(ListenPoint at, SipRequest request) {
        String uri = request.requestUri();
        int colon = uri.indexOf(':');
        int host = uri.indexOf('@');
        String user = host < 0 ? "switchboard" : uri.substring(colon + 1, host);
        String transport = at.protocol() == Protocol.UDP
                ? ""
                : ";transport=" + at.protocol().name().toLowerCase(Locale.ROOT);
        return "<sip:" + user + "@" + at.sentBy() + transport + ">";
    }

    private static @Nullable String target(SipRequest request) {
        String contact = request.value(HeaderName.CONTACT);
        try {
            return contact == null ? null : NameAddr.parse(contact).uri();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String event(SipRequest request) {
        String event = request.value(HeaderName.EVENT);
        return event == null ? "" : event;
    }

    /** No Accept is the package's own type (section 8.2.2). */
    private static boolean accepts(SipRequest request, String type) {
        boolean any = true;
        for (String line : request.values(HeaderName.ACCEPT)) {
            any = false;
            for (String each : com.google.common.base.Splitter.on(',').split(line)) {
                String accepted = EventHeaders.token(each);
                if (accepted.equals(type) || accepted.equals("*/*") || accepted.equals("application/*")) {
                    return true;
                }
            }
        }
        return any;
    }
}
