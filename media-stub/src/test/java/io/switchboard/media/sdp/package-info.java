/** Tests of session descriptions and negotiation. */
@NullMarked
package io.switchboard.media.sdp;

import org.jspecify.annotations.NullMarked;
