package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;

/** Somebody at the trunk pbx who is in a room, message by message. */
final class RoomGuest implements AutoCloseable {
    static final String SDP = """
            v=0
            o=- 1 1 IN IP4 127.0.0.2
            s=-
            c=IN IP4 127.0.0.2
            t=0 0
            m=audio 40000 RTP/AVP 0
            a=rtpmap:0 PCMU/8000
            """.replace("\n", "\r\n");

    static final String NO_BODY = "Content-Length: 0\r\n\r\n";

    final SipPeer peer;
    private final String name;
    private final String room;
    private final String callId = UUID.randomUUID().toString();
    private String toTag = "";
    private int cseq;

    RoomGuest(int port, String name, String room) {
        this.peer = SipPeer.udp(Setup.PBX, port);
        this.name = name;
        this.room = room;
    }

    /** A body of a type, with the headers that belong to it. */
    static String body(String type, String text) {
        return "Content-Type: " + type + "\r\nContent-Length: " + text.length() + "\r\n\r\n" + text;
    }

    /** Sends a request of this call; what follows Contact is given. */
    void send(String method, String more) {
        cseq += method.equals("ACK") ? 0 : 1;
        peer.send(method + " sip:" + room + "@" + Setup.DOMAIN + " SIP/2.0\r\n" + peer.via()
                + "Max-Forwards: 70\r\nFrom: <sip:" + name + "@pbx.test>;tag=" + callId.substring(0, 8)
                + "\r\nTo: <sip:" + room + "@" + Setup.DOMAIN + ">" + (toTag.isEmpty() ? "" : ";tag=" + toTag)
                + "\r\nCall-ID: " + callId + "\r\nCSeq: " + cseq + " " + method + "\r\n" + peer.contact(name)
                + more);
    }

    /** Sends a request and waits for its final response. */
    Message ask(String method, String more) {
        send(method, more);
        Message answer = peer.expect("SIP/2.0 ");
        String to = answer.header("To");
        int tag = to.indexOf(";tag=");
        if (answer.status() < 300 && tag >= 0) {
            toTag = to.substring(tag + 5);
        }
        return answer;
    }

    /** INVITE, 200, ACK. */
    RoomGuest enter() {
        Message ok = ask("INVITE", body("application/sdp", SDP));
        assertThat(ok.status()).as(ok.toString()).isEqualTo(200);
        assertThat(ok.header("Contact")).contains("sip:" + room + "@").endsWith(";isfocus");
        assertThat(ok.body()).contains("m=audio").contains("PCMU");
        send("ACK", NO_BODY);
        return this;
    }

    void leave() {
        assertThat(ask("BYE", NO_BODY).status()).isEqualTo(200);
    }

    /** Waits for the server's BYE and answers it. */
    Message removed() {
        Message bye = peer.await("BYE");
        peer.send(ok(bye));
        return bye;
    }

    /** 200 to a request of the server. */
    static String ok(Message request) {
        return "SIP/2.0 200 OK\r\nVia: " + request.header("Via") + "\r\nFrom: " + request.header("From") + "\r\nTo: "
                + request.header("To") + "\r\nCall-ID: " + request.header("Call-ID") + "\r\nCSeq: "
                + request.header("CSeq") + "\r\n" + NO_BODY;
    }

    @Override
    public void close() {
        peer.close();
    }
}
