/** Rooms, participants, their sockets and the lanes that they live on. */
@NullMarked
package io.switchboard.media.engine;

import org.jspecify.annotations.NullMarked;
