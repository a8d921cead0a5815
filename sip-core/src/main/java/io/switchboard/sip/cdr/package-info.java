/** Call records: what is written of every call attempt, and the port that writes it. */
@NullMarked
package io.switchboard.sip.cdr;

import org.jspecify.annotations.NullMarked;
