/** Evens out what the network does to a stream: order, delay, loss, drift; pure, in virtual time. */
@NullMarked
package io.switchboard.media.jitter;

import org.jspecify.annotations.NullMarked;
