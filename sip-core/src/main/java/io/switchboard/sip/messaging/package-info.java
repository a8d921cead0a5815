/** Messages between phones (RFC 3428): passed on at once, or kept until a phone takes them. */
@NullMarked
package io.switchboard.sip.messaging;

import org.jspecify.annotations.NullMarked;
