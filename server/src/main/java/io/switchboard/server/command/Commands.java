package io.switchboard.server.command;

import io.switchboard.server.event.EventLog;
import java.util.Map;

/**
 * All commands to a running server.
 *
 * @param node the server itself
 * @param calls about calls
 * @param rooms about conference rooms
 * @param plan about the configuration and the routes
 * @param events what happens
 */
public record Commands(InService node, CallCommands calls, RoomCommands rooms, PlanCommands plan, EventLog events) {
    /** What runs now, and what happened since the start, by name. */
    public Map<String, Long> status() {
        return node.counters();
    }
}
