/** Measurements of the message room, run by hand through JMH's main class. */
@NullMarked
package io.switchboard.sip.message.bench;

import org.jspecify.annotations.NullMarked;
