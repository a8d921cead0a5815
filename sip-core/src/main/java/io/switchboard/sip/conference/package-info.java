/** Conference rooms: who may come in, who is heard, and when a room is over; a pure machine beside a thin shell. */
@NullMarked
package io.switchboard.sip.conference;

import org.jspecify.annotations.NullMarked;
