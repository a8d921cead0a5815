package io.switchboard.sip.call;

import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.transport.ListenPoint;
import io.switchboard.sip.transport.Protocol;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The answers that calls give by themselves, and what our Contact is in them. */
final class CallReplies {
    private static final String SCHEME = "<sip:";
    private static final String USUAL = SCHEME + "switchboard@";
    private static final String KEY = ";key=";
    private static final String FOCUS = ";isfocus";

    private final RandomTokens tokens;
    private final Map<ListenPoint, String> contacts = new HashMap<>();

    CallReplies(RandomTokens tokens) {
        this.tokens = tokens;
    }

    SipResponse status(SipRequest request, int status) {
        return begin(request, status, "").build();
    }

    /** 422 (RFC 4028 section 6). */
    SipResponse intervalTooSmall(SipRequest request, CallSettings settings) {
        return begin(request, 422, "Session Interval Too Small")
                .header(HeaderName.MIN_SE, Integer.toString(settings.minSessionSeconds()))
                .build();
    }

    /** 503: one call more than there is room for. */
    SipResponse unavailable(SipRequest request) {
        return begin(request, 503, "").header(HeaderName.RETRY_AFTER, "10").build();
    }

    /** Value of our Contact header on a listener. */
    String contact(ListenPoint at) {
        String contact = contacts.get(at);
        if (contact == null) {
            String transport = at.protocol() == Protocol.UDP
                    ? ""
                    : ";transport=" + at.protocol().name().toLowerCase(Locale.ROOT);
            contact = USUAL + at.sentBy() + transport + ">";
            contacts.put(at, contact);
        }
        return contact;
    }

    /**
     * Value of the Contact header of a room (RFC 4579 section 5.1).
     *
     * @param key that lets in whoever was told it, "" for none
     */
    String focus(ListenPoint at, String room, String key) {
        return focus(contact(at), room, key);
    }

    /** The same, on the listener that a Contact of ours names. */
    static String focus(String contact, String room, String key) {
        String uri = usual(contact).replace(USUAL, SCHEME + SipUri.escapedUser(room) + "@");
        return (key.isEmpty() ? uri : uri.replace(">", KEY + key + ">")) + FOCUS;
    }

    /** Whether a Contact of ours is that of a room. */
    static boolean isFocus(String contact) {
        return contact.endsWith(FOCUS);
    }

    /** Our Contact for who is in no room, made of one that may be a room's. */
    static String usual(String contact) {
        if (!isFocus(contact)) {
            return contact;
        }
        int end = contact.indexOf(KEY);
        return USUAL + contact.substring(contact.indexOf('@') + 1, end < 0 ? contact.indexOf('>') : end) + ">";
    }

    private ResponseBuilder begin(SipRequest request, int status, String phrase) {
        return ResponseBuilder.of(request, status, phrase).toTag(tokens.token());
    }
}
