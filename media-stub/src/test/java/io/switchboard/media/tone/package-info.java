/** Tests. */
@NullMarked
package io.switchboard.media.tone;

import org.jspecify.annotations.NullMarked;
