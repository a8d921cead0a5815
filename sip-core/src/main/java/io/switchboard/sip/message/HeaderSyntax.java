package io.switchboard.sip.message;

import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/** Checks the syntax of the headers that the server acts on, and that single ones are single. */
final class HeaderSyntax {
    private static final boolean[] SINGLE = new boolean[HeaderName.values().length + 1];

    static {
        for (HeaderName name : EnumSet.of(
                HeaderName.CALL_ID,
                HeaderName.CONTENT_DISPOSITION,
                HeaderName.CONTENT_LENGTH,
                HeaderName.CONTENT_TYPE,
                HeaderName.CSEQ,
                HeaderName.DATE,
                HeaderName.EVENT,
                HeaderName.EXPIRES,
                HeaderName.FLOW_TIMER,
                HeaderName.FROM,
                HeaderName.JOIN,
                HeaderName.MAX_BREADTH,
                HeaderName.MAX_FORWARDS,
                HeaderName.MIME_VERSION,
                HeaderName.MIN_EXPIRES,
                HeaderName.MIN_SE,
                HeaderName.RACK,
                HeaderName.REFERRED_BY,
                HeaderName.REFER_SUB,
                HeaderName.REFER_TO,
                HeaderName.REPLACES,
                HeaderName.REPLY_TO,
                HeaderName.RETRY_AFTER,
                HeaderName.RSEQ,
                HeaderName.SESSION_EXPIRES,
                HeaderName.SIP_ETAG,
                HeaderName.SIP_IF_MATCH,
                HeaderName.SUBSCRIPTION_STATE,
                HeaderName.TIMESTAMP,
                HeaderName.TO)) {
            SINGLE[HeaderTable.id(name)] = true;
        }
    }

    /** Those with a rule in isValid; for all others there is nothing to look at. */
    private static final boolean[] CHECKED = new boolean[SINGLE.length];

    static {
        for (HeaderName name : EnumSet.of(
                HeaderName.VIA,
                HeaderName.FROM,
                HeaderName.TO,
                HeaderName.CALL_ID,
                HeaderName.CSEQ,
                HeaderName.MAX_FORWARDS,
                HeaderName.CONTACT,
                HeaderName.ROUTE,
                HeaderName.RECORD_ROUTE,
                HeaderName.PATH,
                HeaderName.SERVICE_ROUTE,
                HeaderName.P_ASSERTED_IDENTITY,
                HeaderName.P_PREFERRED_IDENTITY,
                HeaderName.REFER_TO,
                HeaderName.REFERRED_BY,
                HeaderName.REPLY_TO,
                HeaderName.CONTENT_TYPE,
                HeaderName.MAX_BREADTH,
                HeaderName.RSEQ)) {
            CHECKED[HeaderTable.id(name)] = true;
        }
    }

    private HeaderSyntax() {}

    /** The first fault of a message's headers; null if there is none. */
    static @Nullable String fault(SipMessage message) {
        int[] index = message.index();
        long seenLow = 0;
        long seenHigh = 0;
        boolean controls = (message.flaws & Flaw.CONTROL) != 0;
        for (int at = 0; at < message.count * HeaderIndexer.STRIDE; at += HeaderIndexer.STRIDE) {
            if (controls && !printable(message, at)) {
                return "Control Character";
            }
            int id = HeaderIndexer.id(index[at + 1]);
            HeaderName name = HeaderTable.name(id);
            if (name == null) {
                continue;
            }
            if (SINGLE[id]) {
                long bit = 1L << id;
                if (((id < Long.SIZE ? seenLow : seenHigh) & bit) != 0) {
                    return "Repeated " + name.text();
                }
                seenLow |= id < Long.SIZE ? bit : 0;
                seenHigh |= id < Long.SIZE ? 0 : bit;
            }
            if (CHECKED[id] && !isValid(name, message, new Cursor(message.data, index[at + 2], index[at + 3]))) {
                return "Bad " + name.text();
            }
        }
        return null;
    }

