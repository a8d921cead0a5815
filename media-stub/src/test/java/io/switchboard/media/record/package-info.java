/** Tests. */
@NullMarked
package io.switchboard.media.record;

import org.jspecify.annotations.NullMarked;
