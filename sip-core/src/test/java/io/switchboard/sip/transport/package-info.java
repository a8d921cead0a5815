/** Tests of the transports over loopback sockets. */
@NullMarked
package io.switchboard.sip.transport;

import org.jspecify.annotations.NullMarked;
