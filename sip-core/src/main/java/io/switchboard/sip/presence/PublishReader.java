package io.switchboard.sip.presence;

import io.switchboard.sip.event.EventHeaders;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a PUBLISH (RFC 3903 section 6). */
final class PublishReader {
    private static final int USUAL_SECONDS = 3600;

    /** What it says, or why it is refused. */
    sealed interface Read {
        /**
         * It can be understood.
         *
         * @param match value of SIP-If-Match, or null
         * @param document null if it has no body
         * @param seconds that it is to stand
         */
        record Publish(@Nullable String match, @Nullable PidfDocument document, int seconds) implements Read {}

        /**
         * It cannot.
         *
         * @param header one that belongs to the status, or null; {@code value} is its value
         */
        record Refused(int status, String reason, @Nullable HeaderName header, String value) implements Read {
            ResponseBuilder response(SipRequest request, String tag) {
                ResponseBuilder response =
                        ResponseBuilder.of(request, status, reason).toTag(tag);
                return header == null ? response : response.header(header, value);
            }
        }
    }

    private PublishReader() {}

    static Read read(SipRequest request) {
        if (!EventHeaders.token(request.value(HeaderName.EVENT)).equals(PresencePackage.NAME)) {
            return new Read.Refused(489, "", HeaderName.ALLOW_EVENTS, PresencePackage.NAME);
        }
        List<String> match = request.values(HeaderName.SIP_IF_MATCH);
        if (!match.isEmpty() && !single(match)) {
            return refused(400, "Bad SIP-If-Match");
        }
        int seconds = EventHeaders.expires(request, USUAL_SECONDS);
        if (seconds < 0) {
            return refused(400, "Bad Expires");
        }
        PidfDocument document = null;
        if (request.bodyLength() > 0) {
            if (!EventHeaders.token(request.value(HeaderName.CONTENT_TYPE)).equals(PidfDocument.TYPE)) {
                return new Read.Refused(415, "", HeaderName.ACCEPT, PidfDocument.TYPE);
            }
            String coding = EventHeaders.token(request.value(HeaderName.CONTENT_ENCODING));
            if (!coding.isEmpty() && !coding.equals("identity")) {
                return new Read.Refused(415, "", HeaderName.ACCEPT_ENCODING, "identity");
            }
            if (request.bodyLength() > PidfParser.MOST_BYTES) {
                return refused(413, "");
            }
            try {
                document = PidfParser.parse(request.body());
            } catch (PidfException e) {
                return refused(400, e.why());
            }
        }
        return new Read.Publish(match.isEmpty() ? null : match.get(0), document, seconds);
    }

    private static Read.Refused refused(int status, String reason) {
        return new Read.Refused(status, reason, null, "");
    }

    /** Section 11.3.2: one entity-tag, which is a token. */
    private static boolean single(List<String> values) {
        String etag = values.get(0);
        return values.size() == 1
                && !etag.isEmpty()
                && etag.chars().allMatch(c -> c > ' ' && c != ',' && c != ';' && c < 127);
    }
}
