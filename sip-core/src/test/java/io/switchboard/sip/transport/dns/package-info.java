/** Tests of the search for servers, against a name server on loopback. */
@NullMarked
package io.switchboard.sip.transport.dns;

import org.jspecify.annotations.NullMarked;
