/** What an administrator can tell a running server: one layer behind the API, the control socket and the commands. */
@NullMarked
package io.switchboard.server.command;

import org.jspecify.annotations.NullMarked;
