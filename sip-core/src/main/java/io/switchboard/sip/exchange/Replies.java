package io.switchboard.sip.exchange;

import com.google.common.base.Splitter;
import io.switchboard.sip.auth.Admission;
import io.switchboard.sip.body.InviteBody;
import io.switchboard.sip.body.ListedBody;
import io.switchboard.sip.dialog.SessionTimer;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/** The answers that the exchange gives by itself. */
final class Replies {
    /** Methods that are served or passed on. */
    static final String ALLOW =
            "INVITE, ACK, CANCEL, BYE, OPTIONS, REGISTER, PRACK, UPDATE, INFO, MESSAGE, REFER, NOTIFY, SUBSCRIBE,"
                    + " PUBLISH";

    private static final String SUPPORTED = "100rel, timer, path, gruu, outbound, replaces, join, norefersub, "
            + InviteBody.OPTION + ", " + ListedBody.OPTION;
    private static final Splitter OPTIONS = Splitter.on(',').trimResults().omitEmptyStrings();

    private final RandomTokens tokens;

    Replies(RandomTokens tokens) {
        this.tokens = tokens;
    }

    SipResponse status(SipRequest request, int status) {
        return begin(request, status, "").build();
    }

    /** 405 or 501, with what is allowed (RFC 3261 section 21.4.6). */
    SipResponse notAllowed(SipRequest request, int status) {
        return begin(request, status, "").header(HeaderName.ALLOW, ALLOW).build();
    }

    /**
     * To OPTIONS (RFC 3261 section 11.2).
     *
     * @param events that can be subscribed to
     */
    SipResponse capabilities(SipRequest request, String events) {
        return begin(request, 200, "")
                .header(HeaderName.ALLOW, ALLOW)
                .header(HeaderName.ACCEPT, InviteBody.ACCEPTED)
                .header(HeaderName.ACCEPT_ENCODING, InviteBody.ENCODINGS)
                .header(HeaderName.ACCEPT_LANGUAGE, "en")
                .header(HeaderName.SUPPORTED, SUPPORTED)
                .header(HeaderName.ALLOW_EVENTS, events)
                .build();
    }

    SipResponse challenge(SipRequest request, Admission.Challenge challenge) {
        return challenging(request, challenge).toTag(tokens.token()).build();
    }

    /** The same, still without To tag. */
    static ResponseBuilder challenging(SipRequest request, Admission.Challenge challenge) {
        ResponseBuilder builder = ResponseBuilder.of(request, challenge.status(), "");
        HeaderName name = challenge.status() == 401 ? HeaderName.WWW_AUTHENTICATE : HeaderName.PROXY_AUTHENTICATE;
        for (String value : challenge.challenges()) {
            builder.header(name, value);
        }
        return builder;
    }

    SipResponse refusal(SipRequest request, Admission.Refused refused) {
        return begin(request, refused.status(), refused.reason()).build();
    }

    /** 420 with the options that are not served (RFC 3261 section 8.2.2.3). */
    SipResponse unsupported(SipRequest request, HeaderName required) {
        String options = unknownOptions(request, required);
        return begin(request, 420, "")
                .header(HeaderName.UNSUPPORTED, options == null ? "" : options)
                .build();
    }

    /** The options that a header asks for and that are not served here, as a list; null if all are. */
    static @Nullable String unknownOptions(SipRequest request, HeaderName name) {
        StringBuilder unknown = new StringBuilder();
        for (String line : request.values(name)) {
            for (String option : OPTIONS.split(line)) {
                if (name == HeaderName.PROXY_REQUIRE || !SessionTimer.containsToken(SUPPORTED, option)) {
                    unknown.append(unknown.length() == 0 ? "" : ", ").append(option);
                }
            }
        }
        return unknown.length() == 0 ? null : unknown.toString();
    }

    private ResponseBuilder begin(SipRequest request, int status, String phrase) {
        return ResponseBuilder.of(request, status, phrase).toTag(tokens.token());
    }
}
