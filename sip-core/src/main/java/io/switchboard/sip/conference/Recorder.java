package io.switchboard.sip.conference;

import io.switchboard.media.MediaEvent;
import io.switchboard.media.MediaRoom;
import io.switchboard.media.Recording;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The recordings of one room, of which one runs at a time. Each is a file of its own. */
final class Recorder {
    private static final Logger log = LoggerFactory.getLogger("switchboard.conferences");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final String name;
    private final MediaRoom room;
    private final Path folder;
    private @Nullable Recording running;
    private String file = "";

    Recorder(String name, MediaRoom room, Path folder) {
        this.name = name;
        this.room = room;
        this.folder = folder;
    }

    /** The file that is being written, "" if none is. */
    String file() {
        return running == null ? "" : file;
    }

    /** Begins. */
    void start(long wallClock) {
        String safe = name.replaceAll("[^A-Za-z0-9_-]", "_");
        Path target = folder.resolve(safe + "-" + STAMP.format(Instant.ofEpochMilli(wallClock)) + ".wav");
        file = target.toString();
        running = room.record(target);
        log.info("conference {} is recorded into {}", name, file);
    }

    void stop() {
        Recording now = running;
        running = null;
        if (now != null) {
            now.stop();
        }
    }

    /** Whether the recording that ended is the one that was to go on. */
    @SuppressWarnings("ReferenceEquality") // recordings have identity
    boolean ended(MediaEvent.RecordingEnded event) {
        boolean lost = event.recording() == running;
        if (lost) {
            running = null;
        }
        if (event.error() == null) {
            log.info(
                    "conference {} recorded file={} seconds={} missed_ms={}",
                    name,
                    file,
                    event.length().toSeconds(),
                    event.missed().toMillis());
        } else {
            log.error(
                    "conference {}: recording ended after {} s, file={}: {}",
                    name,
                    event.length().toSeconds(),
                    file,
                    event.error());
        }
        return lost;
    }
}
