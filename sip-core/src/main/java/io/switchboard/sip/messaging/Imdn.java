package io.switchboard.sip.messaging;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipRequest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Instant message disposition notifications (RFC 5438). */
final class Imdn {
    static final String TYPE = "message/imdn+xml";

    private Imdn() {}

    /** Whether a message is a notification itself, so that nobody is told of its end (section 8). */
    static boolean is(SipRequest message) {
        String type = Cpim.type(message.value(HeaderName.CONTENT_TYPE));
        if (type.equals(TYPE)) {
            return true;
        }
        Cpim cpim = type.equals(Cpim.TYPE) ? Cpim.parse(message.body()) : null;
        return cpim != null && Cpim.type(cpim.contentType()).equals(TYPE);
    }

    /** The Message-ID of a message that asked to be told of its failure (section 7.1.1.2); null if it did not. */
    static @Nullable String asks(SipRequest message) {
        if (!Cpim.type(message.value(HeaderName.CONTENT_TYPE)).equals(Cpim.TYPE)) {
            return null;
        }
        Cpim cpim = Cpim.parse(message.body());
        if (cpim == null) {
            return null;
        }
        String wanted = cpim.imdn("Disposition-Notification");
        return wanted != null && wanted.toLowerCase(Locale.ROOT).contains("negative-delivery")
                ? cpim.imdn("Message-ID")
                : null;
    }

    /**
     * A message/cpim body that says that a message was not delivered (section 7.2.1.1).
     *
     * @param id number of the message
     * @param recipient SIP URI of whom it was for
     * @param sender SIP URI of whom it was from
     * @param messageId its Message-ID
     */
    static byte[] failed(long id, String recipient, String sender, String messageId, String date) {
        String xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<imdn xmlns=\"urn:ietf:params:xml:ns:imdn\">\r\n"
                + "<message-id>" + escaped(messageId) + "</message-id>\r\n<datetime>" + date + "</datetime>\r\n"
                + "<recipient-uri>" + escaped(recipient) + "</recipient-uri>\r\n"
                + "<delivery-notification><status><failed/></status></delivery-notification>\r\n</imdn>\r\n";
        byte[] content = xml.getBytes(StandardCharsets.UTF_8);
        String head = "From: <" + recipient + ">\r\nTo: <" + sender + ">\r\n"
                + "NS: imdn <urn:ietf:params:imdn>\r\nDateTime: " + date + "\r\nimdn.Message-ID: f" + id
                + "\r\n\r\nContent-Type: " + TYPE + "\r\nContent-Disposition: notification\r\nContent-Length: "
                + content.length + "\r\n\r\n";
        byte[] start = head.getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[start.length + content.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(content, 0, all, start.length, content.length);
        return all;
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                default -> out.append(c < ' ' ? ' ' : c);
            }
        }
        return out.toString();
    }
}
