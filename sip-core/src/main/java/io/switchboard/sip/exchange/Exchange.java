package io.switchboard.sip.exchange;

import io.switchboard.sip.auth.Account;
import io.switchboard.sip.auth.Admission;
import io.switchboard.sip.call.Calls;
import io.switchboard.sip.call.Party;
import io.switchboard.sip.dialog.SessionTimer;
import io.switchboard.sip.lane.Lane;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.registrar.LocationService;
import io.switchboard.sip.transaction.ServerTransaction;
import io.switchboard.sip.transaction.TransactionUser;
import io.switchboard.sip.transport.Flow;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/** Takes every request of a lane, finds who sent it, and hands it to the room that serves it. */
public final class Exchange implements TransactionUser {
    /** Methods that are served or passed on. */
    static final String ALLOW =
            "INVITE, ACK, CANCEL, BYE, OPTIONS, REGISTER, PRACK, UPDATE, INFO, MESSAGE, REFER, NOTIFY";

    private static final String SUPPORTED = "100rel, timer, path, gruu, outbound";

    private final Calls calls;
    private final Registration registration;
    private final RoutePlanner planner;
    private final RandomTokens tokens;
    private final TrunkProbes probes;
    private ExchangeSettings settings;

    /** Serves the registrations of accounts. */
    public interface Registration {
        /** Answers a REGISTER of an account for itself. */
        void register(ServerTransaction transaction, Account account);

        /** A connection is gone. */
        void closed(Flow flow);
    }

    /** An exchange on its first configuration. */
    public Exchange(
            Lane lane,
            Calls calls,
            LocationService location,
            Registration registration,
            TrunkProbes probes,
            RandomTokens tokens,
            ExchangeSettings settings) {
        this.calls = calls;
        this.registration = registration;
        this.planner = new RoutePlanner(lane, calls, location, probes);
        this.tokens = tokens;
        this.probes = probes;
        this.settings = settings;
    }

    /** Swaps the configuration, in the lane. Calls that run keep theirs. */
    public void reconfigure(ExchangeSettings next) {
        settings = next;
        probes.configure(next.peers(), next.calls().domain());
    }

    @Override
    public void request(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        if (request.toTag() != null) {
            inDialog(transaction, request);
            return;
        }
        switch (request.method()) {
            case Request.INVITE, Request.REGISTER, Request.OPTIONS -> admit(transaction, request);
            case Request.BYE, Request.UPDATE, Request.PRACK, Request.INFO -> transaction.respond(reply(request, 481));
            case Request.MESSAGE, Request.REFER, Request.NOTIFY, Request.SUBSCRIBE, Request.PUBLISH ->
                transaction.respond(notAllowed(request, 405));
            default -> transaction.respond(notAllowed(request, 501));
        }
    }

    private void admit(ServerTransaction transaction, SipRequest request) {
        switch (settings.gatekeeper().admit(request, transaction.flow())) {
            case Admission.FromAccount from ->
                serve(
                        transaction,
                        request,
                        new Party.Phone(
                                from.account(), settings.limitOf(from.account().user())));
            case Admission.FromTrunk from -> {
                TrunkPeer peer = settings.peers().get(from.trunk());
                if (peer == null) {
                    transaction.respond(reply(request, 403));
                } else {
                    serve(transaction, request, peer.party());
                }
            }
            case Admission.Challenge challenge -> transaction.respond(challenge(request, challenge));
            case Admission.Refused refused ->
                transaction.respond(ResponseBuilder.of(request, refused.status(), refused.reason())
                        .toTag(tokens.token())
                        .build());
        }
    }

    private void serve(ServerTransaction transaction, SipRequest request, Party from) {
        if (request.has(HeaderName.PROXY_REQUIRE)) {
            transaction.respond(unsupported(request, HeaderName.PROXY_REQUIRE));
            return;
        }
        switch (request.method()) {
            case Request.INVITE -> calls.invite(transaction, from, planner.on(settings), settings.calls());
            case Request.REGISTER -> register(transaction, request, from);
            default -> transaction.respond(options(request));
        }
    }

