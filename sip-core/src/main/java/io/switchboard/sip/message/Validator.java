package io.switchboard.sip.message;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/**
 * Judges received messages after RFC 3261, RFC 4475 and RFC 5118: a pure function of the message. What it accepts can be
 * read in one way only, and its mandatory headers are there, single, and within {@link Limits}.
 */
public final class Validator {
    private static final Verdict ACCEPT = new Verdict.Accept();
    private static final HeaderName[] MANDATORY = {
        HeaderName.VIA, HeaderName.FROM, HeaderName.TO, HeaderName.CALL_ID, HeaderName.CSEQ
    };
    private static final HeaderName[] NONE = {};
    /** Faults that make the bytes ambiguous; the first that matches gives the reason. */
    private static final int FRAME =
            Flaw.NO_END | Flaw.TOO_MANY | Flaw.TOO_LONG | Flaw.HEADER_LINE | Flaw.CONTENT_LENGTH | Flaw.BODY_CUT;

    private final int maxBody;

    /** A validator that answers 413 to bodies of more than this many bytes. */
    public Validator(int maxBody) {
        this.maxBody = maxBody;
    }

    /** The verdict on a message as received, before anything else is done with it. */
    public Verdict validate(SipMessage message) {
        if (message instanceof SipRequest request) {
            Verdict verdict = request(request);
            boolean silent = request.method().equals(Request.ACK);
            return silent && verdict instanceof Verdict.Reject reject ? new Verdict.Drop(reject.reason()) : verdict;
        }
        SipResponse response = (SipResponse) message;
        if ((response.flaws & (Flaw.START_LINE | Flaw.VERSION)) != 0 || response.status() > 699) {
            return new Verdict.Drop("Bad Status Line");
        }
        String fault = fault(response);
        return fault == null ? ACCEPT : new Verdict.Drop(fault);
    }

    private Verdict request(SipRequest request) {
        if (request.topVia() == null) {
            return new Verdict.Drop("no usable Via");
        }
        for (HeaderName name : (request.flaws & Flaw.CONTROL) == 0 ? NONE : MANDATORY) {
            int at = request.find(name);
            if (at >= 0 && !HeaderSyntax.printable(request, at)) {
                return new Verdict.Drop("control characters in what an answer repeats");
            }
        }
        if ((request.flaws & Flaw.VERSION) != 0) {
            return reject(505, "Version Not Supported");
        }
        if ((request.flaws & Flaw.START_LINE) != 0) {
            return reject(400, "Bad Request Line");
        }
        String fault = fault(request);
        if (fault != null) {
            return reject(400, fault);
        }
        if (!request.cseqMethod().equals(request.method())) {
            return reject(400, "CSeq Does Not Match Method");
        }
        Verdict uri = requestUri(request);
        if (uri != null) {
            return uri;
        }
        if (request.bodyLength() > maxBody) {
            return reject(413, "Request Entity Too Large");
        }
        int at = request.find(HeaderName.MAX_FORWARDS);
        long hops = at < 0 ? 1 : Ascii.number(request.data, request.valueStart(at), request.valueEnd(at), 255);
        return hops == 0 ? reject(483, "Too Many Hops") : ACCEPT;
    }

    private static @Nullable Verdict requestUri(SipRequest request) {
        int from = request.uriStart();
        int to = from + request.uriLength();
        if (to - from > Limits.URI) {
            return reject(414, "Request-URI Too Long");
        }
        int scheme = UriSyntax.schemeEnd(request.data, from, to);
        if (scheme < 0) {
            return reject(400, "Bad Request-URI");
        }
        if (UriSyntax.isSipScheme(request.data, from, scheme)) {
            // Headers are not allowed in a Request-URI (RFC 3261 section 19.1.1, RFC 4475 section 3.1.2.11).
            boolean bad =
                    !UriSyntax.isSip(request.data, from, scheme, to) || UriSyntax.hasHeaders(request.data, scheme, to);
            return bad ? reject(400, "Bad Request-URI") : null;
        }
        boolean tel = Ascii.equalsIgnoreCase(request.data, from, scheme, "tel");
        return tel && NameAddr.isUri(request.data, from, to) ? null : reject(416, "Unsupported URI Scheme");
    }

    /** What is wrong with a request's or a response's headers; null if nothing is. */
    private static @Nullable String fault(SipMessage message) {
        int flaws = message.flaws;
        if ((flaws & FRAME) != 0) {
            return (flaws & (Flaw.CONTENT_LENGTH | Flaw.BODY_CUT)) != 0 ? "Bad Content-Length" : "Bad Header Line";
        }
        for (HeaderName name : MANDATORY) {
            if (!message.has(name)) {
                return "Missing " + name.text();
            }
        }
        return HeaderSyntax.fault(message);
    }

    /**
     * The verdict on what a request requires of us (RFC 3261 section 8.2.2.3): 420 with the options that are not in the
     * set. Require is ignored in ACK and CANCEL.
     *
     * @param supported option tags in lower case
     */
    public static Verdict requires(SipRequest request, Set<String> supported) {
        boolean exempt =
                request.method().equals(Request.ACK) || request.method().equals(Request.CANCEL);
        if (exempt || !request.has(HeaderName.REQUIRE)) {
            return ACCEPT;
        }
        StringBuilder unknown = new StringBuilder();
        for (String value : request.values(HeaderName.REQUIRE)) {
            for (int from = 0; from <= value.length(); ) {
                int comma = value.indexOf(',', from);
                int to = comma < 0 ? value.length() : comma;
                String option = value.substring(from, to).strip();
                if (!option.isEmpty() && !supported.contains(option.toLowerCase(Locale.ROOT))) {
                    unknown.append(unknown.isEmpty() ? "" : ", ").append(option);
                }
                from = to + 1;
            }
        }
        return unknown.isEmpty() ? ACCEPT : reject(420, "Bad Extension", HeaderName.UNSUPPORTED, unknown.toString());
    }

    /**
     * The verdict on a body's type and encoding (RFC 3261 section 8.2.3): 415 with Accept or Accept-Encoding. A body
     * without Content-Type, or none at all, passes; so does the encoding identity.
     *
     * @param types media types in lower case, such as application/sdp
     */
    public static Verdict accepts(SipRequest request, Set<String> types) {
        if (request.bodyLength() == 0) {
            return ACCEPT;
        }
        String encoding = request.value(HeaderName.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return reject(415, "Unsupported Media Type", HeaderName.ACCEPT_ENCODING, "identity");
        }
        String type = request.value(HeaderName.CONTENT_TYPE);
        if (type == null) {
            return ACCEPT;
        }
        int semicolon = type.indexOf(';');
        String plain = (semicolon < 0 ? type : type.substring(0, semicolon))
                .replace(" ", "")
                .toLowerCase(Locale.ROOT);
        return types.contains(plain)
                ? ACCEPT
                : reject(415, "Unsupported Media Type", HeaderName.ACCEPT, String.join(", ", types));
    }

    private static Verdict reject(int status, String reason) {
        return new Verdict.Reject(status, reason, List.of());
    }

    private static Verdict reject(int status, String reason, HeaderName name, String value) {
        return new Verdict.Reject(status, reason, List.of(new Verdict.Field(name, value)));
    }
}
