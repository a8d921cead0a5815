package io.switchboard.sip.transport;

import io.switchboard.sip.lane.Lane;

/**
 * How far a lane is behind its datagrams. The kernel does not tell how long they have waited, but a socket that every
 * read found full has not been empty since the first of those reads.
 */
final class Backlog {
    private final Lane lane;
    private long since = -1;

    Backlog(Lane lane) {
        this.lane = lane;
    }

    /** A read is over. */
    void read(boolean emptied) {
        if (emptied) {
            since = -1;
        } else if (since < 0) {
            since = lane.now();
        }
    }

    /** Milliseconds for which the socket has not been empty, 0 if it was a moment ago. */
    long millis() {
        return since < 0 ? 0 : lane.now() - since;
    }
}
