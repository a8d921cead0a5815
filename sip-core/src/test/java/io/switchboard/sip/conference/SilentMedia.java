package io.switchboard.sip.conference;

import io.switchboard.media.MediaCounters;
import io.switchboard.media.MediaEngine;
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
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Rooms in which nothing is heard and no socket is bound. */
final class SilentMedia implements MediaEngine {
    @Override
    public MediaRoom createRoom(String name, RoomSettings settings, MediaEvents events) {
        return new Room(name);
    }

    @Override
    public MediaCounters counters() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}

    private record Room(String name) implements MediaRoom {
        @Override
        public MediaParticipant createParticipant(String participantName, ParticipantSettings settings) {
            return new Participant(participantName, this);
        }

        @Override
        public Playback play(Prompt prompt) {
            return () -> {};
        }

        @Override
        public Recording record(Path file) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Recording record(Path file, List<MediaParticipant> channels) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    private record Participant(String name, MediaRoom room) implements MediaParticipant {
        private static CompletableFuture<Negotiation> agreed() {
            return CompletableFuture.completedFuture(new Negotiation.Agreed(new byte[0], Direction.SENDRECV));
        }

        @Override
        public CompletableFuture<Negotiation> answer(byte[] offer) {
            return agreed();
        }

        @Override
        public CompletableFuture<Negotiation> offer() {
            return agreed();
        }

        @Override
        public CompletableFuture<Negotiation> accept(byte[] answer) {
            return agreed();
        }

        @Override
        public void direction(Direction wanted) {}

        @Override
        public void moveTo(MediaRoom target) {}

        @Override
        public void mute(boolean muted) {}

        @Override
        public void deafen(boolean deaf) {}

        @Override
        public void volume(double decibels) {}

        @Override
        public Playback play(Prompt prompt) {
            return () -> {};
        }

        @Override
        public CompletableFuture<ParticipantStatistics> statistics() {
            return new CompletableFuture<>();
        }

        @Override
        public void remove() {}
    }
}
