/** The embedded SQL database: its schema, and what is kept in it. */
@NullMarked
package io.switchboard.server.store;

import org.jspecify.annotations.NullMarked;
