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
import java.util.regex.Matcher;

/** The answers that calls give by themselves, and what our Contact is in them. */
final class CallReplies {
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
            contact = "<sip:switchboard@" + at.sentBy() + transport + ">";
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
        String contact =
                contact(at).replaceFirst("switchboard@", Matcher.quoteReplacement(SipUri.escapedUser(room)) + "@");
        String uri = key.isEmpty() ? contact : contact.replace(">", ";key=" + key + ">");
        return uri + ";isfocus";
    }

    private ResponseBuilder begin(SipRequest request, int status, String phrase) {
        return ResponseBuilder.of(request, status, phrase).toTag(tokens.token());
    }
}
