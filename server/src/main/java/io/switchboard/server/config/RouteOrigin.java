package io.switchboard.server.config;

import java.time.Instant;

/** Where a route of the dial plan comes from. */
public sealed interface RouteOrigin {
    /** For people. */
    String describe();

    /**
     * From a file of the configuration folder.
     *
     * @param line from 1
     */
    record Written(String file, int line) implements RouteOrigin {
        @Override
        public String describe() {
            return file + ":" + line;
        }
    }

    /**
     * Added while the server ran.
     *
     * @param at wall-clock milliseconds since the epoch
     * @param by name of the token that it was added with
     * @param text as it was given
     */
    record Added(long at, String by, String text) implements RouteOrigin {
        @Override
        public String describe() {
            return "added at " + Instant.ofEpochMilli(at) + " by " + by;
        }
    }
}
