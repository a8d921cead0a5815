/** The packaged server, tested from outside: SIPp, Linphone, raw sockets and the command line. */
@NullMarked
package io.switchboard.e2e;

import org.jspecify.annotations.NullMarked;
