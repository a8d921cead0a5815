package io.switchboard.server.records;

import io.switchboard.sip.cdr.CallRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that writes the lines, frees their entries in the journal, and lets the journal grow. */
final class RecordWriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RecordWriter.class);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
    /** Between two looks at most, while there is nothing to write. */
    private static final long LONGEST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /**
     * A record to be written.
     *
     * @param slot its entry in the journal, or -1
     * @param record null if it is to be read from the journal
     */
    record Done(int slot, @Nullable CallRecord record) {}

    private final Journal journal;
    private final RecordFiles files;
    private final LongSupplier wallClock;
    private final Queue<Done> waiting = new ConcurrentLinkedQueue<>();
    private final Queue<Done> freed = new ConcurrentLinkedQueue<>();
    private final AtomicLong pending = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final JsonLines lines = new JsonLines();
    private final RecordJson json = new RecordJson();
    private final Thread thread;
    private volatile boolean growthWanted;
    private volatile boolean closing;

    RecordWriter(Journal journal, RecordFiles files, LongSupplier wallClock) {
        this.journal = journal;
        this.files = files;
        this.wallClock = wallClock;
        this.thread = Thread.ofPlatform().name("record-writer").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Hands a record over; neither blocks nor wakes a thread. */
    void add(Done done) {
        pending.incrementAndGet();
        waiting.add(done);
    }

    /** An entry whose slots may be used again, or null. */
    @Nullable Done pollFreed() {
        return freed.poll();
    }

    void wantGrowth() {
        if (!growthWanted) {
            growthWanted = true;
            LockSupport.unpark(thread);
        }
    }

    long pending() {
        return pending.get();
    }

    long written() {
        return written.get();
    }

    long failures() {
        return failures.get();
    }

    private void run() {
        long nextForce = System.nanoTime();
        List<Done> batch = new ArrayList<>();
        boolean failed = false;
        long look = LOOK_NANOS;
        while (true) {
            boolean last = closing;
            long before = written.get();
            try {
                journal.alive(wallClock.getAsLong());
                if (growthWanted) {
                    try {
                        journal.grow();
                    } finally {
                        growthWanted = false;
                    }
                }
                while (writeBatch(batch)) {
                    failed = false;
                }
                if (System.nanoTime() - nextForce >= 0) {
                    files.force();
                    nextForce = System.nanoTime() + PAUSE_NANOS;
                }
            } catch (IOException | RuntimeException e) {
                failures.incrementAndGet();
                if (!failed) {
                    log.error("call records cannot be written; {} wait in the journal", pending.get(), e);
                }
                failed = true;
            }
            if (last) {
                return;
            }
            look = written.get() == before ? Math.min(2 * look, LONGEST_LOOK_NANOS) : LOOK_NANOS;
            LockSupport.parkNanos(failed ? PAUSE_NANOS : look);
        }
    }

    /** Writes lines to one file, then frees their entries; false if there is nothing more to do. */
    private boolean writeBatch(List<Done> batch) throws IOException {
        if (batch.isEmpty()) {
            lines.clear();
            Done done;
            while (lines.size() < RecordFiles.BATCH / 2 && (done = waiting.poll()) != null) {
                batch.add(done);
                CallRecord record = done.record() != null ? done.record() : stored(done.slot());
                if (record != null) {
                    json.append(record, lines);
                }
            }
            if (batch.isEmpty()) {
                return false;
            }
        }
        files.append(lines.written()); // if it fails, the same batch is tried again later
        for (Done done : batch) {
            if (done.slot() >= 0) {
                journal.state(done.slot(), Journal.FREE);
                freed.add(done);
            }
        }
        written.addAndGet(batch.size());
        pending.addAndGet(-batch.size());
        batch.clear();
        return true;
    }

    private @Nullable CallRecord stored(int slot) {
        try {
            return RecordCodec.decode(journal.read(slot));
        } catch (RuntimeException e) {
            failures.incrementAndGet();
            log.error("a call record in the journal is damaged and cannot be written", e);
            return null;
        }
    }

    /** Writes what waits and stops. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
