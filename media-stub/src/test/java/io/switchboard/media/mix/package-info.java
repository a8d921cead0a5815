/** Tests. */
@NullMarked
package io.switchboard.media.mix;

import org.jspecify.annotations.NullMarked;
