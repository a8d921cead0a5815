package io.switchboard.media.engine;

import io.switchboard.media.MediaParticipant;
import io.switchboard.media.MediaRoom;
import io.switchboard.media.Negotiation;
import io.switchboard.media.ParticipantSettings;
import io.switchboard.media.ParticipantStatistics;
import io.switchboard.media.Playback;
import io.switchboard.media.Prompt;
import io.switchboard.media.mix.Voice;
import io.switchboard.media.sdp.Direction;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A participant's orders, from any thread to the lane of its room, and its part in each turn of the room. What it is
 * made of: a {@link Stream} to and from the network, a {@link Voice} in the mix, and an {@link Ear} that hears it.
 */
final class Participant implements MediaParticipant {
    private static final String GONE = "the participant has left";

    private final String name;
    private final Stream stream;
    private final OfferAnswer offerAnswer;
    private final Ear ear = new Ear();
    private final Voice voice = new Voice(160);
    /** Whose lane owns everything here; changed there only. */
    private volatile Room room;

    private boolean joined;
    private boolean removed;

    Participant(String name, ParticipantSettings settings, Room room) {
        this.name = name;
        this.room = room;
        stream = new Stream(this, room.engine());
        offerAnswer = new OfferAnswer(this, settings, room.engine(), stream);
        room.engine().tally().participants.incrementAndGet();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public MediaRoom room() {
        return room;
    }

    Room currentRoom() {
        return room;
    }

    Voice voice() {
        return voice;
    }

    boolean removed() {
        return removed;
    }

    int sampleRate() {
        return stream.sampleRate();
    }

    /** Runs a task on the lane of the room where the participant is by then. */
    boolean post(Runnable task) {
        Room target = room;
        return target.post(() -> {
            if (room.lane().inLane()) {
                task.run();
            } else {
                post(task);
            }
        });
    }

    private CompletableFuture<Negotiation> negotiate(Consumer<CompletableFuture<Negotiation>> task) {
        CompletableFuture<Negotiation> result = new CompletableFuture<>();
        boolean posted = post(() -> {
            if (removed) {
                result.complete(new Negotiation.Unavailable(GONE));
            } else {
                task.accept(result);
            }
        });
        if (!posted) {
            result.complete(new Negotiation.Unavailable("the media plane is closed"));
        }
        return result;
    }

    @Override
    public CompletableFuture<Negotiation> answer(byte[] offer) {
        byte[] copy = offer.clone();
        return negotiate(result -> offerAnswer.answer(copy, result));
    }

    @Override
    public CompletableFuture<Negotiation> offer() {
        return negotiate(offerAnswer::offer);
    }

    @Override
    public CompletableFuture<Negotiation> accept(byte[] answer) {
        byte[] copy = answer.clone();
        return negotiate(result -> offerAnswer.accept(copy, result));
    }

    @Override
    public void direction(Direction wanted) {
        post(() -> offerAnswer.want(wanted));
    }

    @Override
    public void moveTo(MediaRoom target) {
        Room next = (Room) target;
        post(() -> {
            Room before = room;
            if (removed || before == next) {
                return;
            }
            before.leave(this);
            before.lane().load().decrementAndGet();
            next.lane().load().incrementAndGet();
            joined = false;
            room = next;
            if (!next.post(() -> next.join(this))) {
                lost();
            }
        });
    }

    @Override
    public void mute(boolean muted) {
        post(() -> voice.mute(muted));
    }

    @Override
    public void deafen(boolean deaf) {
        post(() -> ear.deafen(deaf));
    }

    @Override
    public void volume(double decibels) {
        post(() -> voice.volume(decibels));
    }

    @Override
    public Playback play(Prompt prompt) {
        Announcement announcement = new Announcement(room.engine().tally(), e -> room.tell(e), this::post, room.rate());
        boolean posted = post(() -> {
            if (removed) {
                announcement.end(GONE);
                return;
            }
            announcement.mixRate(room.rate());
            ear.add(announcement);
            room.engine().prompts().start(prompt, announcement, this::post);
        });
        if (!posted) {
            announcement.end("the media plane is closed");
        }
        return announcement;
    }

    @Override
    public CompletableFuture<ParticipantStatistics> statistics() {
        CompletableFuture<ParticipantStatistics> result = new CompletableFuture<>();
        if (!post(() -> result.complete(stream.statistics(voice)))) {
            result.cancel(false);
        }
        return result;
    }

    @Override
    public void remove() {
        post(this::removeNow);
    }

    /** Leaves its room and the network; on its lane. */
    void removeNow() {
        if (removed) {
            return;
        }
        if (joined) {
            room.leave(this);
        }
        lost();
    }

    /** Ends what is not in any room (any more). */
    void lost() {
        if (!removed) {
            removed = true;
            joined = false;
            ear.close();
            stream.close();
            room.lane().load().decrementAndGet();
            room.engine().tally().participants.decrementAndGet();
        }
    }

    void joined(Room in) {
        joined = true;
        mixRate(in.rate());
    }

    void mixRate(int rate) {
        voice.resize(rate / 50);
        ear.mixRate(rate);
        stream.mixRate(rate);
    }

    /** What of it is in the mix of this turn. */
    void hear(long now) {
        boolean sound = stream.next(voice.frame(), now);
        voice.heard(sound);
        stream.talks(voice.level());
    }

    /** Sends it what it hears. */
    void speak(Room in) {
        ear.hear(in, voice, stream);
    }

    /** Reports, and notices that nobody is there. */
    void watch(long now) {
        stream.watch(now);
    }
}
