/** The media plane's port: what signalling asks of media. */
@NullMarked
package io.switchboard.media;

import org.jspecify.annotations.NullMarked;
