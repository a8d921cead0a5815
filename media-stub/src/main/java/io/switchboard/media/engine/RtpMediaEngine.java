package io.switchboard.media.engine;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.switchboard.media.MediaCounters;
import io.switchboard.media.MediaEngine;
import io.switchboard.media.MediaEvent;
import io.switchboard.media.MediaEvents;
import io.switchboard.media.MediaRoom;
import io.switchboard.media.RoomSettings;
import io.switchboard.media.engine.MediaSettings.MediaAddress;
import io.switchboard.media.record.RecordingFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The media plane: RTP on UDP sockets, mixed on lanes. */
public final class RtpMediaEngine implements MediaEngine {
    private static final Logger LOG = LoggerFactory.getLogger(RtpMediaEngine.class);
    private static final long CLOSE_SECONDS = 5;

    private final MediaSettings settings;
    private final Tally tally = new Tally();
    private final Prompts prompts = new Prompts();
    private final MultiThreadIoEventLoopGroup group;
    private final List<MediaLane> lanes = new ArrayList<>();
    private final Map<MediaAddress, PortRange> ports = new HashMap<>();
    private final Map<MediaLane, Map<MediaAddress, SharedSocket>> sharedSockets = new HashMap<>();
    private final Set<Room> rooms = ConcurrentHashMap.newKeySet();
    private final Map<RoomRecording, CompletableFuture<Void>> recordings = new ConcurrentHashMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final WarmUp warmUp = WarmUp.begin();

    private RtpMediaEngine(MediaSettings settings) {
        this.settings = settings;
        group = new MultiThreadIoEventLoopGroup(
                settings.lanes(), new DefaultThreadFactory("media", Thread.MAX_PRIORITY), Sockets.handlers());
        for (int i = 0; i < settings.lanes(); i++) {
            lanes.add(new MediaLane((EventLoop) group.next(), tally));
            tally.lanes.incrementAndGet();
        }
        for (MediaAddress address : settings.addresses()) {
            ports.put(address, new PortRange(settings.firstPort(), settings.lastPort()));
        }
    }

    /**
     * Starts the media plane. With one port its sockets are bound now, otherwise with each participant.
     *
     * @throws IllegalStateException if the port cannot be bound
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static RtpMediaEngine start(MediaSettings settings) throws InterruptedException {
        RtpMediaEngine engine = new RtpMediaEngine(settings);
        try {
            engine.bindShared();
        } catch (IllegalStateException | InterruptedException e) {
            engine.close();
            throw e;
        }
        return engine;
    }

    private void bindShared() throws InterruptedException {
        if (!settings.onePort()) {
            return;
        }
        for (int i = 0; i < lanes.size(); i++) {
            MediaLane lane = lanes.get(i);
            Map<MediaAddress, SharedSocket> sockets = new HashMap<>();
            for (MediaAddress address : settings.addresses()) {
                int port = settings.firstPort() == 0 ? 0 : settings.firstPort() + 2 * i;
                SharedSocket socket = new SharedSocket(lane, address.bind(), port, tally);
                sockets.put(address, socket);
                lane.execute(() -> lane.flushes(socket));
            }
            sharedSockets.put(lane, sockets);
        }
    }

    @Override
    public MediaRoom createRoom(String name, RoomSettings roomSettings, MediaEvents events) {
        MediaLane least = lanes.get(0);
        for (MediaLane lane : lanes) {
            least = lane.load().get() < least.load().get() ? lane : least;
        }
        MediaLane lane = least;
        Room room = new Room(name, roomSettings, events, this, lane);
        rooms.add(room);
        tally.rooms.incrementAndGet();
        boolean posted = room.post(() -> {
            if (!room.closed()) {
                lane.add(room);
            }
        });
        if (!posted) {
            closed(room);
        } else if (closed.get()) {
            room.close();
        }
        return room;
    }

    void closed(Room room) {
        if (rooms.remove(room)) {
            tally.rooms.decrementAndGet();
        }
    }

    Tally tally() {
        return tally;
    }

    MediaSettings settings() {
        return settings;
    }

    Prompts prompts() {
        return prompts;
    }

    /** Opens sockets on a lane, or a part of the shared one. Called on that lane. */
    CompletableFuture<Endpoint> open(
            MediaLane lane, MediaAddress address, Endpoint.Receiver rtp, Endpoint.Receiver rtcp) {
        Map<MediaAddress, SharedSocket> sockets = sharedSockets.get(lane);
        SharedSocket socket = sockets == null ? null : sockets.get(address);
        if (socket != null) {
            return CompletableFuture.completedFuture(socket.open(rtp));
        }
        PortRange range = ports.get(address);
        if (range == null) {
            throw new IllegalArgumentException("no such address: " + address);
        }
        return OwnEndpoint.open(lane.loop(), address.bind(), range, tally, rtp, rtcp);
    }

    /** Begins to write a recording of a room; the room is told when it has ended. */
    void startRecording(RoomRecording recording, int rate, Room room) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        recordings.put(recording, ended);
        tally.recordings.incrementAndGet();
        int bytesPerSecond = 2 * rate * recording.channels();
        recording.start(new RecordingFile(recording.file(), rate, recording.channels(), (bytes, missed, error) -> {
            Duration length = Duration.ofMillis(bytes * 1000 / bytesPerSecond);
            String why = error == null ? null : error.getClass().getSimpleName() + ": " + error.getMessage();
            if (error != null) {
                LOG.warn("Recording {} of room {} ended: {}", recording.file(), room.name(), why);
            }
            tally.recordings.decrementAndGet();
            room.post(() ->
                    room.tell(new MediaEvent.RecordingEnded(recording, length, Duration.ofMillis(20 * missed), why)));
            recordings.remove(recording);
            ended.complete(null);
        }));
    }

    @Override
    public MediaCounters counters() {
        return tally.snapshot();
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        warmUp.stop();
        rooms.forEach(Room::close);
        for (MediaLane lane : lanes) {
            await(CompletableFuture.runAsync(() -> {}, lane));
        }
        recordings.values().forEach(this::await);
        sharedSockets.values().forEach(sockets -> sockets.values().forEach(SharedSocket::close));
        group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly(2 * CLOSE_SECONDS * 1000);
        tally.lanes.set(0);
    }

    private void await(CompletableFuture<Void> end) {
        try {
            end.get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The media plane does not close in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
