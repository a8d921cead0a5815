package io.switchboard.sip.body;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.message.SipMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * What an INVITE to a conference brings: an offer, and whom to invite (RFC 5366). Alone, or together in a multipart/mixed
 * body; with content codings on the whole, on a part, or on both. Pure.
 *
 * @param description the session description, empty if there is none
 * @param recipients whom to invite, each once
 */
@SuppressWarnings("ArrayRecordComponent") // handed on as it is, never compared
public record InviteBody(byte[] description, ImmutableList<String> recipients) {
    /** For Accept. */
    public static final String ACCEPTED = "application/sdp, " + ResourceLists.TYPE + ", multipart/mixed";
    /** For Accept-Encoding. */
    public static final String ENCODINGS = ContentCoding.KNOWN;
    /** The option tag of RFC 5366. */
    public static final String OPTION = "recipient-list-invite";

    private static final String SDP = "application/sdp";
    private static final String MULTIPART = "multipart/mixed";
    private static final byte[] NOTHING = {};
    /** Bytes of a body, and of each of its parts, once the codings are undone. */
    private static final int LARGEST = 64 * 1024;

    /**
     * Reads the body of a request.
     *
     * @throws BodyException with the status of the response: 400, 413 or 415
     */
    public static InviteBody of(SipMessage request) throws BodyException {
        if (request.bodyLength() == 0) {
            return new InviteBody(NOTHING, ImmutableList.of());
        }
        BodyPart whole = BodyPart.of(request);
        byte[] plain = whole.decoded(LARGEST);
        BodyPart decoded = new BodyPart(whole.contentType(), whole.disposition(), "", plain);
        return read(whole.type().equals(MULTIPART) ? Multipart.parts(whole.contentType(), plain) : List.of(decoded));
    }

    private static InviteBody read(List<BodyPart> parts) throws BodyException {
        byte[] description = NOTHING;
        List<byte[]> lists = new ArrayList<>(1);
        for (BodyPart part : parts) {
            if (part.type().equals(SDP)) {
                if (description.length > 0) {
                    throw new BodyException(400, "Two Session Descriptions");
                }
                description = part.decoded(LARGEST);
            } else if (part.type().equals(ResourceLists.TYPE)) {
                if (!part.use().equals("recipient-list-history")) { // RFC 5364: who was told, not who is to be
                    lists.add(part.decoded(LARGEST));
                }
            } else if (!part.optional()) {
                throw new BodyException(415, "");
            }
        }
        return new InviteBody(description, ResourceLists.read(lists));
    }
}
