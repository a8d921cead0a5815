package io.switchboard.e2e;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** A dialog with the server, from the side of a {@link SipPeer} (RFC 3261 §12). */
final class Conversation {
    static final String SDP = String.join(
            "\r\n",
            "v=0",
            "o=- 1 1 IN IP4 127.0.0.1",
            "s=-",
            "c=IN IP4 127.0.0.1",
            "t=0 0",
            "m=audio 40000 RTP/AVP 0",
            "");
    /** The header of {@link #SDP} with its line end. */
    static final String TYPE = "Content-Type: application/sdp\r\n";

    private final SipPeer peer;
    private final String local;
    private final String callId;
    private String remote;
    private String target;
    private List<String> routes = List.of();
    private int cseq;
    private String via = "";

    private Conversation(SipPeer peer, String local, String remote, String target, String callId) {
        this.peer = peer;
        this.local = local;
        this.remote = remote;
        this.target = target;
        this.callId = callId;
    }

    /** A call to be made; {@code from} and {@code to} are URIs. */
    static Conversation from(SipPeer peer, String from, String to) {
        String tag = UUID.randomUUID().toString().substring(0, 8);
        return new Conversation(
                peer,
                "<" + from + ">;tag=" + tag,
                "<" + to + ">",
                to,
                UUID.randomUUID().toString());
    }

    /** A call from the trunk pbx, whose peer is at {@link Setup#PBX}. */
    static Conversation fromPbx(SipPeer peer, String number) {
        return from(peer, "sip:4711@" + Setup.PBX, "sip:" + number + "@" + Setup.DOMAIN);
    }

    /** A call that came in. */
    static Conversation of(SipPeer peer, Message invite) {
        String tag = UUID.randomUUID().toString().substring(0, 8);
        Conversation made = new Conversation(
                peer,
                invite.header("To") + ";tag=" + tag,
                invite.header("From"),
                uri(invite.header("Contact")),
                invite.header("Call-ID"));
        made.routes = invite.all("Record-Route");
        return made;
    }

    String callId() {
        return callId;
    }

    String target() {
        return target;
    }

    String tag() {
        return local.substring(local.lastIndexOf(";tag=") + 5);
    }

    private static String uri(String contact) {
        return contact.contains("<") ? contact.substring(contact.indexOf('<') + 1, contact.indexOf('>')) : contact;
    }

    /** Sends the INVITE with an offer; further headers have their line ends. */
    Conversation invite(String headers) {
        return request("INVITE", headers + TYPE, SDP);
    }

    Conversation request(String method) {
        return request(method, "", "");
    }

    Conversation request(String method, String headers, String body) {
        via = peer.via();
        return send(method, ++cseq, headers, body);
    }

    /** A CANCEL of the last request. */
    Conversation cancel() {
        return cancel("");
    }

    Conversation cancel(String headers) {
        return send("CANCEL", cseq, headers, "");
    }

    /** The ACK of a 2xx. */
    Conversation ack() {
        return ack("", "");
    }

    /** The same with an answer. */
    Conversation ack(String headers, String body) {
        via = peer.via();
        return send("ACK", cseq, headers, body);
    }

    /** The ACK of a refusal. */
    Conversation ackRefusal(Message refusal) {
        peer.send("ACK " + target + " SIP/2.0\r\nVia: " + refusal.header("Via") + "\r\nMax-Forwards: 70\r\nFrom: "
                + local + "\r\nTo: " + refusal.header("To") + "\r\nCall-ID: " + callId + "\r\nCSeq: " + cseq
                + " ACK\r\nContent-Length: 0\r\n\r\n");
        return this;
    }

    private Conversation send(String method, int number, String headers, String body) {
        StringBuilder text = new StringBuilder(method + " " + target + " SIP/2.0\r\n").append(via);
        routes.forEach(route -> text.append("Route: ").append(route).append("\r\n"));
        text.append(headers.contains("Max-Forwards:") ? "" : "Max-Forwards: 70\r\n");
        text.append("From: ")
                .append(local)
                .append("\r\nTo: ")
                .append(remote)
                .append("\r\nCall-ID: ")
                .append(callId);
        text.append("\r\nCSeq: ").append(number).append(' ').append(method).append("\r\n");
        text.append(headers.contains("Contact:") ? "" : peer.contact("peer")).append(headers);
        peer.send(text.append("Content-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body)
                .toString());
        return this;
    }

    /** Awaits the 200 to the INVITE and acknowledges it. */
    Message answered() {
        Message ok = peer.await("SIP/2.0 200");
        established(ok);
        ack();
        return ok;
    }

    /** Takes tag, target and routes of a response that makes the dialog. */
    void established(Message response) {
        remote = response.header("To");
        target = uri(response.header("Contact"));
        List<String> recorded = new ArrayList<>(response.all("Record-Route"));
        Collections.reverse(recorded);
        routes = recorded;
    }

    /** Answers a request of the dialog, or its INVITE. */
    void respond(Message request, String status) {
        respond(request, status, "", "");
    }

    void respond(Message request, String status, String headers, String body) {
        String contact = headers.contains("Contact:") ? "" : peer.contact("peer");
        peer.respond(request, status, tag(), contact + headers, body);
    }

    /** The other side answers an INVITE of ours that came to it; gives the 200 as it came to us. */
    Message joined(Conversation callee, Message invite) {
        callee.respond(invite, "200 OK", TYPE, SDP);
        Message ok = answered();
        callee.peer.await("ACK ");
        return ok;
    }

    /** Hangs up, with digest if it is asked for. */
    void bye(String account) {
        Message answer = prove("BYE", account, "", "");
        if (answer.status() != 200) {
            throw new AssertionError("BYE: " + answer);
        }
    }

    /** Sends a request as an account, whose digest is asked for; gives the final answer. */
    Message prove(String method, String account, String headers, String body) {
        return proven(method, account, headers, body).finalOf(method);
    }

    /** The same, without waiting for the final answer. */
    Conversation proven(String method, String account, String headers, String body) {
        request(method, headers, body);
        Message asked = peer.await("SIP/2.0 4");
        if (asked.status() != 407) {
            throw new AssertionError(method + " was not challenged: " + asked);
        }
        if (method.equals("INVITE")) {
            ackRefusal(asked);
        }
        return again(method, asked, account, headers, body);
    }

    /** Sends a request once more, with the answer to a challenge. */
    Conversation again(String method, Message asked, String account, String headers, String body) {
        return request(method, credentials(asked, account, method) + headers, body);
    }

    private String credentials(Message asked, String account, String method) {
        String challenge = asked.all("Proxy-Authenticate").get(0);
        return "Proxy-Authorization: " + Digest.answer(challenge, account, Setup.password(account), method, target, 1)
                + "\r\n";
    }

    /** The final answer to the last request; requests and provisional responses are passed over. */
    Message finalOf(String method) {
        while (true) {
            Message message = peer.await("SIP/2.0 ");
            if (message.status() >= 200 && message.header("CSeq").equals(cseq + " " + method)) {
                return message;
            }
        }
    }

    /** The other side hangs up. */
    void hungUp() {
        respond(peer.await("BYE "), "200 OK");
    }
}
