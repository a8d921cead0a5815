package io.switchboard.sip.call;

import io.switchboard.sip.dialog.SessionTimer;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.Reason;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transaction.ClientTransaction;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/**
 * The session timer of one leg (RFC 4028): what was agreed, and the refresh that is ours to send when the peer does not.
 * A phone that knows no session timers is refreshed by us too, so that one that vanished is found out.
 */
final class LegSession {
    /** Reason of the BYE when nobody refreshed the session. */
    static final String EXPIRED = Reason.of(408, "Session expired");

    private static final long AGAIN_MILLIS = 2100; // RFC 3261 section 14.1, for the owner of the Call-ID

    private int seconds;
    private boolean weRefresh;
    private boolean begun;
    private boolean refreshing;
    private boolean updates;

    /** The last session description that we sent, for a re-INVITE that changes nothing; not kept if UPDATE will do. */
    private byte @Nullable [] sdp;

    /** The one in an INVITE that has no answer yet. */
    private byte @Nullable [] offer;

    void begin(CallSettings settings) {
        seconds = settings.sessionSeconds();
    }

    int seconds() {
        return seconds;
    }

    /**
     * Takes a larger interval that the peer demands.
     *
     * @return false if it is not larger
     */
    boolean raise(int minimum) {
        if (minimum <= seconds) {
            return false;
        }
        seconds = minimum;
        return true;
    }

    /** Puts our wish on a request. */
    void addTo(RequestBuilder request, SipRequest original, CallSettings settings) {
        if (seconds == 0) {
            return;
        }
        String role = !begun ? "" : weRefresh ? ";refresher=uac" : ";refresher=uas";
        request.header(HeaderName.SESSION_EXPIRES, seconds + role);
        request.header(HeaderName.MIN_SE, Integer.toString(settings.minSessionSeconds()));
        if (!SessionTimer.supported(original)) {
            request.header(HeaderName.SUPPORTED, "timer");
        }
    }

    /** Takes what the peer agreed to in its 2xx. */
    void agreed(SipResponse response) {
        SessionTimer.Terms terms = SessionTimer.agreed(response, seconds);
        seconds = terms.seconds();
        weRefresh = terms.weRefresh();
        begun = true;
        refreshing = false;
        if (offer != null && !updates) {
            sdp = offer;
        }
        offer = null;
    }

    /** Answers the peer's wish in our 2xx. */
    void answer(SipRequest request, ResponseBuilder response, SipResponse from, CallSettings settings) {
        SessionTimer.Terms terms =
                SessionTimer.answer(request, settings.sessionSeconds(), settings.minSessionSeconds());
        seconds = terms.seconds();
        weRefresh = terms.weRefresh();
        begun = true;
        refreshing = false;
        if (seconds == 0) {
            return;
        }
        response.header(HeaderName.SESSION_EXPIRES, SessionTimer.responseValue(terms));
        if (!weRefresh) {
            response.header(HeaderName.REQUIRE, "timer");
        }
        if (!SessionTimer.supported(from)) {
            response.header(HeaderName.SUPPORTED, "timer");
        }
    }

    /** Learns from the peer's Allow whether UPDATE refreshes the session. */
    void peerAllows(SipMessage message) {
        for (String line : message.values(HeaderName.ALLOW)) {
            if (SessionTimer.containsToken(line, Request.UPDATE)) {
                peerUpdates();
            }
        }
    }

    /** The peer has shown that it knows UPDATE. */
    void peerUpdates() {
        updates = true;
        sdp = null;
    }

    /** Keeps the session description of a 2xx or an ACK that goes to the peer. */
    void sent(SipMessage message) {
        byte[] described = description(message);
        sdp = described != null ? described : sdp;
    }

    /** Keeps a session description of the server's choice that goes to the peer. */
    void sent(byte[] described) {
        sdp = updates || seconds == 0 ? null : described;
    }

    /** Keeps the offer of an INVITE that goes to the peer: it counts once the peer has agreed. */
    void offered(SipMessage invite) {
        offer = description(invite);
    }

