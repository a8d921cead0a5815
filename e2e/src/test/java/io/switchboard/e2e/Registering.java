package io.switchboard.e2e;

import java.util.UUID;

/** REGISTER from a {@link SipPeer}. */
final class Registering {
    private Registering() {}

    /**
     * Registers with digest, at one challenge.
     *
     * @param headers Contact and whatever else, each with its line end
     * @return the final answer
     */
    static Message register(SipPeer peer, String account, String headers) {
        String callId = UUID.randomUUID().toString();
        peer.send(request(peer, account, callId, 1, headers));
        Message asked = peer.await("SIP/2.0 401");
        String answer = Digest.answer(
                asked.all("WWW-Authenticate").get(0),
                account,
                Setup.password(account),
                "REGISTER",
                "sip:" + Setup.DOMAIN,
                1);
        peer.send(request(peer, account, callId, 2, "Authorization: " + answer + "\r\n" + headers));
        return peer.await("SIP/2.0 ");
    }

    /** The same for the peer's own address, for ten minutes. */
    static void register(SipPeer peer, String account) {
        Message answer = register(peer, account, peer.contact(account) + "Expires: 600\r\n");
        if (answer.status() != 200) {
            throw new AssertionError("registration of " + account + ": " + answer);
        }
    }

    private static String request(SipPeer peer, String account, String callId, int cseq, String headers) {
        String aor = "<sip:" + account + "@" + Setup.DOMAIN + ">";
        return "REGISTER sip:" + Setup.DOMAIN + " SIP/2.0\r\n" + peer.via() + "Max-Forwards: 70\r\nFrom: " + aor
                + ";tag=" + callId.substring(0, 6) + "\r\nTo: " + aor + "\r\nCall-ID: " + callId + "\r\nCSeq: " + cseq
                + " REGISTER\r\n" + headers + "Content-Length: 0\r\n\r\n";
    }
}
