/** Who may do what: digest authentication (RFC 7616, 8760), trunks known by address, identity of callers. */
@NullMarked
package io.switchboard.sip.auth;

import org.jspecify.annotations.NullMarked;
