/** The media plane's port: what signalling asks of media, and a read-only view of session descriptions. */
@NullMarked
package io.switchboard.media;

import org.jspecify.annotations.NullMarked;
