/** The media plane's port: what signalling orders of media and what media tells signalling. */
@NullMarked
package io.switchboard.media;

import org.jspecify.annotations.NullMarked;
