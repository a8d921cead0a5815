package io.switchboard.server.api.http;

import org.jspecify.annotations.Nullable;

/** Where the events of a stream come from. Used by the connection's thread alone, but for what wakes it. */
public interface Feed {
    /**
     * Begins.
     *
     * @param wake to be run, in any thread, when there is something new
     */
    void open(Runnable wake);

    /** What to send next, in the form of text/event-stream; null if there is nothing now. */
    @Nullable String next();

    /** Whether the client has fallen so far behind that it is to be cut off. */
    boolean lost();

    /** The last thing that a client is told that is cut off. */
    String farewell();

    /** The client is gone, or was cut off. */
    void close();
}
