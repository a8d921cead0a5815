/** The mixer: everyone hears the sum of all others (RFC 4353); pure. */
@NullMarked
package io.switchboard.media.mix;

import org.jspecify.annotations.NullMarked;
