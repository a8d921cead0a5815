package io.switchboard.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.StandardCharsets;

/** MESSAGEs (RFC 3428) of a {@link SipPeer}. */
final class Texting {
    private Texting() {}

    /**
     * A MESSAGE from somebody behind the trunk pbx.
     *
     * @param headers more of them, each with its line end, Content-Type among them
     */
    static String message(SipPeer peer, String from, String to, String callId, String headers, String body) {
        String bytes = new String(body.getBytes(UTF_8), StandardCharsets.ISO_8859_1);
        return "MESSAGE sip:" + to + "@" + Setup.DOMAIN + " SIP/2.0\r\n" + peer.via()
                + "Max-Forwards: 70\r\nFrom: <sip:"
                + from + "@" + Setup.PBX + ">;tag=" + from + "\r\nTo: <sip:" + to + "@" + Setup.DOMAIN
                + ">\r\nCall-ID: "
                + callId + "\r\nCSeq: 1 MESSAGE\r\n" + headers + "Content-Length: " + bytes.length() + "\r\n\r\n"
                + bytes;
    }

    static String text(SipPeer peer, String from, String to, String callId, String body) {
        return message(peer, from, to, callId, "Content-Type: text/plain;charset=UTF-8\r\n", body);
    }

    /** Registers a phone that can be known again by its instance (RFC 5626). */
    static void register(SipPeer phone, String account, String instance, int seconds) {
        String contact = phone.contact(account).strip() + ";+sip.instance=\"<urn:uuid:" + instance + ">\"\r\n";
        Message answer = Registering.register(phone, account, contact + "Expires: " + seconds + "\r\n");
        if (answer.status() != 200) {
            throw new AssertionError("registration of " + account + ": " + answer);
        }
    }

    /** Takes the next MESSAGE and gives it. */
    static Message take(SipPeer phone) {
        Message message = phone.await("MESSAGE ");
        phone.respond(message, "200 OK", "t", "", "");
        return message;
    }

    /** The text of a message. */
    static String body(Message message) {
        return new String(message.body().getBytes(StandardCharsets.ISO_8859_1), UTF_8);
    }
}
