/** UDP, TCP and TLS on Netty, the listeners, flows, and RFC 3263 resolution. */
@NullMarked
package io.switchboard.sip.transport;

import org.jspecify.annotations.NullMarked;
