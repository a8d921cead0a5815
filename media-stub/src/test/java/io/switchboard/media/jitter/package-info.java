/** Tests. */
@NullMarked
package io.switchboard.media.jitter;

import org.jspecify.annotations.NullMarked;
