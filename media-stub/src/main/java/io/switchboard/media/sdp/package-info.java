/** Session descriptions (RFC 8866) and what two sides agree on with them (RFC 3264); pure, without sockets. */
@NullMarked
package io.switchboard.media.sdp;

import org.jspecify.annotations.NullMarked;
