/** The administrator's files: read, checked whole with every problem reported at once, and turned into one snapshot. */
@NullMarked
package io.switchboard.server.config;

import org.jspecify.annotations.NullMarked;
