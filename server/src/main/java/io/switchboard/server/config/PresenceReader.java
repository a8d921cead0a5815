package io.switchboard.server.config;

import static io.switchboard.server.config.Values.duration;
import static io.switchboard.server.config.Values.integer;
import static io.switchboard.server.config.Values.size;

import java.time.Duration;

/** Reads the part of switchboard.yaml that is about presence. */
final class PresenceReader {
    private PresenceReader() {}

    static Settings.Presence read(Section top) {
        Section s = top.section("presence");
        Duration hour = Duration.ofHours(1);
        Settings.Presence presence = new Settings.Presence(
                s.parse("min_expires", Duration.ofMinutes(1), duration(Duration.ofSeconds(1), hour)),
                s.parse("max_expires", Duration.ofMinutes(10), duration(Duration.ofMinutes(1), Duration.ofDays(1))),
                s.parse("max_publications", 10, integer(1, 100)),
                s.parse("max_total_size", 64L << 20, size(1 << 20, 16L << 30)),
                s.parse("throttle", Duration.ofSeconds(1), duration(Duration.ofMillis(100), Duration.ofMinutes(1))));
        if (presence.minExpires().compareTo(presence.maxExpires()) > 0) {
            s.problem(s.place("min_expires"), "is longer than max_expires, " + Values.show(presence.maxExpires()));
        }
        s.done();
        return presence;
    }
}
