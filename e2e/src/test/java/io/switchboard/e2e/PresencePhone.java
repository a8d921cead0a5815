package io.switchboard.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A phone of an account that watches others and publishes, message by message, with digest. */
final class PresencePhone implements AutoCloseable {
    static final String PIDF = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"sip:%s@" + Setup.DOMAIN + "\">"
            + "<tuple id=\"%s\"><status><basic>%s</basic></status><note>%s</note></tuple></presence>\n";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final SipPeer peer;
    private final String user;
    private final String tag = UUID.randomUUID().toString().substring(0, 8);
    /** NOTIFYs that came while something else was awaited. */
    private final List<Message> notified = new ArrayList<>();

    private String callId = "";
    private String toTag = "";
    private int cseq;

    PresencePhone(SwitchboardServer server, String user) {
        this.peer = SipPeer.udp("127.0.0.1", server.port());
        this.user = user;
    }

    /** A document of this user. */
    String pidf(String tuple, String basic, String note) {
        return String.format(PIDF, user, tuple, basic, note);
    }

    /** Begins a subscription, in a dialog of its own. */
    Message subscribe(String target, String lines) {
        callId = UUID.randomUUID().toString();
        toTag = "";
        return again(target, lines);
    }

    /** A SUBSCRIBE in the dialog of the last one. */
    Message again(String target, String lines) {
        Message answer = ask("SUBSCRIBE", target, callId, lines, "");
        String to = answer.header("To");
        int at = to.indexOf(";tag=");
        if (answer.status() == 200 && at >= 0) {
            toTag = ";tag=" + to.substring(at + 5);
        }
        return answer;
    }

    Message watch(String target, int seconds) {
        return subscribe(target, "Event: presence\r\nExpires: " + seconds + "\r\n");
    }

    /** PUBLISH of a presence document, or of none if it is empty. */
    Message publish(String lines, String document) {
        String type = document.isEmpty() ? "" : "Content-Type: application/pidf+xml\r\n";
        toTag = "";
        return ask("PUBLISH", user, UUID.randomUUID().toString(), "Event: presence\r\n" + type + lines, document);
    }

    /** The next NOTIFY, which gets its 200. */
    Message notified() {
        return notified.isEmpty() ? take("NOTIFY") : notified.remove(0);
    }

    /** Ends the last subscription, and takes its last NOTIFY. */
    void unsubscribe(String target, String event) {
        Message answer = again(target, "Event: " + event + "\r\nExpires: 0\r\n");
        if (answer.status() != 200) {
            throw new AssertionError("the end of a subscription: " + answer);
        }
        over();
    }

    /** NOTIFYs until the last one of a subscription. */
    Message over() {
        while (true) {
            Message next = notified();
            if (next.header("Subscription-State").startsWith("terminated")) {
                return next;
            }
        }
    }

    /** NOTIFYs until one says this; fails if none does. */
    Message told(String what) {
        while (true) {
            Message next = notified();
            if (next.body().contains(what)) {
                return next;
            }
        }
    }

    /** The dialogs of the NOTIFYs that say this, until there are as many. */
    int toldIn(int dialogs, String what) {
        Set<String> told = new HashSet<>();
        for (Iterator<Message> early = notified.iterator(); early.hasNext(); early.remove()) {
            Message next = early.next();
            if (next.body().contains(what)) {
                told.add(next.header("Call-ID"));
            }
        }
        while (told.size() < dialogs) {
            Message next = take("NOTIFY");
            if (next.body().contains(what)) {
                told.add(next.header("Call-ID"));
            }
        }
        return told.size();
    }

    void forgetNotified() {
        notified.clear();
    }

    private Message take(String start) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Message next = peer.receive(Duration.ofNanos(end - System.nanoTime()));
            if (next == null) {
                throw new AssertionError("no " + start + " came to " + user);
            }
            boolean notify = next.start().startsWith("NOTIFY");
            if (notify) {
                peer.send(RoomGuest.ok(next));
            }
            if (next.start().startsWith(start)) {
                return next;
            }
            if (notify) {
                notified.add(next);
            }
        }
    }

    private Message ask(String method, String target, String call, String lines, String body) {
        send(method, target, call, lines, body);
        Message answer = take("SIP/2.0 ");
        if (answer.status() != 407) {
            return answer;
        }
        String uri = "sip:" + target + "@" + Setup.DOMAIN;
        String proof =
                Digest.answer(answer.all("Proxy-Authenticate").get(0), user, Setup.password(user), method, uri, 1);
        send(method, target, call, "Proxy-Authorization: " + proof + "\r\n" + lines, body);
        return take("SIP/2.0 ");
    }

    private void send(String method, String target, String call, String lines, String body) {
        String uri = "sip:" + target + "@" + Setup.DOMAIN;
        peer.send(method + " " + uri + " SIP/2.0\r\n" + peer.via() + "Max-Forwards: 70\r\nFrom: <sip:" + user + "@"
                + Setup.DOMAIN + ">;tag=" + tag + "\r\nTo: <" + uri + ">" + toTag + "\r\nCall-ID: " + call
                + "\r\nCSeq: "
                + ++cseq + " " + method + "\r\n" + peer.contact(user) + lines + "Content-Length: " + body.length()
                + "\r\n\r\n" + body);
    }

    @Override
    public void close() {
        peer.close();
    }
}
