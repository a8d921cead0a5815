/** Announcements: generated tones and WAV files as sources of sound. */
@NullMarked
package io.switchboard.media.tone;

import org.jspecify.annotations.NullMarked;
