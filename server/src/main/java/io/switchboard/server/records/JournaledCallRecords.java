package io.switchboard.server.records;

import io.switchboard.server.records.OpenCalls.Survivor;
import io.switchboard.server.records.RecordWriter.Done;
import io.switchboard.sip.cdr.CallRecord;
import io.switchboard.sip.cdr.CallRecord.Hangup;
import io.switchboard.sip.cdr.CallRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Call records as JSON lines, exactly one for each call that was opened, even if the process is killed: a call stands
 * in a memory-mapped journal from its beginning until its line is written. What an earlier process left there is
 * written at the start, as interrupted if the call had not ended. Belongs to one lane; files are written by a thread.
 */
public final class JournaledCallRecords implements CallRecords, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JournaledCallRecords.class);
    /** Records kept as objects while they wait; more than these are read back from the journal. */
    private static final int KEPT = 10_000;

    private static final class Entry {
        int slot;
        long version = 1;
    }

    private final Journal journal;
    private final RecordFiles files;
    private final OpenCalls calls;
    private final RecordWriter writer;
    private final Map<String, Entry> open = new HashMap<>();
    private long unjournaled;
    private long lost;

    /**
     * Opens the records of a directory, makes it where needed, and hands over what an earlier process left.
     *
     * @param mostBytes size at which a file is full, in bytes
     * @param keepDays days after which a file is removed; 0 for never
     * @param wallClock milliseconds since the epoch; called from any thread
     * @throws IOException if it cannot be written or another process uses it
     */
    public JournaledCallRecords(Path directory, long mostBytes, int keepDays, LongSupplier wallClock)
            throws IOException {
        Files.createDirectories(directory);
        journal = new Journal(directory.resolve("open-calls.journal"));
        try {
            files = new RecordFiles(directory, mostBytes, keepDays, wallClock);
            calls = new OpenCalls(journal);
            writer = new RecordWriter(journal, files, wallClock);
            recover();
        } catch (IOException | RuntimeException e) {
            journal.close();
            throw e;
        }
        writer.start();
    }

    private void recover() throws IOException {
        long died = journal.alive();
        int interrupted = 0;
        Set<String> written = files.lastIds();
        for (Survivor survivor : calls.survivors()) {
            CallRecord record = survivor.record();
            if (written.contains(record.id())) {
                calls.release(survivor.slot()); // killed between the line and the release of its entry
            } else {
                interrupted += survivor.closed() ? 0 : 1;
                writer.add(new Done(survivor.slot(), survivor.closed() ? record : interrupted(record, died)));
            }
        }
        if (interrupted > 0) {
            log.warn("{} calls were running when the server died; their records say so", interrupted);
        }
    }

    private static CallRecord interrupted(CallRecord open, long died) {
        long last = Math.max(open.started(), Math.max(open.ringing(), open.answered()));
        return new CallRecord(
                open.id(),
                open.started(),
                open.ringing(),
                open.answered(),
                Math.max(last, died),
                open.from(),
                open.caller(),
                open.dialled(),
                open.route(),
                open.legs(),
                open.status(),
                open.reason(),
                Hangup.INTERRUPTED,
                open.recordings());
    }

    @Override
    public void opened(CallRecord soFar) {
        takeFreed();
        Entry entry = new Entry();
        entry.slot = calls.write(soFar, Journal.OPEN, entry.version);
        if (entry.slot < 0) {
            unjournaled++;
        }
        Entry other = open.put(soFar.id(), entry);
        if (other != null && other.slot >= 0) {
            log.error("two open calls have the id {}", soFar.id());
            calls.release(other.slot);
        }
        if (calls.low()) {
            writer.wantGrowth();
        }
    }

    @Override
    public void updated(CallRecord soFar) {
        Entry entry = open.get(soFar.id());
        if (entry != null) {
            replace(entry, soFar, Journal.OPEN);
        }
    }

    @Override
    public void closed(CallRecord record) {
        Entry entry = open.remove(record.id());
        if (entry == null) {
            log.error("a call that is not open was closed, and gets no second record: {}", record.id());
            return;
        }
        boolean journaled = replace(entry, record, Journal.CLOSED);
        if (writer.pending() < KEPT) {
            writer.add(new Done(entry.slot, record));
        } else if (journaled) {
            writer.add(new Done(entry.slot, null));
        } else {
            lost++;
            log.error("no room for the record of call {}: neither the files nor the journal take it", record.id());
        }
    }

    /** The old entry is freed only after the new one stands. False if the journal is full; then the old one stays. */
    private boolean replace(Entry entry, CallRecord record, int state) {
        takeFreed();
        int slot = calls.write(record, state, entry.version + 1);
        if (slot < 0) {
            return false;
        }
        entry.version++;
        if (entry.slot >= 0) {
            calls.release(entry.slot);
        }
        entry.slot = slot;
        return true;
    }

    private void takeFreed() {
        for (int i = 0; i < 4; i++) { // a few at a time: more than are taken by one call
            Done done = writer.pollFreed();
            if (done == null) {
                return;
            }
            calls.reuse(done.slot());
        }
    }

    /** Calls that are open. Only in the lane. */
    public int open() {
        return open.size();
    }

    /** Entries of usual size that the journal has room for at present. */
    public int slots() {
        return journal.slots();
    }

    /** Calls since the start that the journal had no room for at their beginning. Only in the lane. */
    public long unjournaled() {
        return unjournaled;
    }

    /** Records since the start that could be kept nowhere. Only in the lane. */
    public long lost() {
        return lost;
    }

    /** Records written since the start. */
    public long written() {
        return writer.written();
    }

    /** Records that wait to be written. */
    public long pending() {
        return writer.pending();
    }

    /** Attempts to write that failed since the start. */
    public long failures() {
        return writer.failures();
    }

    /** Writes what waits, and stops. Calls still open are written as interrupted by the next start. */
    @Override
    public void close() throws IOException {
        writer.close();
        files.close();
        journal.close();
    }
}
