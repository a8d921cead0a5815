/** Certificates, trust and names for TLS connections (RFC 3261 section 26.3.1, RFC 5922). */
@NullMarked
package io.switchboard.sip.transport.tls;

import org.jspecify.annotations.NullMarked;
