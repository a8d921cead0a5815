/** Calls and their legs: the back-to-back user agent, as pure machines beside a thin shell. */
@NullMarked
package io.switchboard.sip.call;

import org.jspecify.annotations.NullMarked;
