/** Tests. */
@NullMarked
package io.switchboard.media.rtp;

import org.jspecify.annotations.NullMarked;
