package io.switchboard.sip.call;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.NameAddr;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipUri;
import org.jspecify.annotations.Nullable;

/** Who a caller is shown as. Addresses of the other side's network are never shown. Pure. */
public final class Identity {
    private static final String ANONYMOUS = "anonymous.invalid"; // RFC 3323 section 4.1.1.3

    private Identity() {}

    /**
     * From value without tag: the account's own address, or a trunk caller's number at the server's domain, where it can
     * be called back. A trunk caller who is no telephone number, or has that of one of our users, is shown at a domain
     * that is nobody's, so that it is not taken for a user.
     */
    static String from(SipRequest invite, Party caller, Destination to, String domain) {
        return from(invite, caller, to.callerUser(), domain);
    }

    /**
     * The same.
     *
     * @param callerUser user part, not escaped, to show instead of the caller's own; null for that
     */
    public static String from(SipRequest invite, Party caller, @Nullable String callerUser, String domain) {
        NameAddr from = parse(invite.value(HeaderName.FROM));
        String display = from == null ? "" : from.displayName();
        String user;
        String host = domain;
        switch (caller) {
            case Party.Phone phone -> {
                user = SipUri.escapedUser(phone.account().user());
                host = phone.account().domain();
                if (display.isEmpty()) {
                    display = phone.account().displayName();
                }
            }
            case Party.Room room -> {
                user = SipUri.escapedUser(room.name());
                host = room.domain();
            }
            case Party.Trunk trunk -> {
                SipUri uri = uri(from);
                String number = from == null ? "" : from.user();
                user = uri != null ? rawUser(uri) : number.isEmpty() ? "anonymous" : SipUri.escapedUser(number);
                String plain = uri != null ? uri.user() : number;
                if (uri == null ? number.isEmpty() : uri.host().equals(ANONYMOUS)) {
                    host = ANONYMOUS;
                } else if (passesForUser(trunk, plain, callerUser == null ? plain : callerUser)) {
                    host = nobodys(trunk.name());
                }
            }
        }
        if (callerUser != null) {
            user = SipUri.escapedUser(callerUser);
        }
        StringBuilder value = new StringBuilder(64);
        if (!display.isEmpty()) {
            quote(display, value);
            value.append(' ');
        }
        value.append("<sip:");
        if (!user.isEmpty()) {
            value.append(user).append('@');
        }
        return value.append(host).append('>').toString();
    }

    /** To a trusted trunk an authenticated phone is asserted by us (RFC 3325 section 5). */
    public static void assertPhone(Party caller, Destination to, RequestBuilder request) {
        if (caller instanceof Party.Phone phone && to.party().toldIdentity()) {
            String user = to.callerUser() == null ? phone.account().user() : to.callerUser();
            request.header(
                    HeaderName.P_ASSERTED_IDENTITY,
                    "<sip:" + SipUri.escapedUser(user) + "@" + phone.account().domain() + ">");
        }
    }

    /**
     * Whether a trunk's caller could be taken for a user.
     *
     * @param sent user part as it came
     * @param shown what the dial plan made of it
     */
    private static boolean passesForUser(Party.Trunk trunk, String sent, String shown) {
        String number = withoutParameters(shown);
        return !shown.isEmpty()
                && (!isNumber(number)
                        || trunk.ours().test(number)
                        || trunk.ours().test(withoutParameters(sent)));
    }

    /** A telephone-subscriber's parameters say nothing of who it is (RFC 3261 section 19.1.6). */
    private static String withoutParameters(String user) {
        int semicolon = user.indexOf(';');
        return semicolon < 0 ? user : user.substring(0, semicolon);
    }

    /** Digits and what people write between them, or a tone (RFC 3966 section 5.1). */
    private static boolean isNumber(String user) {
        for (int i = 0; i < user.length(); i++) {
            if ("+0123456789-.()*#".indexOf(user.charAt(i)) < 0) {
                return false;
            }
        }
        return !user.isEmpty();
    }

    /** A host that nobody has (RFC 2606 section 2), with the trunk's name as far as a host may hold it. */
    private static String nobodys(String trunk) {
        StringBuilder host = new StringBuilder(trunk.length() + 8);
        for (int i = 0; i < trunk.length(); i++) {
            char c = trunk.charAt(i);
            boolean inside = host.length() > 0 && host.charAt(host.length() - 1) != '-';
            if (c != '_' && c != '.' && c != '-') {
                host.append(c);
            } else if (inside) {
                host.append('-');
            }
        }
        if (host.length() > 0 && host.charAt(host.length() - 1) == '-') {
            host.setLength(host.length() - 1);
        }
        return host.append(host.length() == 0 ? "trunk" : "").append(".invalid").toString();
    }

    /** The user part as written, with its escapes. */
    private static String rawUser(SipUri uri) {
        String text = uri.toString();
        int at = text.indexOf('@');
        int from = text.indexOf(':') + 1;
        int password = text.indexOf(':', from);
        return at < 0 ? "" : text.substring(from, password >= 0 && password < at ? password : at);
    }

    private static @Nullable NameAddr parse(@Nullable String value) {
        try {
            return value == null ? null : NameAddr.parse(value);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable SipUri uri(@Nullable NameAddr from) {
        try {
            return from == null ? null : SipUri.parse(from.uri());
        } catch (IllegalArgumentException e) {
            return null; // a tel: URI, or one that we do not know
        }
    }

    /** A quoted-string (RFC 3261 section 25.1). */
    private static void quote(String text, StringBuilder to) {
        to.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                to.append('\\');
            }
            if (c >= ' ' && c != 0x7f) {
                to.append(c);
            }
        }
        to.append('"');
    }
}
