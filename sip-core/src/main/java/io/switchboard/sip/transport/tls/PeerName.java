package io.switchboard.sip.transport.tls;

import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** The name in a peer's certificate. */
public final class PeerName {
    private static final int DNS_NAME = 2;

    private PeerName() {}

    /** The first DNS name of the verified certificate, else its common name, in lower case; "" if there is none. */
    public static String of(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate certificate ? of(certificate) : "";
        } catch (SSLPeerUnverifiedException anonymous) {
            return "";
        }
    }

    static String of(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names != null) {
                for (List<?> name : names) {
                    if (name.get(0) instanceof Integer type && type == DNS_NAME && name.get(1) instanceof String dns) {
                        return dns.toLowerCase(Locale.ROOT);
                    }
                }
            }
            LdapName subject =
                    new LdapName(certificate.getSubjectX500Principal().getName());
            for (Rdn part : subject.getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    return String.valueOf(part.getValue()).toLowerCase(Locale.ROOT);
                }
            }
            return "";
        } catch (CertificateParsingException | InvalidNameException unreadable) {
            return "";
        }
    }
}
