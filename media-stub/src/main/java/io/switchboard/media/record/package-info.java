/** Recordings as WAV files, written beside the mixing threads. */
@NullMarked
package io.switchboard.media.record;

import org.jspecify.annotations.NullMarked;
