package io.switchboard.sip.auth;

import io.switchboard.sip.message.SipUri;

/** The uri parameter of credentials, which has to name what is asked for (RFC 3261 section 22.4). */
final class DigestUri {
    private DigestUri() {}

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
