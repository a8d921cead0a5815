/** The composition root. */
@NullMarked
package io.switchboard.server;

import org.jspecify.annotations.NullMarked;
