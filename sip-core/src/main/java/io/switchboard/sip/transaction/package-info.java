/** The transaction layer of RFC 3261 section 17 with RFC 6026: pure machines and the shell that runs them. */
@NullMarked
package io.switchboard.sip.transaction;

import org.jspecify.annotations.NullMarked;
