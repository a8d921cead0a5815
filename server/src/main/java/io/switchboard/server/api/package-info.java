/** The administrator's API: HTTP, JSON and events over the command layer; docs/api.md says how it is used. */
@NullMarked
package io.switchboard.server.api;

import org.jspecify.annotations.NullMarked;
