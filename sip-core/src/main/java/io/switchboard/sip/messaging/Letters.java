package io.switchboard.sip.messaging;

import io.switchboard.sip.auth.Account;
import io.switchboard.sip.call.FieldValues;
import io.switchboard.sip.call.HeaderRules;
import io.switchboard.sip.call.Identity;
import io.switchboard.sip.call.Party;
import io.switchboard.sip.lane.Lane;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.NameAddr;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipUri;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/** Makes letters of messages. */
final class Letters {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);
    /** Stands in the place of a Via while nobody knows by which hop it goes. */
    static final String NO_VIA = "SIP/2.0/UDP invalid.invalid";
    /** User part of the server, when it writes to somebody itself. */
    static final String SERVER = "switchboard";

    private final Lane lane;
    private final RandomTokens tokens;
    private long lastId;

    Letters(Lane lane, RandomTokens tokens) {
        this.lane = lane;
        this.tokens = tokens;
    }

    /** Numbers go on from here. */
    void after(long id) {
        lastId = Math.max(lastId, id);
    }

    /** A number above all before, and above those of an earlier process whose letters are gone. */
    private long nextId() {
        lastId = Math.max(lastId + 1, lane.wallClock() << 12);
        return lastId;
    }

    /**
     * A letter of what a phone or a trunk sends. It keeps Call-ID, CSeq and From tag, by which phones drop what they get
     * twice and name it in their reports.
     *
     * @param callerUser user part to show as the sender's, null for his own
     */
    Letter of(
            SipRequest request,
            Party sender,
            String recipient,
            @Nullable String callerUser,
            boolean returned,
            MessageSettings settings) {
        String from = Identity.from(request, sender, callerUser, settings.domain());
        String to = uri(recipient);
        String returnTo = "";
        String requestUri = to;
        if (returned && sender instanceof Party.Phone phone) {
            returnTo = phone.account().aor();
        } else if (returned && sender instanceof Party.Trunk trunk) {
            String called = called(request) + settings.domain();
            TrunkSender caller = TrunkSender.of(request, trunk);
            if (caller != null && MessageStore.fits(called, MessageStore.LONGEST_ADDRESS)) {
                requestUri = "sip:" + called;
                returnTo = caller.address();
            }
        }
        RequestBuilder builder = begin(requestUri, to, from, request.fromTag(), request.callId(), request.cseq());
        builder.header(HeaderName.MAX_FORWARDS, Integer.toString(FieldValues.maxForwards(request)));
        long now = lane.wallClock();
        if (!request.has(HeaderName.DATE)) {
            builder.header(HeaderName.DATE, DATE.format(Instant.ofEpochMilli(now)));
        }
        HeaderRules.pass(request, builder);
        return letter(recipient, address(from), returnTo, now, lifetime(request, now, settings), builder);
    }

    /**
     * A letter of the server's own.
     *
     * @param to URI of the reader
     * @param from From value without tag
     * @param inReplyTo Call-ID of the message that it is about, or empty
     */
    Letter own(
            String recipient,
            String to,
            String from,
            String inReplyTo,
            String contentType,
            byte[] body,
            MessageSettings settings) {
        RequestBuilder builder = begin(to, to, from, tokens.token(), tokens.token() + "@" + settings.domain(), 1);
        long now = lane.wallClock();
        builder.header(HeaderName.MAX_FORWARDS, "70").header(HeaderName.DATE, DATE.format(Instant.ofEpochMilli(now)));
        if (!inReplyTo.isEmpty()) {
            builder.header(HeaderName.IN_REPLY_TO, inReplyTo);
        }
        builder.body(contentType, body);
        return letter(recipient, address(from), "", now, settings.keepMillis(), builder);
    }

    /** A MESSAGE that an account could have sent. */
    SipRequest sent(Account from, SipUri target, MessageContent content, MessageSettings settings) {
        String uri = "sip:" + SipUri.escapedUser(from.user()) + "@" + from.domain();
        RequestBuilder builder = RequestBuilder.of(Request.MESSAGE, target.toString())
                .header(HeaderName.FROM, "<" + uri + ">;tag=" + tokens.token())
                .header(HeaderName.TO, "<" + target + ">")
                .header(HeaderName.CALL_ID, tokens.token() + "@" + settings.domain())
                .header(HeaderName.CSEQ, "1 " + Request.MESSAGE)
                .header(HeaderName.MAX_FORWARDS, "70");
        if (content.expires() >= 0) {
            builder.header(HeaderName.EXPIRES, Integer.toString(content.expires()));
        }
        return builder.body(content.contentType(), content.body()).build(NO_VIA);
    }

    private Letter letter(
            String recipient, String sender, String returnTo, long now, long lifetime, RequestBuilder builder) {
        return new Letter(nextId(), recipient, sender, returnTo, now, now + lifetime, builder.build(NO_VIA));
    }

    private RequestBuilder begin(
            String requestUri, String to, String from, @Nullable String tag, String callId, long cseq) {
        return RequestBuilder.of(Request.MESSAGE, requestUri)
                .header(HeaderName.FROM, from + ";tag=" + (tag == null ? tokens.token() : tag))
                .header(HeaderName.TO, "<" + to + ">")
                .header(HeaderName.CALL_ID, callId)
                .header(HeaderName.CSEQ, cseq + " MESSAGE");
    }

    /** The SIP URI of an address. */
    static String uri(String address) {
        int at = address.lastIndexOf('@');
        return "sip:" + SipUri.escapedUser(address.substring(0, at)) + address.substring(at);
    }

    /** What a message was sent to before the host, which is all that its sender is to know of its reader. */
    private static String called(SipRequest request) {
        try {
            String user = SipUri.parse(request.requestUri()).user();
            return user.isEmpty() ? "" : SipUri.escapedUser(user) + "@";
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** When a message was accepted, as an HTTP-like date. */
    static String date(long wallClock) {
        return DATE.format(Instant.ofEpochMilli(wallClock));
    }

    /** Whether a message is worth nothing unless it is delivered at once (RFC 3428 section 4, RFC 3994 section 3). */
    static boolean fleeting(Letter letter) {
        return letter.expiresAt() <= letter.acceptedAt()
                || Cpim.type(letter.content().value(HeaderName.CONTENT_TYPE)).equals("application/im-iscomposing+xml");
    }

    /**
     * Milliseconds that it may wait, 0 if its time was over before. Expires counts from Date where there is one (RFC 3428
     * section 7); RFC 3261 section 20.19 has an unreadable Expires ignored.
     */
    private static long lifetime(SipRequest request, long now, MessageSettings settings) {
        String expires = request.value(HeaderName.EXPIRES);
        String digits = expires == null ? "" : expires.strip();
        boolean number = !digits.isEmpty() && digits.length() <= 10;
        for (int i = 0; number && i < digits.length(); i++) {
            number = digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
        }
        if (!number) {
            return settings.keepMillis();
        }
        long end = sentAt(request, now) + 1000 * Long.parseLong(digits);
        return Math.clamp(end - now, 0, settings.keepMillis());
    }

    /** What Date says; now if it says nothing that can be read, or its clock is ahead. */
    private static long sentAt(SipRequest request, long now) {
        String date = request.value(HeaderName.DATE);
        if (date == null) {
            return now;
        }
        try {
            return Math.min(now, Instant.from(DATE.parse(date.strip())).toEpochMilli());
        } catch (DateTimeException e) {
            return now;
        }
    }

    /** user@host of a From value. */
    static String address(String from) {
        try {
            SipUri uri = SipUri.parse(NameAddr.parse(from).uri());
            return uri.user() + "@" + uri.host();
        } catch (IllegalArgumentException e) {
            return from; // a tel: URI
        }
    }
}
