package io.switchboard.sip.sim;

import io.switchboard.media.MediaCounters;
import io.switchboard.media.MediaEngine;
import io.switchboard.media.MediaEvent;
import io.switchboard.media.MediaEvents;
import io.switchboard.media.MediaParticipant;
import io.switchboard.media.MediaRoom;
import io.switchboard.media.Negotiation;
import io.switchboard.media.ParticipantSettings;
import io.switchboard.media.ParticipantStatistics;
import io.switchboard.media.Playback;
import io.switchboard.media.Prompt;
import io.switchboard.media.Recording;
import io.switchboard.media.RoomSettings;
import io.switchboard.media.sdp.Direction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A media plane in virtual time that agrees to everything and moves no sound; it knows who is in which room. */
public final class VirtualMedia implements MediaEngine {
    private static final byte[] SDP =
            "v=0\r\no=- 1 1 IN IP4 10.0.0.1\r\ns=-\r\nc=IN IP4 10.0.0.1\r\nt=0 0\r\nm=audio 30000 RTP/AVP 0\r\n"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final int LATEST = 20; // ms that an order may take

    private final VirtualLane lane;
    private final Random random;
    private final Set<Room> rooms = new LinkedHashSet<>();
    private int playbacks;
    private int recordings;

    /** Nobody is in it. */
    public VirtualMedia(VirtualLane lane, Random random) {
        this.lane = lane;
        this.random = random;
    }

    @Override
    public MediaRoom createRoom(String name, RoomSettings settings, MediaEvents events) {
        Room room = new Room(name, events);
        rooms.add(room);
        return room;
    }

    @Override
    public MediaCounters counters() {
        long there = rooms.stream().mapToLong(room -> room.there.size()).sum();
        return new MediaCounters(rooms.size(), there, 0, playbacks, recordings, 0, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public void close() {
        List.copyOf(rooms).forEach(Room::close);
    }

    private CompletableFuture<Negotiation> later(Participant who, byte[] description) {
        CompletableFuture<Negotiation> result = new CompletableFuture<>();
        lane.schedule(
                random.nextInt(LATEST),
                () -> result.complete(
                        who.at.there.contains(who)
                                ? new Negotiation.Agreed(description, Direction.SENDRECV)
                                : new Negotiation.Unavailable("gone")));
        return result;
    }

    private final class Room implements MediaRoom {
        private final String name;
        private final MediaEvents events;
        private final Set<Participant> there = new LinkedHashSet<>();
        private final List<Playing> playing = new ArrayList<>();
        private final List<Recorded> recorded = new ArrayList<>();

        Room(String name, MediaEvents events) {
            this.name = name;
            this.events = events;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public MediaParticipant createParticipant(String participantName, ParticipantSettings settings) {
            Participant made = new Participant(participantName, this);
            if (rooms.contains(this)) {
                there.add(made);
            }
            return made;
        }

        @Override
        public Playback play(Prompt prompt) {
            return new Playing(this, prompt);
        }

        @Override
        public Recording record(Path file) {
            return new Recorded(this, file);
        }

        @Override
        public Recording record(Path file, List<MediaParticipant> channels) {
            return new Recorded(this, file);
        }

        @Override
        public void close() {
            there.clear();
            List.copyOf(playing).forEach(Playing::stop);
            List.copyOf(recorded).forEach(Recorded::stop);
            rooms.remove(this);
        }
    }

    private final class Participant implements MediaParticipant {
        private final String name;
        private Room at;

        Participant(String name, Room at) {
            this.name = name;
            this.at = at;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public MediaRoom room() {
            return at;
        }

        @Override
        public CompletableFuture<Negotiation> answer(byte[] offer) {
            return later(this, SDP);
        }

        @Override
        public CompletableFuture<Negotiation> offer() {
            return later(this, SDP);
        }

        @Override
        public CompletableFuture<Negotiation> accept(byte[] answer) {
            return later(this, new byte[0]);
        }

        @Override
        public void direction(Direction wanted) {}

        @Override
        public void moveTo(MediaRoom target) {
            if (at.there.remove(this) && target instanceof Room room) {
                at = room;
                if (rooms.contains(room)) {
                    room.there.add(this);
                }
            }
        }

        @Override
        public void mute(boolean muted) {}

        @Override
        public void deafen(boolean deaf) {}

        @Override
        public void volume(double decibels) {}

        @Override
        public Playback play(Prompt prompt) {
            return new Playing(at, prompt);
        }

        @Override
        public CompletableFuture<ParticipantStatistics> statistics() {
            return CompletableFuture.completedFuture(
                    new ParticipantStatistics(null, -127, false, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1));
        }

        @Override
        public void remove() {
            at.there.remove(this);
        }
    }

    private final class Playing implements Playback {
        private final Room in;
        private boolean over;

        Playing(Room in, Prompt prompt) {
            this.in = in;
            playbacks++;
            in.playing.add(this);
            if (!rooms.contains(in)) {
                stop();
            } else if (!prompt.repeats()) {
                lane.schedule(random.nextInt(3_000), this::stop);
            }
        }

        @Override
        public void stop() {
            if (!over) {
                over = true;
                playbacks--;
                in.playing.remove(this);
                in.events.happened(new MediaEvent.PlaybackEnded(this, null));
            }
        }
    }

    private final class Recorded implements Recording {
        private final Room in;
        private final Path file;
        private boolean over;

        Recorded(Room in, Path file) {
            this.in = in;
            this.file = file;
            recordings++;
            in.recorded.add(this);
        }

        @Override
        public Path file() {
            return file;
        }

        @Override
        public void stop() {
            if (!over) {
                over = true;
                recordings--;
                in.recorded.remove(this);
                in.events.happened(new MediaEvent.RecordingEnded(this, Duration.ZERO, Duration.ZERO, null));
            }
        }
    }
}
