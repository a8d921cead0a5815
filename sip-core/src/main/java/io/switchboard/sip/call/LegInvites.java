package io.switchboard.sip.call;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.call.LegState.Phase;
import io.switchboard.sip.dialog.SessionTimer;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transport.Hop;
import io.switchboard.sip.transport.ListenPoint;
import java.util.Objects;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/** Makes and sends the INVITEs of one leg: the first, its further attempts, and those inside the dialog. */
final class LegInvites {
    private static final int HEADERS_ADDED = 200; // about what our From, Contact and Via are longer by

    private final Leg leg;
    private int challenged;
    private @Nullable String credentials;
    private HeaderName challenge = HeaderName.PROXY_AUTHENTICATE;
    private long authorized = -1;

    LegInvites(Leg leg) {
        this.leg = leg;
    }

    /** Sends the first INVITE. */
    void dial(Destination to, IncomingInvite origin) {
        Party caller = leg.call.caller.party;
        dial(to, origin, new Original(origin.request, caller, caller));
    }

    /** The same, with or without an INVITE that it answers for. */
    void dial(Destination to, @Nullable IncomingInvite origin, Original original) {
        Calls calls = leg.call.calls;
        String localTag = calls.tokens.token();
        LegDialog dialog = leg.dialogs.begin(
                localTag, Identity.from(original.request(), original.shown(), to, leg.call.settings.domain()), to, "");
        calls.register(localTag, leg);
        calls.dialling(dialog.callId(), leg.call);
        OutgoingInvite invite = new OutgoingInvite(leg, origin, dialog.nextCseq());
        invite.original = original;
        leg.outgoing = invite;
        if (!to.hops().isEmpty()) {
            invite.send(to.hops());
        } else {
            calls.resolve(dialog, original.request().size() + HEADERS_ADDED, invite::send);
        }
    }

    /** Sends an INVITE inside the dialog. */
    void sendInDialog(OutgoingInvite invite) {
        LegDialog dialog = Objects.requireNonNull(leg.dialogs.main());
        Hop hop = dialog.hop();
        if (hop != null) {
            invite.send(ImmutableList.of(hop));
        } else {
            int size = invite.origin == null ? 0 : invite.origin.request.size() + HEADERS_ADDED;
            leg.call.calls.resolve(dialog, size, invite::send);
        }
    }

    /** Makes the request for one hop; called again for every further attempt. */
    RequestBuilder request(OutgoingInvite invite, Hop hop) {
        return leg.state.phase() == Phase.EARLY ? first(invite, hop) : inDialog(invite);
    }

    private RequestBuilder first(OutgoingInvite invite, Hop hop) {
        Call call = leg.call;
        Destination to = Objects.requireNonNull(leg.destination).by(hop);
        Original from = Objects.requireNonNull(invite.original);
        SipRequest original = from.request();
        LegDialog before = Objects.requireNonNull(leg.dialogs.main());
        // The Contact depends on the listener that faces the hop.
        ListenPoint at = call.calls.layer.local(hop);
        LegDialog dialog = leg.dialogs.begin(before.localTag(), before.localParty(), to, contact(from, to, at));
        dialog.countFrom(invite.cseq());
        RequestBuilder request = dialog.request(Request.INVITE, invite.cseq());
        request.header(HeaderName.MAX_FORWARDS, Integer.toString(FieldValues.maxForwards(original)));
        request.header(HeaderName.CONTACT, dialog.contact());
        int breadth = Dialling.maxBreadth(call);
        if (breadth > 0) {
            request.header(HeaderName.MAX_BREADTH, Integer.toString(breadth));
        }
        authorized = invite.cseq();
        addCredentials(request, authorized);
        leg.session.addTo(request, original, call.settings);
        HeaderRules.passIdentity(original, from.shown(), to.party(), request);
        Identity.assertPhone(from.liable(), to, request);
        HeaderRules.pass(original, request);
        if (HeaderRules.lacksReplaces(original, to.party())) {
            request.header(HeaderName.SUPPORTED, "replaces");
        }
        leg.session.offered(original);
        return request;
    }

    /** Whoever is called into a call has no key to its room before it has come. */
    private String contact(Original from, Destination to, ListenPoint at) {
        Calls calls = leg.call.calls;
        if (from.shown() instanceof Party.Room room) {
            return RoomRefers.contact(calls, at, room.name());
        }
        return from.focus().isEmpty() || !(to.party() instanceof Party.Phone)
                ? calls.replies.contact(at)
                : calls.replies.focus(at, from.focus(), "");
    }

    /** Credentials of the first INVITE, which its ACK has to repeat (RFC 3261 section 22.1). */
    void addCredentials(RequestBuilder request, long cseq) {
        if (credentials != null && cseq == authorized) {
            boolean proxy = challenge == HeaderName.PROXY_AUTHENTICATE;
            request.header(proxy ? HeaderName.PROXY_AUTHORIZATION : HeaderName.AUTHORIZATION, credentials);
        }
    }

    private RequestBuilder inDialog(OutgoingInvite invite) {
        LegDialog dialog = Objects.requireNonNull(leg.dialogs.main());
        RequestBuilder request = dialog.request(Request.INVITE, invite.cseq());
        request.header(HeaderName.CONTACT, dialog.contact());
        IncomingInvite origin = invite.origin;
        if (invite.owner != null) {
            request.header(HeaderName.MAX_FORWARDS, "70");
            leg.session.addJoin(request, invite.offer);
        } else if (origin == null) {
            request.header(HeaderName.MAX_FORWARDS, "70");
            leg.session.addRefresh(request);
        } else {
            request.header(HeaderName.MAX_FORWARDS, Integer.toString(FieldValues.maxForwards(origin.request)));
            leg.session.addTo(request, origin.request, leg.call.settings);
            HeaderRules.passIdentity(origin.request, Call.other(leg).party, leg.party, request);
            HeaderRules.pass(origin.request, request);
            leg.session.offered(origin.request);
        }
        return request;
    }

    /**
     * Answers a trunk's 401 or 407 if we have credentials for it, at most twice, and a 422 with a longer interval (RFC
     * 4028 section 7.3).
     *
     * @return false if the refusal stands
     */
    boolean tryAgain(OutgoingInvite invite, SipResponse response) {
        int status = response.status();
        LegDialog dialog = leg.dialogs.main();
        Hop hop = invite.hop();
        if (hop == null || dialog == null || invite.original == null || leg.state.phase() != Phase.EARLY) {
            return false; // a challenge inside a dialog is never answered: it has no business there
        }
        if (status == 422) {
            if (!leg.session.raise(SessionTimer.minimum(response))) {
                return false;
            }
        } else if ((status != 401 && status != 407) || !authorize(response, status)) {
            return false;
        }
        OutgoingInvite again = new OutgoingInvite(leg, invite.origin, dialog.nextCseq());
        again.original = invite.original;
        leg.outgoing = again;
        again.send(ImmutableList.of(hop));
        return true;
    }

    private boolean authorize(SipResponse response, int status) {
        if (!(leg.party instanceof Party.Trunk trunk) || trunk.credentials() == null || leg.destination == null) {
            return false;
        }
        if (challenged++ >= 2) {
            return false;
        }
        challenge = status == 401 ? HeaderName.WWW_AUTHENTICATE : HeaderName.PROXY_AUTHENTICATE;
        credentials =
                trunk.credentials().answer(response.values(challenge), Request.INVITE, leg.destination.requestUri());
        return credentials != null;
    }
}
