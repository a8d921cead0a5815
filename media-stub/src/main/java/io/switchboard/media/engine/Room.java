package io.switchboard.media.engine;

import io.switchboard.media.MediaEvent;
import io.switchboard.media.MediaEvents;
import io.switchboard.media.MediaParticipant;
import io.switchboard.media.MediaRoom;
import io.switchboard.media.ParticipantSettings;
import io.switchboard.media.Playback;
import io.switchboard.media.Prompt;
import io.switchboard.media.Recording;
import io.switchboard.media.RoomSettings;
import io.switchboard.media.mix.Mixer;
import io.switchboard.media.mix.Voice;
import io.switchboard.media.sdp.AudioCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A room: all its state lives on one lane, which turns it every 20 ms. A bug in it ends it, and nothing else. */
final class Room implements MediaRoom {
    private static final Logger LOG = LoggerFactory.getLogger(Room.class);
    private static final int LOWEST_RATE = 8_000;

    private final String name;
    private final RoomSettings settings;
    private final MediaEvents events;
    private final RtpMediaEngine engine;
    private final MediaLane lane;
    private final List<Participant> participants = new ArrayList<>();
    private final List<Voice> voices = new ArrayList<>();
    private final List<Announcement> announcements = new ArrayList<>();
    private final List<Voice> announced = new ArrayList<>();
    private final List<RoomRecording> recordings = new ArrayList<>();
    private final Map<AudioCodec, Encoding> shared = new EnumMap<>(AudioCodec.class);
    private final Mixer mixer;
    private int[] scratch = new int[LOWEST_RATE / 50];
    private int rate = LOWEST_RATE;
    private long turn;
    private boolean closed;

    Room(String name, RoomSettings settings, MediaEvents events, RtpMediaEngine engine, MediaLane lane) {
        this.name = name;
        this.settings = settings;
        this.events = events;
        this.engine = engine;
        this.lane = lane;
        mixer = new Mixer(rate / 50, settings.mostVoices());
    }

    @Override
    public String name() {
        return name;
    }

    MediaLane lane() {
        return lane;
    }

    RtpMediaEngine engine() {
        return engine;
    }

    Mixer mixer() {
        return mixer;
    }

    int rate() {
        return rate;
    }

    long turn() {
        return turn;
    }

    /** A sum that a participant may overwrite. */
    int[] scratch() {
        return scratch;
    }

    boolean closed() {
        return closed;
    }

