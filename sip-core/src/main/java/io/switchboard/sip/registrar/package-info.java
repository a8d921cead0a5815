/** Registrar and location service of RFC 3261 section 10, with Path, GRUU and outbound. */
@NullMarked
package io.switchboard.sip.registrar;

import org.jspecify.annotations.NullMarked;
