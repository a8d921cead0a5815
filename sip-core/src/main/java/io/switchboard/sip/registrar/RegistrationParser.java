package io.switchboard.sip.registrar;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.NameAddr;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.transport.Flow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a REGISTER. */
final class RegistrationParser {
    /** RFC 3261 section 10.2.1.1: an expiry that cannot be read counts as an hour. */
    private static final long UNREADABLE_EXPIRES = 3600;

    private RegistrationParser() {}

    /**
     * What a REGISTER that came on a flow says.
     *
     * @param known what the one before it said, if anything
     * @throws IllegalArgumentException if a Contact or Path is broken
     */
    static Registration parse(SipRequest request, String aor, Flow flow, @Nullable KnownContact known) {
        List<String> path = path(request);
        List<String> lines = request.values(HeaderName.CONTACT);
        boolean removeAll = lines.contains("*");
        KnownContact contact = null;
        List<RegisteredContact> contacts;
        if (lines.size() != 1 || removeAll || !path.isEmpty()) {
            contacts = contacts(lines, path, flow);
        } else if (known != null && known.is(lines.get(0), flow)) {
            contact = known;
            contacts = known.contacts();
        } else {
            contacts = contacts(lines, path, flow);
            contact = new KnownContact(lines.get(0), flow, contacts);
        }
        String expires = request.value(HeaderName.EXPIRES);
        String userAgent = request.value(HeaderName.USER_AGENT);
        return new Registration(
                aor,
                request.callId(),
                request.cseq(),
                contacts,
                removeAll,
                expires == null ? -1 : seconds(expires),
                path,
                supports(request, "path"),
                supports(request, "outbound"),
                !path.isEmpty() && !hasOb(path.get(path.size() - 1)),
                userAgent == null ? "" : userAgent,
                contact);
    }

    private static List<RegisteredContact> contacts(List<String> lines, List<String> path, Flow flow) {
        List<RegisteredContact> contacts = new ArrayList<>(1);
        for (String line : lines) {
            if (!line.equals("*")) {
                for (NameAddr value : NameAddr.parseList(line)) {
                    contacts.add(contact(value, path, flow));
                }
            }
        }
        return contacts;
    }

    private static RegisteredContact contact(NameAddr value, List<String> path, Flow flow) {
        String expires = value.param("expires");
        String q = value.param("q");
        String regId = value.param("reg-id");
        return new RegisteredContact(
                value.uri(),
                q == null ? 1000 : thousandths(q),
                expires == null ? -1 : seconds(expires),
                instance(value.param("+sip.instance")),
                regId == null ? 0 : (int) Math.min(Integer.MAX_VALUE, digits(regId, 0)),
                ContactHop.of(ContactHop.target(value.uri(), path), flow));
    }

    private static @Nullable String instance(@Nullable String quoted) {
        if (quoted == null || quoted.length() < 3) {
            return null;
        }
        boolean brackets = quoted.charAt(0) == '<' && quoted.charAt(quoted.length() - 1) == '>';
        return brackets ? quoted.substring(1, quoted.length() - 1) : quoted;
    }

    private static List<String> path(SipRequest request) {
        if (!request.has(HeaderName.PATH)) {
            return List.of();
        }
        List<String> lines = request.values(HeaderName.PATH);
        List<String> path = new ArrayList<>(lines.size());
        for (String line : lines) {
            for (NameAddr value : NameAddr.parseList(line)) {
                path.add("<" + value.uri() + ">");
            }
        }
        return List.copyOf(path);
    }

    private static boolean hasOb(String path) {
        SipUri uri = ContactHop.target("", List.of(path));
        return uri != null && uri.param("ob") != null;
    }

    /** Whether an option tag stands in Supported. */
    static boolean supports(SipRequest request, String option) {
        if (!request.has(HeaderName.SUPPORTED)) {
            return false;
        }
        for (String line : request.values(HeaderName.SUPPORTED)) {
            int from = 0;
            while (from < line.length()) {
                int comma = line.indexOf(',', from);
                int end = comma < 0 ? line.length() : comma;
                if (line.substring(from, end).strip().equalsIgnoreCase(option)) {
                    return true;
                }
                from = end + 1;
            }
        }
        return false;
    }

    private static long seconds(String text) {
        return digits(text, UNREADABLE_EXPIRES);
    }

    private static long digits(String text, long unreadable) {
        if (text.isEmpty() || text.length() > 10) {
            return text.isEmpty() ? unreadable : Math.max(unreadable, Integer.MAX_VALUE);
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return unreadable;
            }
            value = 10 * value + digit;
        }
        return value;
    }

    /** A q value of RFC 3261 section 25.1; one that cannot be read counts as the most. */
    private static int thousandths(String q) {
        if (q.equals("0")) {
            return 0;
        }
        if (q.length() < 2 || q.length() > 5 || !q.startsWith("0.")) {
            return 1000;
        }
        int value = 0;
        for (int i = 2; i < 5; i++) {
            int digit = i < q.length() ? q.charAt(i) - '0' : 0;
            if (digit < 0 || digit > 9) {
                return 1000;
            }
            value = 10 * value + digit;
        }
        return value;
    }
}
