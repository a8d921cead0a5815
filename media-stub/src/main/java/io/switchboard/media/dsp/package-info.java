/** What is done to samples: sampling rates, levels, limiting, pitch; pure. */
@NullMarked
package io.switchboard.media.dsp;

import org.jspecify.annotations.NullMarked;
