package io.switchboard.sip.auth;

import io.switchboard.sip.message.SipUri;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The uri parameter of credentials, which has to name what is asked for (RFC 3261 section 22.4). What was found to match
 * last is remembered: all phones that are configured alike write the same. For one thread.
 */
final class DigestUri {
    private static final int LONGEST = 256;

    private byte[] known = {};
    private String knownFor = "";
    private @Nullable AccountDirectory knownHere;

    /** Whether that of these credentials stands for the Request-URI. */
    @SuppressWarnings("ReferenceEquality") // what matches depends on the directory's domains; another may have others
    boolean matches(AuthParams credentials, String requestUri, AccountDirectory here) {
        if (credentials.is(AuthParams.URI, requestUri)
                || (here == knownHere && requestUri.equals(knownFor) && credentials.is(AuthParams.URI, known))) {
            return true;
        }
        String uri = credentials.text("uri");
        boolean matches = matches(uri, requestUri, here);
        if (matches && uri.length() <= LONGEST && requestUri.length() <= LONGEST) {
            known = uri.getBytes(StandardCharsets.UTF_8);
            knownFor = requestUri;
            knownHere = here;
        }
        return matches;
    }

    /**
     * Whether it stands for the Request-URI (RFC 7616 section 3.4.1). Parameters, which phones write as they like, make no
     * difference, nor does by which of its names the server is called.
     */
    static boolean matches(String uri, String requestUri, AccountDirectory here) {
        if (uri.equals(requestUri)) {
            return true;
        }
        try {
            SipUri a = SipUri.parse(uri);
            SipUri b = SipUri.parse(requestUri);
            return a.user().equals(b.user())
                    && ((a.host().equals(b.host()) && port(a) == port(b))
                            || (here.isLocal(a.host()) && here.isLocal(b.host())));
        } catch (IllegalArgumentException e) {
            return false; // another scheme: only the very same text will do
        }
    }

    private static int port(SipUri uri) {
        return uri.port() < 0 ? 5060 : uri.port();
    }
}
