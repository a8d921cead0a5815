package io.switchboard.sip.presence;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.event.EventPackage;
import io.switchboard.sip.event.EventPackage.Lookup;
import io.switchboard.sip.lane.Lane;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.presence.PublicationMachine.Answer;
import io.switchboard.sip.presence.PublicationMachine.Step;
import io.switchboard.sip.transaction.ServerTransaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who of the users is there: what their phones publish, or else whether one of them is registered. It belongs to one
 * lane, and keeps those users alone that publish or are watched. Publications are in memory: after a restart a phone's
 * next refresh is answered 412, and it publishes anew (RFC 3903 section 4.1).
 */
public final class Presences {
    final Lane lane;
    private final RandomTokens tokens;
    private final Predicate<String> registered;
    private final Map<String, Presentity> presentities = new HashMap<>();
    private PresenceSettings settings;
    private long size;

    /**
     * Nobody is known yet.
     *
     * @param registered whether a phone of an address of record can be reached
     */
    public Presences(Lane lane, RandomTokens tokens, Predicate<String> registered, PresenceSettings settings) {
        this.lane = lane;
        this.tokens = tokens;
        this.registered = registered;
        this.settings = settings;
    }

    /** Swaps the settings. Who is gone, or may not watch any more, is told so; the same users are not looked through. */
    public void configure(PresenceSettings next) {
        boolean same = next.users().equals(settings.users());
        settings = next;
        if (same) {
            return;
        }
        for (Presentity each : List.copyOf(presentities.values())) {
            boolean gone = next.users().find(uri(each.aor)) == null;
            if (gone) {
                resize(each.publications, List.of());
                each.set(ImmutableList.of(), false);
                each.observed.end("noresource");
            }
            for (PresenceSource watcher : each.watchers()) {
                if (gone) {
                    watcher.end("noresource");
                } else if (!next.users().mayWatch(watcher.from, each.aor)) {
                    watcher.end("rejected");
                }
            }
            discard(each);
        }
    }

    /** Phones of a user have come or gone. */
    public void registrationChanged(String aor) {
        Presentity known = presentities.get(aor);
        if (known != null) {
            known.changed();
        }
    }

    /**
     * Answers a PUBLISH.
     *
     * @param owner address of record of the account that has proven to send it
     */
    public void publish(ServerTransaction transaction, String owner) {
        SipRequest request = transaction.request();
        if (!owner.equals(settings.users().find(request.requestUri()))) {
            transaction.respond(reply(request, 403, "Not Yours To Publish").build());
            return;
        }
        switch (PublishReader.read(request)) {
            case PublishReader.Read.Refused refused ->
                transaction.respond(refused.response(request, tokens.token()).build());
            case PublishReader.Read.Publish publish -> {
                Presentity presentity = of(owner);
                Answer answer = step(
                        presentity,
                        new PublicationEvent.Publish(
                                publish.match(),
                                publish.document(),
                                publish.seconds(),
                                uri(owner),
                                tokens.token(),
                                settings.maxTotalSize() - size,
                                lane.now()));
                if (answer != null) {
                    transaction.respond(response(request, answer));
                }
            }
        }
    }

    private SipResponse response(SipRequest request, Answer answer) {
        return switch (answer) {
            case Answer.Accepted accepted ->
                reply(request, 200, "")
                        .header(HeaderName.SIP_ETAG, accepted.etag())
                        .header(HeaderName.EXPIRES, Integer.toString(accepted.seconds()))
                        .build();
            case Answer.Refused refused -> {
                ResponseBuilder response = reply(request, refused.status(), refused.reason());
                if (refused.minExpires() > 0) {
                    response.header(HeaderName.MIN_EXPIRES, Integer.toString(refused.minExpires()));
                }
                if (refused.retryAfter() > 0) {
                    response.header(HeaderName.RETRY_AFTER, Integer.toString(refused.retryAfter()));
                }
                yield response.build();
            }
        };
    }

    private ResponseBuilder reply(SipRequest request, int status, String reason) {
        return ResponseBuilder.of(request, status, reason).toTag(tokens.token());
    }

    void elapsed(Presentity presentity) {
        step(presentity, new PublicationEvent.Elapsed(lane.now()));
    }

    private @Nullable Answer step(Presentity presentity, PublicationEvent event) {
        Step step = PublicationMachine.step(presentity.publications, event, settings);
        resize(presentity.publications, step.next());
        presentity.set(step.next(), step.changed());
        discard(presentity);
        return step.answer();
    }

    private void resize(List<Publication> before, List<Publication> after) {
        for (Publication each : before) {
            size -= each.document().size();
        }
        for (Publication each : after) {
            size += each.document().size();
        }
    }

    // ---- who watches whom

    /** Address of record of the account that a SIP URI names by its user name or number; null for none of ours. */
    public @Nullable String find(String uri) {
        return settings.users().find(uri);
    }

    Lookup watched(String uri, String from) {
        String aor = settings.users().find(uri);
        if (!from.startsWith(EventPackage.ACCOUNT)) {
            return new Lookup.Refused(403);
        }
        String watcher = from.substring(EventPackage.ACCOUNT.length());
        if (aor == null) {
            return new Lookup.Refused(404);
        }
        return settings.users().mayWatch(watcher, aor)
                ? new Lookup.Found(new PresenceSource(this, aor, watcher, tokens.token()))
                : Lookup.DECLINED;
    }

    Lookup observed(String uri, String from) {
        if (!from.startsWith(EventPackage.ACCOUNT)) {
            return new Lookup.Refused(403);
        }
        String aor = settings.users().find(uri);
        return aor != null && from.equals(EventPackage.ACCOUNT + aor)
                ? new Lookup.Found(new WatcherListSource(this, aor))
                : Lookup.DECLINED;
    }

    Presentity of(String aor) {
        return presentities.computeIfAbsent(aor, key -> new Presentity(this, key));
    }

    void unwatch(String aor, PresenceSource watcher) {
        Presentity known = presentities.get(aor);
        if (known != null) {
            known.unwatch(watcher);
            discard(known);
        }
    }

    void unobserve(String aor, Consumer<WatcherList> removal) {
        Presentity known = presentities.get(aor);
        if (known != null) {
            removal.accept(known.observed);
            discard(known);
        }
    }

    List<PresenceSource> watchers(String aor) {
        Presentity known = presentities.get(aor);
        return known == null ? List.of() : known.watchers();
    }

    private void discard(Presentity presentity) {
        if (presentity.idle()) {
            presentity.close();
            presentities.remove(presentity.aor, presentity);
        }
    }

    // ---- what they see

    byte[] document(String aor) {
        Presentity known = presentities.get(aor);
        return known == null ? compose(aor, List.of()) : known.document();
    }

    byte[] compose(String aor, List<Publication> publications) {
        List<PidfDocument> documents = new ArrayList<>(publications.size());
        publications.forEach(each -> documents.add(each.document()));
        return PresenceComposer.compose(uri(aor), documents, registered.test(aor));
    }

    String uri(String aor) {
        int at = aor.lastIndexOf('@');
        return "sip:" + SipUri.escapedUser(aor.substring(0, at)) + aor.substring(at);
    }

    PresenceSettings settings() {
        return settings;
    }

    /** Users who publish or are watched. */
    public int size() {
        return presentities.size();
    }

    /** Publications that stand. */
    public int publications() {
        int all = 0;
        for (Presentity each : presentities.values()) {
            all += each.publications.size();
        }
        return all;
    }
}
