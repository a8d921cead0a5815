package io.switchboard.sip.transport.tls;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Files of TLS, all PEM.
 *
 * @param certificate our certificate with its chain, shown to clients, and to servers that ask for one
 * @param key its private key, PKCS #8 without a password
 * @param trust certificates that peers are verified against; null for those of the JDK
 * @param askClients whether clients are asked for a certificate; one without is let in all the same, with no name, and
 *     one whose certificate is not trusted is refused
 */
public record TlsSettings(
        Path certificate, Path key, @Nullable Path trust, boolean askClients) {}
