package io.switchboard.media.engine;

import io.switchboard.media.MediaCounters;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** The engine's counters; touched from all lanes. */
final class Tally {
    final AtomicLong rooms = new AtomicLong();
    final AtomicLong participants = new AtomicLong();
    final AtomicLong sockets = new AtomicLong();
    final AtomicLong playbacks = new AtomicLong();
    final AtomicLong recordings = new AtomicLong();
    final AtomicLong lanes = new AtomicLong();
    final LongAdder packetsReceived = new LongAdder();
    final LongAdder packetsIgnored = new LongAdder();
    final LongAdder packetsSent = new LongAdder();
    final LongAdder sendFailures = new LongAdder();
    final LongAdder lateTicks = new LongAdder();
    final LongAdder roomsFailed = new LongAdder();

    MediaCounters snapshot() {
        return new MediaCounters(
                rooms.get(),
                participants.get(),
                sockets.get(),
                playbacks.get(),
                recordings.get(),
                lanes.get(),
                packetsReceived.sum(),
                packetsIgnored.sum(),
                packetsSent.sum(),
                sendFailures.sum(),
                lateTicks.sum(),
                roomsFailed.sum());
    }
}
