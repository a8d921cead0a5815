package io.switchboard.media.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.media.MediaCounters;
import io.switchboard.media.MediaEvent;
import io.switchboard.media.MediaParticipant;
import io.switchboard.media.MediaRoom;
import io.switchboard.media.Negotiation;
import io.switchboard.media.ParticipantSettings;
import io.switchboard.media.RoomSettings;
import io.switchboard.media.sdp.AudioCodec;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An engine with phones and what it tells; nothing may be left of it at the end. */
final class Rig implements AutoCloseable {
    final RtpMediaEngine engine;
    final BlockingQueue<MediaEvent> events = new LinkedBlockingQueue<>();
    private final List<Phone> phones = new ArrayList<>();

    Rig() throws Exception {
        this(MediaSettings.on(InetAddress.getLoopbackAddress()));
    }

    Rig(MediaSettings settings) throws Exception {
        engine = RtpMediaEngine.start(settings);
    }

    MediaRoom room(String name) {
        return room(name, RoomSettings.DEFAULT);
    }

    MediaRoom room(String name, RoomSettings settings) {
        return engine.createRoom(name, settings, events::add);
    }

    Phone phone(AudioCodec codec, double frequency) throws Exception {
        Phone phone = new Phone(codec, frequency);
        phones.add(phone);
        return phone;
    }

    /** Brings a phone into a room by its offer. */
    MediaParticipant join(MediaRoom room, Phone phone) throws Exception {
        MediaParticipant participant =
                room.createParticipant("phone " + phone.socket.getLocalPort(), ParticipantSettings.DEFAULT);
        phone.talkTo(agreed(participant.answer(phone.description())).description());
        return participant;
    }

    static Negotiation.Agreed agreed(CompletableFuture<Negotiation> future) throws Exception {
        Negotiation result = future.get(10, TimeUnit.SECONDS);
        assertThat(result).isInstanceOf(Negotiation.Agreed.class);
        return (Negotiation.Agreed) result;
    }

    /** Waits for an event of a kind; others before it are dropped. */
    <E extends MediaEvent> E event(Class<E> kind, Predicate<E> which) throws Exception {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (true) {
            MediaEvent event = next(deadline);
            if (event == null) {
                throw new AssertionError("no " + kind.getSimpleName());
            }
            if (kind.isInstance(event) && which.test(kind.cast(event))) {
                return kind.cast(event);
            }
        }
    }

    private @Nullable MediaEvent next(long deadline) throws InterruptedException {
        return events.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    <E extends MediaEvent> E event(Class<E> kind) throws Exception {
        return event(kind, e -> true);
    }

    @Override
    public void close() {
        engine.close();
        phones.forEach(Phone::close);
        MediaCounters left = engine.counters();
        assertThat(List.of(
                        left.rooms(),
                        left.participants(),
                        left.sockets(),
                        left.playbacks(),
                        left.recordings(),
                        left.lanes()))
                .containsOnly(0L);
    }
}
