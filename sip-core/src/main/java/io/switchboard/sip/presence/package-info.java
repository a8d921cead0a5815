/** Presence: what users publish of themselves (RFC 3903), and who is told of it (RFC 3856, 3857). */
@NullMarked
package io.switchboard.sip.presence;

import org.jspecify.annotations.NullMarked;
