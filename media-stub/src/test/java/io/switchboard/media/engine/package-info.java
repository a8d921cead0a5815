/** Tests. */
@NullMarked
package io.switchboard.media.engine;

import org.jspecify.annotations.NullMarked;
