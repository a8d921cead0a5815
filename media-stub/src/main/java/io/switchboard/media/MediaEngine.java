package io.switchboard.media;

/**
 * The media plane as signalling sees it: rooms in which participants hear each other. Signalling hands session
 * descriptions in and out and orders who is where and who hears what; sockets, packets and codecs are not its affair.
 *
 * <p>Nothing here blocks, and all of it may be called from any thread: orders are carried out one after the other on
 * the thread that owns the room. Futures complete, and events come, on that thread; whoever takes them goes on in a
 * thread of its own ({@code future.thenAcceptAsync(…, lane)}).
 */
public interface MediaEngine extends AutoCloseable {
    /**
     * Opens a room.
     *
     * @param name for logs, such as the call's or the conference's identifier
     * @param settings how it mixes
     * @param events is told what happens in the room and to its participants
     */
    MediaRoom createRoom(String name, RoomSettings settings, MediaEvents events);

    /** What is in use now, and what has been so far. */
    MediaCounters counters();

    /** Closes all rooms, then all sockets and threads; returns when that is done, within some seconds. */
    @Override
    void close();
}
