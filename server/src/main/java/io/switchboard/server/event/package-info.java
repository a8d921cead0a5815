/** What happens in the server, as it is told to whoever follows it: a bounded log of events. */
@NullMarked
package io.switchboard.server.event;

import org.jspecify.annotations.NullMarked;