    private byte @Nullable [] description(SipMessage message) {
        return updates || seconds == 0 ? null : SessionDescriptions.of(message);
    }

    /** Starts the interval afresh. */
    void arm(Leg leg) {
        if (leg.state.uas() == LegState.Uas.ACCEPTED) {
            return; // the timer repeats the 2xx; its ACK starts the interval
        }
        if (seconds == 0 || leg.state.phase() != LegState.Phase.UP) {
            leg.call.calls.lane.cancel(leg);
            return;
        }
        refreshing = false;
        leg.call.calls.lane.arm(leg, weRefresh ? seconds * 500L : untilBye() * 1000L);
    }

    /** Section 10: BYE somewhat before the session expires. */
    private long untilBye() {
        return seconds - Math.min(32L, seconds / 3);
    }

    void expired(Leg leg) {
        if (leg.state.phase() != LegState.Phase.UP) {
            return;
        }
        if (!weRefresh || refreshing) {
            leg.sessionExpired();
            return;
        }
        if (!leg.state.mayInvite() || leg.updating > 0) {
            leg.call.calls.lane.arm(leg, AGAIN_MILLIS); // another exchange is under way and may refresh by itself
            return;
        }
        if (!updates && sdp == null) {
            leg.call.calls.lane.cancel(leg);
            return;
        }
        refreshing = true;
        leg.call.calls.lane.arm(leg, (untilBye() - seconds / 2) * 1000L);
        if (updates) {
            update(leg);
        } else {
            leg.invite(null);
        }
    }

    private void update(Leg leg) {
        LegDialog dialog = leg.dialogs.main();
        if (dialog == null) {
            return;
        }
        RequestBuilder request = dialog.request(Request.UPDATE);
        request.header(HeaderName.MAX_FORWARDS, "70");
        request.header(HeaderName.CONTACT, dialog.contact());
        addRefreshHeaders(request);
        leg.send(dialog, request, new Refresh(leg));
    }

    /** Completes a re-INVITE that refreshes: the same offer again. */
    void addRefresh(RequestBuilder request) {
        addRefreshHeaders(request);
        if (sdp != null) {
            request.body(SessionDescriptions.TYPE, sdp);
        }
    }

    /** Completes a re-INVITE of the server's own that asks for an offer or brings one. */
    void addJoin(RequestBuilder request, byte @Nullable [] described) {
        if (seconds > 0) {
            addRefreshHeaders(request);
        }
        offer = updates || seconds == 0 ? null : described;
        if (described != null) {
            request.body(SessionDescriptions.TYPE, described);
        }
    }

    private void addRefreshHeaders(RequestBuilder request) {
        offer = null;
        request.header(HeaderName.SESSION_EXPIRES, seconds + ";refresher=uac");
        request.header(HeaderName.SUPPORTED, "timer");
    }

    /** Our refresh was refused; any answer but 408 and 481 shows that the peer is alive. */
    void refreshFailed(Leg leg, int status) {
        if (status == 408 || status == 481) {
            leg.lost();
        } else if (status == 491 && leg.state.mayInvite()) {
            refreshing = false;
            leg.call.calls.lane.arm(leg, AGAIN_MILLIS + leg.call.calls.below(1900));
        } else {
            arm(leg);
        }
    }

    /** The UPDATE that refreshes the session. */
    private final class Refresh implements ClientTransaction.Listener {
        private final Leg leg;

        Refresh(Leg leg) {
            this.leg = leg;
        }

        @Override
        public void response(SipResponse response) {
            try {
                int status = response.status();
                if (status >= 300) {
                    if (status == 405 || status == 501) {
                        updates = false;
                    }
                    refreshFailed(leg, status);
                } else if (status >= 200) {
                    agreed(response);
                    arm(leg);
                }
            } catch (RuntimeException e) {
                leg.call.crashed(e);
            }
        }

        @Override
        public void timedOut() {
            refreshFailed(leg, 408);
        }

        @Override
        public void transportFailed() {
            refreshFailed(leg, 408);
        }
    }
}
