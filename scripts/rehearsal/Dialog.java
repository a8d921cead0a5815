import module java.base;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** What a phone begins: a call, a subscription, or a single request. It answers challenges (RFC 7616). */
final class Dialog {
    static final String DOMAIN = "example.test";
    static final String PASSWORD = "rehearsal-1";

    private static final int ANSWER_SECONDS = 5;

    private final Phone phone;
    /** Phones of both kinds are about. */
    private final String algorithm = ThreadLocalRandom.current().nextBoolean() ? "SHA-256" : "MD5";

    private final String callId = UUID.randomUUID().toString();
    private final BlockingQueue<Message> answers = new LinkedBlockingQueue<>();
    private String to;
    private String target;
    private String via = "";
    private int cseq;

    /** With a user or number; with nobody to register. */
    Dialog(Phone phone, String whom) {
        this.phone = phone;
        target = "sip:" + (whom.isEmpty() ? "" : whom + "@") + DOMAIN;
        to = "<sip:" + (whom.isEmpty() ? phone.user : whom) + "@" + DOMAIN + ">";
        phone.waiting.put(callId, answers);
    }

    private void send(String method, String headers, String body) throws IOException {
        if (!method.equals("ACK") && !method.equals("CANCEL")) {
            cseq++;
            via = phone.via();
        }
        String from = "<sip:" + phone.user + "@" + DOMAIN + ">;tag=" + callId.substring(0, 8);
        String head = method + " " + target + " SIP/2.0\r\n" + via + phone.contact() + "Max-Forwards: 70\r\n"
                + "From: " + from + "\r\nTo: " + to + "\r\nCall-ID: " + callId + "\r\nCSeq: " + cseq
                + " " + method + "\r\n";
        phone.send(head + headers, body);
    }

    /** Sends a request, once more if it is challenged, and waits for its success. */
    void ask(String method, String headers, String body) throws Exception {
        Message answer = proven(method, headers, body, 200);
        if (answer.status() >= 300) {
            throw new IOException(method + " " + target + " was answered " + answer.status() + ".");
        }
        if (method.equals("INVITE") || method.equals("SUBSCRIBE")) {
            to = answer.header("To");
            target = find(answer.header("Contact"), "<([^>]+)>");
        }
        if (method.equals("INVITE")) {
            via = phone.via(); // the ACK of a 2xx is a transaction of its own
            send("ACK", "", "");
        }
    }

    /** Cancels as soon as it rings. */
    void inviteAndCancel(String sdp) throws Exception {
        proven("INVITE", "", sdp, 101);
        send("CANCEL", "", "");
        acknowledge(await("INVITE", 200));
    }

    private Message proven(String method, String headers, String body, int least) throws Exception {
        send(method, headers, body);
        Message answer = await(method, least);
        if (answer.status() != 401 && answer.status() != 407) {
            return answer;
        }
        if (method.equals("INVITE")) {
            acknowledge(answer);
        }
        send(method, credentials(answer, method) + headers, body);
        return await(method, least);
    }

    private void acknowledge(Message refusal) throws IOException {
        String before = to;
        to = refusal.header("To");
        send("ACK", "", "");
        to = before;
    }

    private Message await(String method, int least) throws Exception {
        while (true) {
            Message answer = answers.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
            if (answer == null) {
                throw new IOException(method + " " + target + " was not answered for " + ANSWER_SECONDS + " s.");
            }
            if (answer.status() >= least && answer.header("CSeq").equals(cseq + " " + method)) {
                return answer;
            }
        }
    }

    private String credentials(Message challenge, String method) throws GeneralSecurityException {
        String name = challenge.status() == 401 ? "Authorization" : "Proxy-Authorization";
        String offer = find(challenge.text(), "(?m)^\\S+-Authenticate: (.*algorithm=" + algorithm + ".*)$");
        String nonce = find(offer, "nonce=\"([^\"]*)");
        String proof = hash(hash(phone.user + ":" + DOMAIN + ":" + PASSWORD) + ":" + nonce + ":00000001:0a4f113b:auth:"
                + hash(method + ":" + target));
        return name + ": Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\", response=\"%s\", algorithm=%s"
                        .formatted(phone.user, DOMAIN, nonce, target, proof, algorithm)
                + ", opaque=\"" + find(offer, "opaque=\"([^\"]*)") + "\""
                + ", cnonce=\"0a4f113b\", qop=auth, nc=00000001\r\n";
    }

    private String hash(String text) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(ISO_8859_1)));
    }

    /** The first group of a pattern's first match; null without one. */
    static String find(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        return found.find() ? found.group(1) : null;
    }

    /** A request or a response. */
    record Message(String text) {
        /** Empty for a response. */
        String method() {
            return text.startsWith("SIP/2.0") ? "" : text.substring(0, text.indexOf(' '));
        }

        int status() {
            return Integer.parseInt(text.substring(8, 11));
        }

        String header(String name) {
            return find(text, "(?m)^" + name + ": *(.*)$");
        }
    }
}
