/** Tests. */
@NullMarked
package io.switchboard.media.dsp;

import org.jspecify.annotations.NullMarked;
