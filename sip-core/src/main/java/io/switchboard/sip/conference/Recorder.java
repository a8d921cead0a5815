package io.switchboard.sip.conference;

import io.switchboard.media.MediaEvent;
import io.switchboard.media.MediaRoom;
import io.switchboard.media.Recording;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The recordings of one room, of which one runs at a time. Each is a file of its own. */
final class Recorder {
    private static final Logger log = LoggerFactory.getLogger("switchboard.conferences");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final int MOST_CHANNELS = 16;

    private final String name;
    private final MediaRoom room;
    private final Path folder;
    private @Nullable Recording running;
    private String file = "";
    private boolean byChannel;

    Recorder(String name, MediaRoom room, Path folder) {
        this.name = name;
        this.room = room;
        this.folder = folder;
    }

    /** The file that is being written, "" if none is. */
    String file() {
        return running == null ? "" : file;
    }

    /** The file as call records name it: relative to the data folder. */
    private String shown(Path recorded) {
        return folder.getFileName() + "/" + recorded.getFileName();
    }

    /** Whether each participant has a channel of its own in what is begun from now on. */
    void byChannel(boolean on) {
        byChannel = on;
    }

    /**
     * Begins.
     *
     * @param heard who is in the room
     */
    void start(long wallClock, List<Attendee> heard) {
        String safe = name.replaceAll("[^A-Za-z0-9_-]", "_");
        Path target = folder.resolve(safe + "-" + STAMP.format(Instant.ofEpochMilli(wallClock)) + ".wav");
        file = target.toString();
        running = byChannel
                ? room.record(
                        target,
                        heard.stream()
                                .limit(MOST_CHANNELS)
                                .map(each -> each.media)
                                .toList())
                : room.record(target);
        log.info("conference {} is recorded into {}", name, file);
        heard.forEach(each -> each.guest.recordingBegun(shown(target)));
    }

    /** Who comes in while it is recorded is in it; a file by channels has none for it, so another one begins. */
    void came(long wallClock, Attendee attendee, List<Attendee> heard) {
        if (running != null && heard.contains(attendee)) {
            if (byChannel) {
                stop();
                start(wallClock, heard);
            } else {
                attendee.guest.recordingBegun(shown(running.file()));
            }
        }
    }

    /** Tells those who are still there that it has ended. */
    void tell(MediaEvent.RecordingEnded event, List<Attendee> there) {
        String ended = shown(event.recording().file());
        for (Attendee each : there) {
            each.guest.recordingEnded(ended, event.length().toMillis(), running != null);
        }
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
