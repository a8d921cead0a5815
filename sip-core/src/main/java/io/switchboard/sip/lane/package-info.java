/** Where state is confined: one lane (an event loop) owns a call; its clock and its timers. */
@NullMarked
package io.switchboard.sip.lane;

import org.jspecify.annotations.NullMarked;
