package io.switchboard.sip.transport;

import io.netty.channel.Channel;
import java.util.ArrayList;

/**
 * Gathers the sockets that were written to, so that each is flushed once: at the end of the read of datagrams that
 * caused the writes, or else at the end of the loop's turn. Used in the lane alone.
 */
final class FlushQueue implements Runnable {
    private final EventLoopLane lane;
    private final ArrayList<Entry> dirty = new ArrayList<>();
    private boolean posted;
    private boolean reading;

    FlushQueue(EventLoopLane lane) {
        this.lane = lane;
    }

    /** A socket's place in the queue. */
    static class Entry {
        private final Channel channel;
        private boolean queued;

        Entry(Channel channel) {
            this.channel = channel;
        }

        void flush() {
            channel.flush();
        }
    }

    void touched(Entry entry) {
        if (!entry.queued) {
            entry.queued = true;
            dirty.add(entry);
        }
        if (!posted && !reading) {
            posted = true;
            lane.loop().execute(this);
        }
    }

    /** At the begin of a read, whose end is told in any case: nothing is posted for what is written in between. */
    void reads() {
        reading = true;
    }

    /** At the end of a read. */
    void readComplete() {
        reading = false;
        flush();
    }

    @Override
    public void run() {
        posted = false;
        flush();
    }

    private void flush() {
        // By index: a flush may fail a write, whose listener may write elsewhere.
        for (int i = 0; i < dirty.size(); i++) {
            Entry entry = dirty.get(i);
            entry.queued = false;
            entry.flush();
        }
        dirty.clear();
    }
}
