package io.switchboard.sip.messaging;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Changes that the store did not take, until it works again; bounded by what they hold in memory. */
final class Postponed {
    /** Bytes of all. */
    static final long MOST_BYTES = 64L << 20;
    /** Changes that are tried again at once. */
    static final int ROUND = 1_000;
    /** What a change takes beside its message and the names of devices, roughly. */
    private static final int OVERHEAD = 512;

    private final ArrayDeque<MessageStore.Change> changes = new ArrayDeque<>();
    private long bytes;

    /** Whether there was room for it. */
    boolean add(MessageStore.Change change) {
        long size = size(change);
        if (bytes + size > MOST_BYTES) {
            return false;
        }
        bytes += size;
        changes.add(change);
        return true;
    }

    /** Takes the oldest out, to be tried again. */
    List<MessageStore.Change> round() {
        List<MessageStore.Change> round = new ArrayList<>();
        while (round.size() < ROUND && !changes.isEmpty()) {
            MessageStore.Change change = changes.remove();
            bytes -= size(change);
            round.add(change);
        }
        return round;
    }

    private static long size(MessageStore.Change change) {
        return OVERHEAD
                + switch (change) {
                    case MessageStore.Change.Add add -> size(add.letter());
                    case MessageStore.Change.Delivered delivered ->
                        size(delivered.letter())
                                + delivered.owed().stream()
                                        .mapToLong(String::length)
                                        .sum();
                    case MessageStore.Change.Served served -> served.device().length();
                    case MessageStore.Change.Seen seen -> seen.device().length();
                    case MessageStore.Change.Died died -> 0;
                    case MessageStore.Change.Forget forget -> 0;
                };
    }

    private static long size(Letter letter) {
        return letter.content().array().length;
    }
}