    private void register(ServerTransaction transaction, SipRequest request, Party from) {
        if (!(from instanceof Party.Phone phone)) {
            transaction.respond(reply(request, 403));
        } else if (unknownRequired(request, HeaderName.REQUIRE) != null) {
            transaction.respond(unsupported(request, HeaderName.REQUIRE));
        } else {
            registration.register(transaction, phone.account());
        }
    }

    /**
     * A request in a dialog is known by the dialog's tags, which only its two sides know; from elsewhere than the phone
     * was last heard it has to prove whose it is.
     */
    private void inDialog(ServerTransaction transaction, SipRequest request) {
        Party party = calls.partyOf(request);
        if (party instanceof Party.Phone phone && !calls.fromKnownSource(request, transaction.flow())) {
            switch (settings.gatekeeper().admit(request, transaction.flow())) {
                case Admission.FromAccount from -> {
                    if (!from.account().aor().equals(phone.account().aor())) {
                        transaction.respond(reply(request, 403));
                        return;
                    }
                }
                case Admission.FromTrunk from -> {
                    transaction.respond(reply(request, 403));
                    return;
                }
                case Admission.Challenge challenge -> {
                    transaction.respond(challenge(request, challenge));
                    return;
                }
                case Admission.Refused refused -> {
                    transaction.respond(reply(request, refused.status()));
                    return;
                }
            }
        }
        if (party == null || !calls.inDialog(transaction)) {
            transaction.respond(reply(request, 481));
        }
    }

    @Override
    public void ack(SipRequest ack, Flow flow) {
        calls.ack(ack);
    }

    @Override
    public void stray(SipResponse response, Flow flow) {
        // A response without a transaction has come too late for anyone (RFC 3261 section 18.1.2).
    }

    @Override
    public void closed(Flow flow) {
        registration.closed(flow);
    }

    private SipResponse options(SipRequest request) {
        return ResponseBuilder.of(request, 200, "")
                .toTag(tokens.token())
                .header(HeaderName.ALLOW, ALLOW)
                .header(HeaderName.ACCEPT, "application/sdp")
                .header(HeaderName.ACCEPT_ENCODING, "identity")
                .header(HeaderName.ACCEPT_LANGUAGE, "en")
                .header(HeaderName.SUPPORTED, SUPPORTED)
                .build();
    }

    private SipResponse challenge(SipRequest request, Admission.Challenge challenge) {
        ResponseBuilder builder =
                ResponseBuilder.of(request, challenge.status(), "").toTag(tokens.token());
        HeaderName name = challenge.status() == 401 ? HeaderName.WWW_AUTHENTICATE : HeaderName.PROXY_AUTHENTICATE;
        for (String value : challenge.challenges()) {
            builder.header(name, value);
        }
        return builder.build();
    }

    private SipResponse notAllowed(SipRequest request, int status) {
        return ResponseBuilder.of(request, status, "")
                .toTag(tokens.token())
                .header(HeaderName.ALLOW, ALLOW)
                .build();
    }

    private SipResponse unsupported(SipRequest request, HeaderName required) {
        String option = unknownRequired(request, required);
        return ResponseBuilder.of(request, 420, "")
                .toTag(tokens.token())
                .header(HeaderName.UNSUPPORTED, option == null ? "" : option)
                .build();
    }

    /** The options of a REGISTER or of a proxy that are not served here, as a list; null if all are. */
    private static @Nullable String unknownRequired(SipRequest request, HeaderName name) {
        StringBuilder unknown = new StringBuilder();
        for (String line : request.values(name)) {
            for (String option : com.google.common.base.Splitter.on(',')
                    .trimResults()
                    .omitEmptyStrings()
                    .split(line)) {
                if (name == HeaderName.PROXY_REQUIRE || !SessionTimer.containsToken(SUPPORTED, option)) {
                    unknown.append(unknown.length() == 0 ? "" : ", ").append(option);
                }
            }
        }
        return unknown.length() == 0 ? null : unknown.toString();
    }

    private SipResponse reply(SipRequest request, int status) {
        return ResponseBuilder.of(request, status, "").toTag(tokens.token()).build();
    }
}
