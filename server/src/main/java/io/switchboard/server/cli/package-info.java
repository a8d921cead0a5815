/** The {@code switchboard} command: what the administrator types. */
@NullMarked
package io.switchboard.server.cli;

import org.jspecify.annotations.NullMarked;
