package io.switchboard.server.command;

import io.switchboard.server.event.EventLog;
import io.switchboard.server.store.AddedRoutes;
import io.switchboard.sip.call.Calls;
import io.switchboard.sip.conference.Conferences;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * All commands to a running server.
 *
 * @param node the server itself
 * @param calls about calls
 * @param rooms about conference rooms
 * @param messages about messages
 * @param plan about the configuration and the routes
 * @param events what happens
 */
public record Commands(
        InService node,
        CallCommands calls,
        RoomCommands rooms,
        MessageCommands messages,
        PlanCommands plan,
        EventLog events) {
    /** What is waited for besides ringing. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    /**
     * Commands to a node.
     *
     * @param lane the one of its calls and rooms
     * @param folder where its configuration came from
     */
    public static Commands over(
            InService node,
            InLane lane,
            Calls calls,
            Conferences conferences,
            MessageCommands messages,
            AddedRoutes routes,
            EventLog events,
            Path folder) {
        Duration patience =
                node.configuration().timers().ringTimeout().multipliedBy(2).plus(MARGIN);
        return new Commands(
                node,
                new CallCommands(lane, calls, conferences, events, patience),
                new RoomCommands(lane, conferences),
                messages,
                new PlanCommands(node, folder, routes, events, System::currentTimeMillis),
                events);
    }

    /** What runs now, and what happened since the start, by name. */
    public Map<String, Long> status() {
        return node.counters();
    }
}
