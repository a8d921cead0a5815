/** Dialogs of RFC 3261 section 12: identifiers, route set, remote target, sequence numbers, session timers. */
@NullMarked
package io.switchboard.sip.dialog;

import org.jspecify.annotations.NullMarked;
