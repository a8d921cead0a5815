/** One running node: puts the rooms together, starts, reconfigures and stops them. */
@NullMarked
package io.switchboard.server.node;

import org.jspecify.annotations.NullMarked;
