package io.switchboard.server.api;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times as call records have them: {@code 2026-03-02T09:00:00.000Z}. */
final class Times {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Times() {}

    /** @param millis wall-clock milliseconds since the epoch; 0 for what has not happened, which gives null */
    static @Nullable String of(long millis) {
        return millis == 0 ? null : FORM.format(Instant.ofEpochMilli(millis));
    }
}
