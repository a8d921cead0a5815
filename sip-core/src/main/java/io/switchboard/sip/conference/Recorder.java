package io.switchboard.sip.conference;

import io.switchboard.media.MediaEvent;
import io.switchboard.media.MediaRoom;
import io.switchboard.media.Recording;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
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
    private List<Attendee> recorded = new ArrayList<>();

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

    /** Whether each participant has a channel of its own in what is begun; what runs goes on as it is. */
    void byChannel(boolean on) {
        if (running == null) {
            byChannel = on;
        }
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
        recorded = new ArrayList<>(byChannel ? heard.subList(0, Math.min(heard.size(), MOST_CHANNELS)) : heard);
        running = byChannel
                ? room.record(target, recorded.stream().map(each -> each.media).toList())
                : room.record(target);
        log.info("conference {} is recorded into {}", name, file);
        recorded.forEach(each -> each.guest.recordingBegun(shown(target)));
    }

    /**
     * Who came in while it is recorded is in it; a file by channels has none for it, so another one begins, unless all
     * channels are taken.
     *
     * @param in gives those who are in the room
     */
    void hears(long wallClock, Supplier<List<Attendee>> in) {
        Recording now = running;
        if (now == null) {
            return;
        }
        List<Attendee> all = in.get();
        recorded.retainAll(all);
        List<Attendee> fresh =
                all.stream().filter(each -> !recorded.contains(each)).toList();
        if (fresh.isEmpty()) {
            return;
        }
        if (!byChannel) {
            recorded.addAll(fresh);
            fresh.forEach(each -> each.guest.recordingBegun(shown(now.file())));
        } else if (recorded.size() < MOST_CHANNELS) {
            stop();
            start(wallClock, all);
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
