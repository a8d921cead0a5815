package io.switchboard.sip.call;

import com.google.common.base.Splitter;
import io.switchboard.sip.dialog.SessionTimer;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.NameAddr;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipUri;
import java.util.List;
import java.util.Locale;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/** What a REFER asks for (RFC 3515 section 2). Pure. */
sealed interface Refer {
    /** Options that a REFER may require here (RFC 4488, RFC 7614). */
    String OPTIONS = "norefersub, nosub, replaces, timer, gruu, path, outbound";

    /**
     * A target to be called.
     *
     * @param target without method and headers
     * @param replaces the dialog to be taken over there, or null
     * @param silent whether no reports are wanted (RFC 4488)
     */
    record Call(SipUri target, @Nullable Replaces replaces, boolean silent) implements Refer {}

    /** It goes to the other side as it is: invitations to a conference, which need that side's own INVITE (RFC 4579). */
    record Pass() implements Refer {}

    /**
     * It is wrong.
     *
     * @param unsupported options for an Unsupported header, or empty
     */
    record Wrong(int status, String unsupported) implements Refer {}

    /** Reads a REFER. */
    static Refer of(SipRequest request) {
        String unsupported = unsupported(request);
        if (!unsupported.isEmpty()) {
            return new Wrong(420, unsupported);
        }
        List<String> lines = request.values(HeaderName.REFER_TO);
        if (lines.size() != 1) {
            return new Wrong(400, ""); // section 2.4.1: exactly one
        }
        NameAddr to;
        try {
            List<NameAddr> all = NameAddr.parseList(lines.get(0));
            if (all.size() != 1) {
                return new Wrong(400, "");
            }
            to = all.get(0);
        } catch (IllegalArgumentException e) {
            return new Wrong(400, "");
        }
        String scheme = to.uri().toLowerCase(Locale.ROOT);
        if (!scheme.startsWith("sip:") && !scheme.startsWith("sips:")) {
            return new Wrong(416, "");
        }
        if (to.param("isfocus") != null || to.param("admin") != null) {
            return new Pass();
        }
        try {
            return call(SipUri.parse(to.uri()), silent(request));
        } catch (IllegalArgumentException e) {
            return new Wrong(400, "");
        }
    }

    private static Refer call(SipUri uri, boolean silent) {
        String method = uri.param("method");
        if (method != null && !method.equalsIgnoreCase(Request.INVITE)) {
            return new Wrong(501, "");
        }
        String text = uri.toString();
        String headers = uri.headers();
        int end = headers.isEmpty() ? text.length() : text.length() - headers.length() - 1;
        SipUri target = SipUri.parse(withoutMethod(text.substring(0, end)));
        return new Call(target, headers.isEmpty() ? null : Replaces.inHeadersOf(headers), silent);
    }

    /** A URI without its method parameter. */
    static String withoutMethod(String uri) {
        int at = uri.toLowerCase(Locale.ROOT).indexOf(";method=");
        if (at < 0) {
            return uri;
        }
        int next = uri.indexOf(';', at + 1);
        return uri.substring(0, at) + (next < 0 ? "" : uri.substring(next));
    }

    /** Whether no reports are wanted (RFC 4488, RFC 7614). */
    static boolean silent(SipRequest request) {
        String wish = request.value(HeaderName.REFER_SUB);
        if (wish != null && wish.strip().toLowerCase(Locale.ROOT).startsWith("false")) {
            return true;
        }
        for (String line : request.values(HeaderName.REQUIRE)) {
            if (SessionTimer.containsToken(line, "nosub")) {
                return true;
            }
        }
        return false;
    }

    /** The options that it requires and that are not known, as a list; "" if all are. */
    static String unsupported(SipRequest request) {
        StringBuilder unknown = new StringBuilder();
        for (String line : request.values(HeaderName.REQUIRE)) {
            for (String option :
                    Splitter.on(',').trimResults().omitEmptyStrings().split(line)) {
                if (!SessionTimer.containsToken(OPTIONS, option)) {
                    unknown.append(unknown.length() == 0 ? "" : ", ").append(option);
                }
            }
        }
        return unknown.toString();
    }
}
