/** Tests of the media plane. */
@NullMarked
package io.switchboard.media;

import org.jspecify.annotations.NullMarked;
