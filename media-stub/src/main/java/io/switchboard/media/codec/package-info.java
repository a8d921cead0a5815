/** From samples to payloads and back: G.711, G.722, Opus; pure, one object for each stream. */
@NullMarked
package io.switchboard.media.codec;

import org.jspecify.annotations.NullMarked;