    private static boolean isValid(HeaderName name, SipMessage message, Cursor in) {
        return switch (name) {
            case VIA -> vias(message, in);
            case FROM, TO -> tagged(message, name, in);
            case CALL_ID -> callId(in);
            case CSEQ -> message.cseq() >= 0 && !message.cseqMethod().isEmpty();
            case MAX_FORWARDS -> Ascii.number(in.data, in.at, in.end, 255) >= 0;
            case CONTACT -> (in.peek() == '*' && in.end - in.at == 1) || addresses(in);
            case ROUTE, RECORD_ROUTE, PATH, SERVICE_ROUTE, P_ASSERTED_IDENTITY, P_PREFERRED_IDENTITY -> addresses(in);
            case REFER_TO, REFERRED_BY, REPLY_TO -> NameAddr.parse(in, true) != null && in.done();
            case CONTENT_TYPE -> mediaType(in);
            case MAX_BREADTH, RSEQ -> Ascii.number(in.data, in.at, in.end, 0xffffffffL) >= 0;
            default -> true;
        };
    }

    private static boolean vias(SipMessage message, Cursor in) {
        int read = message.soundViaEnd();
        if (read > in.at && read <= in.end) {
            in.at = read;
            if (!ViaReader.identifies(message.branch())) {
                return false;
            }
            if (!in.skip(',')) {
                return in.done();
            }
        }
        do {
            ViaReader via = new ViaReader();
            if (!via.read(in, true) || !via.identifies(in.data)) {
                return false;
            }
            message.knowVia(via);
        } while (in.skip(','));
        return in.done();
    }

    private static boolean addresses(Cursor in) {
        do {
            if (NameAddr.parse(in, true) == null) {
                return false;
            }
        } while (in.skip(','));
        return in.done();
    }

    /** One address with at most one tag, a token within its bound. */
    private static boolean tagged(SipMessage message, HeaderName name, Cursor in) {
        NameAddr address = NameAddr.parse(in, true);
        if (address == null || !in.done()) {
            return false;
        }
        Cursor params = address.params();
        int tag = params.done() ? -1 : params.param("tag");
        int end = params.at;
        boolean sound = tag < 0
                || (Ascii.isToken(params.data, tag, end) && end - tag <= Limits.IDENTIFIER && params.param("tag") < 0);
        if (sound) {
            message.knowTag(name, tag, end);
        }
        return sound;
    }

    private static boolean callId(Cursor in) {
        if (in.done() || in.end - in.at > Limits.IDENTIFIER) {
            return false;
        }
        for (int i = in.at; i < in.end; i++) {
            if (in.data[i] <= ' ' || in.data[i] == ',' || in.data[i] == ';' || in.data[i] == 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static boolean mediaType(Cursor in) {
        if (!in.token() || !in.skip('/') || !in.token()) {
            return false;
        }
        while (in.skip(';')) {
            if (!in.token() || !in.skip('=') || !in.paramValue()) {
                return false;
            }
        }
        return in.done();
    }

    /** Whether a value's control characters all stand behind a backslash in a quoted string, line folds aside. */
    static boolean printable(SipMessage message, int at) {
        byte[] data = message.data;
        boolean quoted = false;
        int end = message.valueEnd(at);
        for (int i = message.valueStart(at); i < end; i++) {
            int b = data[i];
            if (b == '"') {
                quoted = !quoted;
            } else if (quoted && b == '\\' && i + 1 < end && data[i + 1] != '\r' && data[i + 1] != '\n') {
                i++;
            } else if (b == '\r' && i + 2 < end && data[i + 1] == '\n' && (data[i + 2] == ' ' || data[i + 2] == '\t')) {
                i += 2;
            } else if ((b >= 0 && b < ' ' && b != '\t') || b == 0x7f) {
                return false;
            }
        }
        return true;
    }
}
