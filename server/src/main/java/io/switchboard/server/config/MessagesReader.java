package io.switchboard.server.config;

import static io.switchboard.server.config.Values.choice;
import static io.switchboard.server.config.Values.duration;
import static io.switchboard.server.config.Values.integer;
import static io.switchboard.server.config.Values.size;

import io.switchboard.sip.messaging.MessageSettings;
import java.time.Duration;

/** Reads the part of switchboard.yaml that is about messages. */
final class MessagesReader {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration YEAR = Duration.ofDays(365);

    private MessagesReader() {}

    static Settings.Messages read(Section top, Settings.Limits limits) {
        Section s = top.section("messages");
        Settings.Messages messages = new Settings.Messages(
                s.parse("max_size", 32L << 10, size(256, 1 << 20)).intValue(),
                s.parse(
                        "answer_after",
                        Duration.ofSeconds(2),
                        duration(Duration.ofMillis(100), Duration.ofSeconds(20))),
                s.parse("keep", WEEK, duration(Duration.ofSeconds(10), YEAR)),
                s.parse("history", WEEK, MessagesReader::history),
                s.parse("other_devices", WEEK, MessagesReader::history),
                s.parse("per_user", 1_000, integer(1, 100_000)),
                s.parse("total", 1_000_000, integer(1, 100_000_000)),
                s.parse("per_minute", 300, integer(0, 1_000_000)),
                s.parse("bounce", MessageSettings.Bounce.TEXT, choice(MessageSettings.Bounce.class)));
        if (messages.maxSize() >= limits.maxMessageSize()) {
            s.problem(
                    s.place("max_size"),
                    "is not less than limits.max_message_size, " + limits.maxMessageSize()
                            + ", which holds headers too");
        }
        s.done();
        return messages;
    }

    /** A time, or 0. */
    private static Duration history(String text) {
        return text.equals("0") ? Duration.ZERO : duration(Duration.ZERO, YEAR).apply(text);
    }
}
