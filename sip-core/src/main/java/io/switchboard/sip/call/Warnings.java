package io.switchboard.sip.call;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipResponse;

/** Warning values (RFC 3261 section 20.43) name the host that gave them, which the other side is not shown. Pure. */
final class Warnings {
    /** What stands for the agent: a pseudonym. */
    private static final String AGENT = "switchboard";

    private Warnings() {}

    /** Copies the warnings with our pseudonym in place of their agents; those that are not well-formed are left out. */
    static void pass(SipResponse from, ResponseBuilder to) {
        for (String line : from.values(HeaderName.WARNING)) {
            String shown = withoutAgents(line);
            if (!shown.isEmpty()) {
                to.header(HeaderName.WARNING, shown);
            }
        }
    }

    /** Each value is a code, an agent and a quoted text. */
    static String withoutAgents(String line) {
        StringBuilder shown = new StringBuilder(line.length() + AGENT.length());
        int at = 0;
        while (at < line.length()) {
            int open = line.indexOf('"', at);
            int close = open < 0 ? -1 : endOfQuoted(line, open);
            int code = start(line, at);
            int codeEnd = line.indexOf(' ', code);
            if (close < 0 || codeEnd < 0 || codeEnd > open) {
                break;
            }
            shown.append(shown.length() == 0 ? "" : ", ").append(line, code, codeEnd);
            shown.append(' ').append(AGENT).append(' ').append(line, open, close);
            int comma = line.indexOf(',', close);
            at = comma < 0 ? line.length() : comma + 1;
        }
        return shown.toString();
    }

    private static int start(String line, int from) {
        int at = from;
        while (at < line.length() && line.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    /** Behind the closing quote, -1 if there is none. */
    private static int endOfQuoted(String line, int open) {
        for (int i = open + 1; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                return i + 1;
            }
        }
        return -1;
    }
}
