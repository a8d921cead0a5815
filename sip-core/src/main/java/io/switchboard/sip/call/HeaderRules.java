package io.switchboard.sip.call;

import io.switchboard.sip.dialog.SessionTimer;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.HeaderSet;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/**
 * Which headers pass from leg to leg. All do, unknown ones included, but for those that belong to one hop or one dialog,
 * those whose meaning is this server's (session timer, credentials), and identities for whom they are not meant.
 */
public final class HeaderRules {
    /** Requests and responses: of one hop or dialog, or rewritten. */
    private static final HeaderSet OWNED = HeaderSet.of(
            HeaderName.VIA,
            HeaderName.MAX_FORWARDS,
            HeaderName.MAX_BREADTH,
            HeaderName.FROM,
            HeaderName.TO,
            HeaderName.CALL_ID,
            HeaderName.CSEQ,
            HeaderName.CONTACT,
            HeaderName.ROUTE,
            HeaderName.RECORD_ROUTE,
            HeaderName.PATH,
            HeaderName.SERVICE_ROUTE,
            HeaderName.AUTHORIZATION,
            HeaderName.PROXY_AUTHORIZATION,
            HeaderName.WWW_AUTHENTICATE,
            HeaderName.PROXY_AUTHENTICATE,
            HeaderName.AUTHENTICATION_INFO,
            HeaderName.PROXY_REQUIRE,
            HeaderName.SESSION_EXPIRES,
            HeaderName.MIN_SE,
            HeaderName.RACK,
            HeaderName.TIMESTAMP,
            HeaderName.WARNING,
            HeaderName.P_ASSERTED_IDENTITY,
            HeaderName.P_PREFERRED_IDENTITY,
            HeaderName.REMOTE_PARTY_ID,
            HeaderName.CONTENT_LENGTH);

    private static final HeaderSet OWNED_AND_REQUIRE = OWNED.and(HeaderName.REQUIRE);

    private HeaderRules() {}

    /** The status that the other side is shown: a challenge was for us, and nobody else can answer it. */
    public static int shown(int status) {
        return status == 401 || status == 407 ? 502 : status;
    }

    /** The phrase of a response as it is passed on: without control characters, which may come in no start line. */
    public static String phrase(SipResponse response) {
        String text = response.reason();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) == 0x7f) {
                return com.google.common.base.CharMatcher.javaIsoControl().replaceFrom(text, ' ');
            }
        }
        return text;
    }

    /** Copies what is end to end, and the body. */
    public static void pass(SipRequest from, RequestBuilder to) {
        String require = requireWithoutTimer(from);
        to.copyAllBut(from, require == null ? OWNED : OWNED_AND_REQUIRE);
        if (require != null && !require.isEmpty()) {
            to.header(HeaderName.REQUIRE, require);
        }
        to.body(from);
    }

    /** Copies what is end to end, and the body. */
    public static void pass(SipResponse from, ResponseBuilder to) {
        String require = requireWithoutTimer(from);
        to.copyAllBut(from, require == null ? OWNED : OWNED_AND_REQUIRE);
        if (require != null && !require.isEmpty()) {
            to.header(HeaderName.REQUIRE, require);
        }
        if (from.has(HeaderName.WARNING)) {
            Warnings.pass(from, to);
        }
        if (from.status() / 100 == 3) {
            to.copy(from, HeaderName.CONTACT); // the places to try instead
        }
        to.body(from);
    }

    /** Whether a peer is to be told that calls can be taken over here (RFC 3891), which the other side did not say. */
    static boolean lacksReplaces(SipMessage from, Party receiver) {
        if (!receiver.transfers()) {
            return false;
        }
        for (String line : from.values(HeaderName.SUPPORTED)) {
            if (SessionTimer.containsToken(line, "replaces")) {
                return false;
            }
        }
        return true;
    }

    /** Identity headers pass between those whom the configuration trusts (RFC 3325 section 5). */
    public static void passIdentity(SipMessage from, Party sender, Party receiver, RequestBuilder to) {
        if (sender.trusted() && receiver.toldIdentity()) {
            to.copy(from, HeaderName.P_ASSERTED_IDENTITY);
            to.copy(from, HeaderName.REMOTE_PARTY_ID);
        }
    }

    /** The same for responses. */
    public static void passIdentity(SipMessage from, Party sender, Party receiver, ResponseBuilder to) {
        if (sender.trusted() && receiver.toldIdentity()) {
            to.copy(from, HeaderName.P_ASSERTED_IDENTITY);
            to.copy(from, HeaderName.REMOTE_PARTY_ID);
        }
    }

    /**
     * The session timer is negotiated by each leg for itself, so {@code timer} is not required of the other side.
     *
     * @return null if Require needs no change
     */
    private static @Nullable String requireWithoutTimer(SipMessage message) {
        if (!message.has(HeaderName.REQUIRE)) {
            return null;
        }
        boolean found = false;
        StringBuilder rest = new StringBuilder();
        for (String line : message.values(HeaderName.REQUIRE)) {
            found |= SessionTimer.containsToken(line, "timer");
            for (String token : com.google.common.base.Splitter.on(',')
                    .trimResults()
                    .omitEmptyStrings()
                    .split(line)) {
                if (!token.equalsIgnoreCase("timer")) {
                    rest.append(rest.length() == 0 ? "" : ", ").append(token);
                }
            }
        }
        return found ? rest.toString() : null;
    }
}
