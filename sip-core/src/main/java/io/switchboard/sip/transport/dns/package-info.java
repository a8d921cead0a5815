/** Finding the servers of a SIP URI: NAPTR, SRV and addresses (RFC 3263). */
@NullMarked
package io.switchboard.sip.transport.dns;

import org.jspecify.annotations.NullMarked;
