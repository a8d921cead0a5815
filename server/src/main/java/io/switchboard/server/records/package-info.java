/** Call records on disk: JSON lines, and the journal of open calls that makes each of them appear exactly once. */
@NullMarked
package io.switchboard.server.records;

import org.jspecify.annotations.NullMarked;
