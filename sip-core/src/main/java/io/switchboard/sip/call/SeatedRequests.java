package io.switchboard.sip.call;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import io.switchboard.media.Negotiation;
import io.switchboard.sip.body.InviteBody;
import io.switchboard.sip.dialog.SessionTimer;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.transaction.ServerTransaction;
import io.switchboard.sip.transport.Hop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sip.message.Request;

/** What a seated peer asks for inside its dialog, INVITE and BYE aside. */
final class SeatedRequests {
    static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO, REFER";
    /** What a 415 to an INVITE tells. */
    static final ImmutableMap<HeaderName, String> ACCEPTED =
            ImmutableMap.of(HeaderName.ACCEPT, InviteBody.ACCEPTED, HeaderName.ACCEPT_ENCODING, InviteBody.ENCODINGS);

    private static final String OPTIONS = "100rel, timer, replaces, join, norefersub, " + InviteBody.OPTION;
    private static final String RELAY = "application/dtmf-relay";
    private static final String DTMF = "application/dtmf";
    private static final String DIGITS = "0123456789*#ABCD";

    private SeatedRequests() {}

    /** The options that an INVITE requires and that are not served in rooms, as a list; "" if all are. */
    static String unknownOptions(SipRequest invite) {
        List<String> unknown = new ArrayList<>(0);
        for (String line : invite.values(HeaderName.REQUIRE)) {
            for (String option :
                    Splitter.on(',').trimResults().omitEmptyStrings().split(line)) {
                if (!SessionTimer.containsToken(OPTIONS, option)) {
                    unknown.add(option);
                }
            }
        }
        return String.join(", ", unknown);
    }

    static void handle(SeatedLeg seated, ServerTransaction transaction, LegDialog in) {
        SipRequest request = transaction.request();
        switch (request.method()) {
            case Request.UPDATE -> update(seated, transaction, in);
            case Request.INFO -> info(seated, transaction);
            case Request.REFER -> RoomRefers.inside(seated, transaction, in);
            case Request.OPTIONS ->
                transaction.respond(ResponseBuilder.of(request, 200, "")
                        .header(HeaderName.ALLOW, ALLOW)
                        .header(HeaderName.ACCEPT, InviteBody.ACCEPTED + ", " + RELAY + ", " + DTMF)
                        .header(HeaderName.ACCEPT_ENCODING, InviteBody.ENCODINGS)
                        .header(HeaderName.SUPPORTED, OPTIONS)
                        .build());
            case Request.PRACK ->
                transaction.respond(ResponseBuilder.of(request, 481, "").build());
            default ->
                transaction.respond(ResponseBuilder.of(request, 405, "")
                        .header(HeaderName.ALLOW, ALLOW)
                        .build());
        }
    }

    /** RFC 3311, with or without an offer. */
    private static void update(SeatedLeg seated, ServerTransaction transaction, LegDialog in) {
        SipRequest request = transaction.request();
        Leg leg = seated.leg;
        Seat at = seated.seat();
        if (SessionTimer.tooSmall(request, leg.call.settings.minSessionSeconds())) {
            transaction.respond(leg.call.calls.replies.intervalTooSmall(request, leg.call.settings));
            return;
        }
        byte[] offer = SeatedLeg.description(request);
        if (offer == null) {
            respond(transaction, 415);
            return;
        }
        if (offer.length > 0 && (at == null || !leg.state.mayInvite())) {
            respond(transaction, 491); // RFC 3311 section 5.2
            return;
        }
        leg.session.peerUpdates();
        in.refresh(request, Hop.of(transaction.flow()));
        if (offer.length == 0 || at == null) {
            updated(leg, transaction, in, SeatedLeg.NOTHING);
            return;
        }
        at.negotiate(offer, result -> {
            Crash.guard(() -> leg.call, () -> negotiated(seated, at, transaction, in, result));
            if (leg.call.crashed && transaction.pending()) {
                respond(transaction, 500);
            }
        });
    }

    @SuppressWarnings("ReferenceEquality") // seats have identity
    private static void negotiated(
            SeatedLeg seated, Seat by, ServerTransaction transaction, LegDialog in, Negotiation result) {
        if (seated.seat() != by) { // it is elsewhere by now, or over (RFC 3261 section 15.1.2)
            respond(transaction, seated.leg.state.alive() ? 491 : 487);
            return;
        }
        switch (result) {
            case Negotiation.Agreed agreed -> updated(seated.leg, transaction, in, agreed.description());
            case Negotiation.Refused refused -> respond(transaction, SeatedLeg.status(refused.why()));
            case Negotiation.Unavailable unavailable -> respond(transaction, 503);
        }
    }

    private static void updated(Leg leg, ServerTransaction transaction, LegDialog in, byte[] description) {
        SipRequest request = transaction.request();
        ResponseBuilder builder = ResponseBuilder.of(request, 200, "");
        builder.header(HeaderName.CONTACT, in.contact());
        builder.header(HeaderName.ALLOW, ALLOW);
        leg.session.answer(
                request, builder, ResponseBuilder.of(request, 200, "").build(), leg.call.settings);
        if (description.length > 0) {
            builder.body(SessionDescriptions.TYPE, description);
        }
        transaction.respond(builder.build());
        leg.session.arm(leg);
    }

    /** Keys, as older phones send them: {@code Signal=5}, or nothing but the key. */
    private static void info(SeatedLeg seated, ServerTransaction transaction) {
        SipRequest request = transaction.request();
        String type = SeatedLeg.type(request);
        if (request.bodyLength() == 0) {
            respond(transaction, 200);
            return;
        }
        if (!type.equals(RELAY) && !type.equals(DTMF)) {
            transaction.respond(ResponseBuilder.of(request, 415, "")
                    .header(HeaderName.ACCEPT, RELAY + ", " + DTMF)
                    .build());
            return;
        }
        char digit = digit(new String(request.body(), StandardCharsets.ISO_8859_1), type.equals(RELAY));
        respond(transaction, digit == 0 ? 400 : 200);
        Seat at = seated.seat();
        if (digit != 0 && at != null) {
            at.digit(digit);
        }
    }

    /** The key, 0 if there is none. */
    private static char digit(String body, boolean relay) {
        String key = body.trim();
        if (relay) {
            key = "";
            for (String line : body.split("\r?\n", -1)) {
                int equals = line.indexOf('=');
                if (equals > 0 && line.substring(0, equals).trim().equalsIgnoreCase("Signal")) {
                    key = line.substring(equals + 1).trim();
                }
            }
        }
        String upper = key.toUpperCase(Locale.ROOT);
        return upper.length() == 1 && DIGITS.contains(upper) ? upper.charAt(0) : 0;
    }

    private static void respond(ServerTransaction transaction, int status) {
        transaction.respond(
                ResponseBuilder.of(transaction.request(), status, "").build());
    }
}
