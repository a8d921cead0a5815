/** Tests. */
@NullMarked
package io.switchboard.media.codec;

import org.jspecify.annotations.NullMarked;
