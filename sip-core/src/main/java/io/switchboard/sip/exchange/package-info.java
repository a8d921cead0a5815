/** The exchange itself: takes every request, finds who sent it, and hands it to the room that serves it. */
@NullMarked
package io.switchboard.sip.exchange;

import org.jspecify.annotations.NullMarked;
