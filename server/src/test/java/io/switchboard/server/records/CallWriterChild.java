package io.switchboard.server.records;

import io.switchboard.sip.cdr.CallRecord;
import io.switchboard.sip.cdr.CallRecord.Hangup;
import io.switchboard.sip.cdr.CallRecord.LegRecord;
import io.switchboard.sip.cdr.CallRecord.RecordingRecord;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** A process that opens, updates and closes calls until it is killed; prints {@code o id} and {@code c id} afterwards. */
final class CallWriterChild {
    private CallWriterChild() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.US_ASCII);
        Random random = new Random(Long.parseLong(arguments[2]));
        JournaledCallRecords records =
                new JournaledCallRecords(Path.of(arguments[0]), 200_000, 0, System::currentTimeMillis);
        Deque<CallRecord> open = new ArrayDeque<>();
        for (int i = 0; ; i++) {
            CallRecord call = call(arguments[1] + "-" + i, i % 17 == 0 ? 40 : 1, 0, Hangup.SERVER);
            records.opened(call);
            out.print("o " + call.id() + "\n");
            open.add(call);
            if (random.nextInt(3) == 0) {
                records.updated(call(call.id(), 2, 0, Hangup.SERVER));
            }
            while (open.size() > 50 || (!open.isEmpty() && random.nextInt(3) == 0)) {
                CallRecord ended = open.remove();
                records.closed(call(ended.id(), 2, 200, Hangup.CALLER));
                out.print("c " + ended.id() + "\n");
            }
            out.flush();
            while (records.pending() > 500) {
                Thread.onSpinWait(); // calls do not come faster than a disk writes
            }
        }
    }

    static CallRecord call(String id, int legs, int status, Hangup hangup) {
        LegRecord leg = new LegRecord(
                "leg-" + id,
                "sip:\"bob\"@éxample.com",
                "account:bob@example.com",
                status,
                "Q.850;cause=16",
                "account:alice@example.com");
        return new CallRecord(
                id,
                1_700_000_000_000L,
                1_700_000_001_000L,
                1_700_000_002_000L,
                status == 0 ? 0 : 1_700_000_005_500L,
                "account:alice@example.com",
                "sip:alice@example.com",
                "0201234567",
                "nl",
                Collections.nCopies(legs, leg),
                status,
                "",
                hangup,
                List.of(new RecordingRecord("recordings/é.wav", 1_700_000_002_500L, 2_450)));
    }

    static List<String> command(Path directory, String prefix, long seed) {
        return List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                CallWriterChild.class.getName(),
                directory.toString(),
                prefix,
                Long.toString(seed));
    }
}
