package io.switchboard.sip.call;

import com.google.common.base.CharMatcher;
import io.switchboard.sip.call.Seating.Wish;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.NameAddr;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipUri;
import java.util.List;
import java.util.Locale;
import javax.sip.message.Request;

/** What a REFER to a room asks for (RFC 3515 section 2, RFC 4579 section 5). Pure. */
sealed interface RoomRefer {
    /**
     * A wish.
     *
     * @param silent whether no reports are wanted (RFC 4488)
     */
    record Asks(Wish wish, boolean silent) implements RoomRefer {}

    /**
     * It is wrong.
     *
     * @param unsupported options for an Unsupported header, or empty
     */
    record Wrong(int status, String unsupported) implements RoomRefer {}

    /** Reads a REFER. */
    static RoomRefer of(SipRequest request) {
        String unsupported = Refer.unsupported(request);
        if (!unsupported.isEmpty()) {
            return new Wrong(420, unsupported);
        }
        List<String> lines = request.values(HeaderName.REFER_TO);
        if (lines.size() != 1) {
            return new Wrong(400, ""); // RFC 3515 section 2.4.1: exactly one
        }
        try {
            List<NameAddr> all = NameAddr.parseList(lines.get(0));
            return all.size() == 1 ? wish(all.get(0).uri(), Refer.silent(request)) : new Wrong(400, "");
        } catch (IllegalArgumentException e) {
            return new Wrong(400, "");
        }
    }

    private static RoomRefer wish(String text, boolean silent) {
        String scheme = text.toLowerCase(Locale.ROOT);
        if (!scheme.startsWith("sip:") && !scheme.startsWith("sips:")) {
            return new Wrong(416, "");
        }
        SipUri uri = SipUri.parse(text);
        String headers = uri.headers();
        String plain = headers.isEmpty() ? text : text.substring(0, text.length() - headers.length() - 1);
        SipUri target = SipUri.parse(Refer.withoutMethod(plain));
        if (target.user().isEmpty() || CharMatcher.javaIsoControl().matchesAnyOf(target.user())) {
            return new Wrong(400, "");
        }
        String method = uri.param("method");
        if (method != null && method.equalsIgnoreCase(Request.BYE)) {
            return new Asks(new Wish.Remove(target), silent);
        }
        if (method != null && !method.equalsIgnoreCase(Request.INVITE)) {
            return new Wrong(501, "");
        }
        boolean names = headers.toLowerCase(Locale.ROOT).contains("replaces=");
        Replaces replaces = names ? Replaces.inHeadersOf(headers) : null;
        if (names && replaces == null) {
            return new Wrong(400, "");
        }
        return new Asks(new Wish.Invite(target, replaces == null ? "" : replaces.value()), silent);
    }
}
