package io.switchboard.sip.transaction;

import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipRequest;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/** The keys under which requests find their server transaction (RFC 3261 section 17.2.3). */
final class ServerKeys {
    private static final String COOKIE = "z9hG4bK";
    private static final int MODERN = 0;
    private static final int OLD = 1;
    private static final int MERGE = 2;
    private static final int TAG = 3;

    private final Fingerprint keys;
    /** Apart from the keys, for what it makes is shown to peers. */
    private final Fingerprint tags;

    ServerKeys(RandomTokens random) {
        this.keys = new Fingerprint(random.nextLong(), random.nextLong());
        this.tags = new Fingerprint(random.nextLong(), random.nextLong());
    }

    /** Whether the branch has the magic cookie, and something behind it: without it the peer speaks RFC 2543. */
    static boolean modern(SipRequest request) {
        String branch = request.branch();
        return branch != null
                && branch.length() > COOKIE.length()
                && branch.regionMatches(true, 0, COOKIE, 0, COOKIE.length());
    }

    /** The key of a request's own transaction; an ACK has that of its INVITE if the INVITE is not 2xx. */
    long of(SipRequest request) {
        return of(request, request.method().equals(Request.ACK) ? Request.INVITE : request.method());
    }

    /** The key of the INVITE that a CANCEL is for. */
    long ofInvite(SipRequest cancel) {
        return of(cancel, Request.INVITE);
    }

    private long of(SipRequest request, String method) {
        String branch = request.branch();
        if (branch == null || !modern(request)) {
            return old(request, method, request.toTag());
        }
        // 17.2.3: branch, sent-by, and the method, but for ACK, which is the INVITE's.
        return keys.add(keys.add(keys.add(keys.of(MODERN), branch), request.sentBy()), method);
    }

    /** The key of the INVITE of an RFC 2543 peer, which had no To tag, for an ACK, which has that of the response. */
    long ofOldInvite(SipRequest ack) {
        return old(ack, Request.INVITE, null);
    }

    /** 17.2.3 for RFC 2543: Request-URI, To tag, From tag, Call-ID, CSeq number, top Via. */
    private long old(SipRequest request, String method, @Nullable String toTag) {
        long h = keys.add(keys.of(OLD), method);
        h = keys.add(h, request.requestUri());
        h = keys.add(h, orEmpty(toTag));
        h = keys.add(h, orEmpty(request.fromTag()));
        h = keys.add(h, request.callId());
        h = keys.add(h, request.cseq());
        return keys.add(h, orEmpty(request.value(HeaderName.VIA)));
    }

    /** What merged requests have in common (section 8.2.2.2): From tag, Call-ID and CSeq. 0 with a To tag. */
    long ofMerged(SipRequest request) {
        if (request.toTag() != null) {
            return 0;
        }
        long h = keys.add(keys.of(MERGE), request.callId());
        h = keys.add(h, orEmpty(request.fromTag()));
        h = keys.add(h, request.cseq());
        return keys.add(h, request.method());
    }

    /** To tag of a stateless response: the same for each retransmission (section 8.2.7). */
    String statelessTag(SipRequest request) {
        long h = tags.add(tags.of(TAG), request.callId());
        h = tags.add(h, orEmpty(request.fromTag()));
        return RandomTokens.encode(tags.add(h, request.cseq()));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
