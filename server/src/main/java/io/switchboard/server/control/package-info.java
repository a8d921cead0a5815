/** The local control socket: commands of an administrator on the same machine to a running node. */
@NullMarked
package io.switchboard.server.control;

import org.jspecify.annotations.NullMarked;
