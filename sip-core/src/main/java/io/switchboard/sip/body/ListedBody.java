package io.switchboard.sip.body;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.message.SipMessage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request brings that is for everybody on a list (RFC 5363): the list, and what they get. Pure.
 *
 * @param contentType of what they get
 * @param encodings its Content-Encoding, "" for none
 * @param content its bytes
 * @param recipients who, each once
 */
@SuppressWarnings("ArrayRecordComponent") // handed on as it is, never compared
public record ListedBody(String contentType, String encodings, byte[] content, ImmutableList<String> recipients) {
    /** The option tag of RFC 5365. */
    public static final String OPTION = "recipient-list-message";

    private static final String MULTIPART = "multipart/mixed";
    private static final String BOUNDARY = "switchboard-part";
    private static final int LARGEST = 64 * 1024;

    /**
     * Reads the body of a request.
     *
     * @return null if there is no list in it
     * @throws BodyException with the status of the response: 400, 413 or 415
     */
    public static @Nullable ListedBody of(SipMessage request) throws BodyException {
        BodyPart whole = BodyPart.of(request);
        if (!whole.type().equals(MULTIPART)) {
            return null;
        }
        List<byte[]> lists = new ArrayList<>(1);
        List<BodyPart> others = new ArrayList<>(1);
        for (BodyPart part : Multipart.parts(whole.contentType(), whole.decoded(LARGEST))) {
            if (part.type().equals(ResourceLists.TYPE) && part.use().equals("recipient-list")) {
                lists.add(part.decoded(LARGEST));
            } else {
                others.add(part);
            }
        }
        if (lists.isEmpty()) {
            return null;
        }
        ImmutableList<String> recipients = ResourceLists.read(lists);
        if (recipients.isEmpty()) {
            throw new BodyException(400, "Empty Resource List");
        }
        if (others.isEmpty()) {
            throw new BodyException(400, "Nothing For Those On The List");
        }
        if (others.size() == 1) {
            BodyPart only = others.get(0);
            return new ListedBody(only.contentType(), only.encodings(), only.content(), recipients);
        }
        return new ListedBody(MULTIPART + ";boundary=" + BOUNDARY, "", together(others), recipients);
    }

    private static byte[] together(List<BodyPart> parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (BodyPart part : parts) {
            String head = "--" + BOUNDARY + "\r\nContent-Type: " + part.contentType() + "\r\n"
                    + (part.disposition().isEmpty() ? "" : "Content-Disposition: " + part.disposition() + "\r\n")
                    + (part.encodings().isEmpty() ? "" : "Content-Encoding: " + part.encodings() + "\r\n") + "\r\n";
            body.writeBytes(head.getBytes(ISO_8859_1));
            body.writeBytes(part.content());
            body.writeBytes("\r\n".getBytes(ISO_8859_1));
        }
        body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(ISO_8859_1));
        return body.toByteArray();
    }
}
