package io.switchboard.sip.auth;

import io.switchboard.sip.message.ByteRange;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipRequest;

/**
 * Sees, without making objects of it, that the address of a valid From or To is the account's own, as nearly all are: {@code
 * <sip:user@domain>} behind any display name. For one thread.
 */
final class OwnAddress {
    private final ByteRange value = new ByteRange();

    /** Whether it is; if not, the address may still be the account's in another spelling. */
    boolean is(Account account, SipRequest request, HeaderName header) {
        if (!request.value(header, 0, value)) {
            return false;
        }
        byte[] data = value.data();
        int to = value.to();
        int at = bracket(data, value.from(), to);
        String user = account.user();
        String domain = account.domain();
        if (at < 0 || to - at < 7 + user.length() + domain.length()) {
            return false;
        }
        int host = at + 6 + user.length();
        return data[at + 1] == 's'
                && data[at + 2] == 'i'
                && data[at + 3] == 'p'
                && data[at + 4] == ':'
                && isPlain(user)
                && same(data, at + 5, user)
                && data[host - 1] == '@'
                && same(data, host, domain)
                && data[host + domain.length()] == '>';
    }

    /** Where the address begins; -1 if there is no bracket, or a quoted name that is not plain. */
    private static int bracket(byte[] data, int from, int to) {
        int at = from;
        if (at < to && data[at] == '"') {
            do {
                at++;
            } while (at < to && data[at] != '"' && data[at] != '\\');
            if (at >= to || data[at] == '\\') {
                return -1;
            }
            at++;
        }
        while (at < to && data[at] != '<') {
            if (data[at] == '"') {
                return -1;
            }
            at++;
        }
        return at < to ? at : -1;
    }

    /** Whether a user stands in a URI as it is; what a parser would understand in another way is left to it. */
    private static boolean isPlain(String user) {
        return user.indexOf('%') < 0 && user.indexOf(':') < 0 && user.indexOf('@') < 0;
    }

    private static boolean same(byte[] data, int from, String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            if (data[from + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
