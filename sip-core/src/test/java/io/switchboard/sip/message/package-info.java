/** Tests of the message room. */
@NullMarked
package io.switchboard.sip.message;

import org.jspecify.annotations.NullMarked;