    /** Runs a task on the lane, unless the engine is closed; if it fails, so does the room. */
    boolean post(Runnable task) {
        try {
            lane.execute(() -> guard(task));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void guard(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            failed(e);
        }
    }

    void tell(MediaEvent event) {
        try {
            events.happened(event);
        } catch (RuntimeException e) {
            LOG.error("Room {}: its listener failed at {}", name, event, e);
        }
    }

    @Override
    public MediaParticipant createParticipant(String participantName, ParticipantSettings participantSettings) {
        Participant participant = new Participant(participantName, participantSettings, this);
        lane.load().incrementAndGet();
        if (!post(() -> join(participant))) {
            participant.lost();
        }
        return participant;
    }

    void join(Participant participant) {
        if (closed) {
            participant.lost();
            return;
        }
        participants.add(participant);
        voices.add(participant.voice());
        participant.joined(this);
        adjustRate();
    }

    void leave(Participant participant) {
        participants.remove(participant);
        voices.remove(participant.voice());
        adjustRate();
    }

    /** What all hear who add nothing to it, in a codec; encoded once however many they are. */
    Encoding shared(AudioCodec codec) {
        Encoding encoding = shared.get(codec);
        if (encoding == null) {
            encoding = new Encoding(codec, rate);
            shared.put(codec, encoding);
        }
        return encoding;
    }

    /** The least rate that loses nothing: nobody can be heard better than the second best of the room hears. */
    void adjustRate() {
        int highest = LOWEST_RATE;
        int second = LOWEST_RATE;
        for (Participant participant : participants) {
            int own = participant.sampleRate();
            second = Math.max(second, Math.min(own, highest));
            highest = Math.max(own, highest);
        }
        int needed = Math.min(settings.highestRate(), participants.size() == 1 ? highest : second);
        if (needed != rate) {
            rate = needed;
            scratch = new int[rate / 50];
            mixer.resize(rate / 50);
            shared.clear();
            announcements.forEach(a -> a.mixRate(rate));
            participants.forEach(p -> p.mixRate(rate));
        }
    }

    /** One turn. */
    void tick(long now) {
        try {
            turn++;
            for (int i = 0; i < participants.size(); i++) {
                participants.get(i).hear(now);
            }
            for (int i = announcements.size() - 1; i >= 0; i--) {
                announcements.get(i).next();
                if (announcements.get(i).over()) {
                    announcements.remove(i);
                    announced.remove(i);
                }
            }
            mixer.mix(voices, announced);
            for (int i = recordings.size() - 1; i >= 0; i--) {
                recordings.get(i).take(this, mixer.sum(), rate);
                if (recordings.get(i).over()) {
                    recordings.remove(i);
                }
            }
            for (int i = 0; i < participants.size(); i++) {
                participants.get(i).speak(this);
            }
            for (int i = participants.size() - 1; i >= 0; i--) {
                participants.get(i).watch(now);
            }
        } catch (Throwable e) {
            failed(e);
        }
    }

    @Override
    public Playback play(Prompt prompt) {
        Announcement announcement = new Announcement(engine.tally(), this::tell, this::post, LOWEST_RATE);
        boolean posted = post(() -> {
            announcement.mixRate(rate);
            if (closed) {
                announcement.end("the room is closed");
                return;
            }
            announcements.add(announcement);
            announced.add(announcement.voice());
            engine.prompts().start(prompt, announcement, this::post);
        });
        if (!posted) {
            announcement.end("the media plane is closed");
        }
        return announcement;
    }

    @Override
    public Recording record(Path file) {
        return record(file, List.of());
    }

    @Override
    public Recording record(Path file, List<MediaParticipant> channels) {
        if (channels.size() > 16) {
            throw new IllegalArgumentException("channels: at most 16, not " + channels.size());
        }
        List<Participant> own = channels.stream().map(Participant.class::cast).toList();
        RoomRecording recording = new RoomRecording(file, own, this::post);
        boolean posted = post(() -> {
            engine.startRecording(recording, rate, this);
            if (closed) {
                recording.end();
            } else {
                recordings.add(recording);
            }
        });
        if (!posted) {
            tell(new MediaEvent.RecordingEnded(recording, Duration.ZERO, Duration.ZERO, "the media plane is closed"));
        }
        return recording;
    }

    @Override
    public void close() {
        post(() -> close(null));
    }

    private void failed(Throwable bug) {
        if (closed) {
            LOG.error("Room {} failed while it closed", name, bug);
            return;
        }
        LOG.error("Room {} failed and is closed", name, bug);
        engine.tally().roomsFailed.increment();
        try {
            close(bug);
        } catch (RuntimeException e) {
            LOG.error("Room {} could not be closed in order", name, e);
        }
    }

    private void close(@Nullable Throwable bug) {
        if (closed) {
            return;
        }
        closed = true;
        lane.remove(this);
        engine.closed(this);
        for (Participant participant : List.copyOf(participants)) {
            participant.removeNow();
        }
        for (Announcement announcement : announcements) {
            announcement.end(bug == null ? null : "the room failed");
        }
        announcements.clear();
        announced.clear();
        recordings.forEach(RoomRecording::end);
        recordings.clear();
        if (bug != null) {
            tell(new MediaEvent.RoomFailed(this, String.valueOf(bug)));
        }
    }
}
