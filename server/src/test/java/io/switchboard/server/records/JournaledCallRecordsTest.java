package io.switchboard.server.records;

import static io.switchboard.server.records.CallWriterChild.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.switchboard.sip.cdr.CallRecord.Hangup;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournaledCallRecordsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private final AtomicLong clock = new AtomicLong(1_772_000_000_000L);

    @Test
    void aClosedCallIsOneLine() throws Exception {
        try (JournaledCallRecords records = records(1_000_000)) {
            records.opened(call("a", 1, 0, Hangup.SERVER));
            records.updated(call("a", 2, 0, Hangup.SERVER));
            records.closed(call("a", 2, 200, Hangup.CALLEE));
            assertThat(records.open()).isZero();
        }
        JsonNode line = JSON.readTree(lines().getFirst());
        assertThat(lines()).hasSize(1);
        assertThat(line.path("id").asText()).isEqualTo("a");
        assertThat(line.path("started").asText()).isEqualTo("2023-11-14T22:13:20.000Z");
        assertThat(line.path("duration_ms").asInt()).isEqualTo(3_500);
        assertThat(line.path("hangup").asText()).isEqualTo("callee");
        assertThat(line.path("legs").size()).isEqualTo(2);
        assertThat(line.path("legs").path(1).path("target").asText()).isEqualTo("sip:\"bob\"@éxample.com");
    }

    @Test
    void aSecondCloseGivesNoSecondRecord() throws Exception {
        try (JournaledCallRecords records = records(1_000_000)) {
            records.opened(call("a", 1, 0, Hangup.SERVER));
            records.closed(call("a", 1, 486, Hangup.CALLEE));
            records.closed(call("a", 1, 486, Hangup.CALLEE));
        }
        assertThat(lines()).hasSize(1);
    }

    @Test
    void anOpenCallIsInterruptedAtTheNextStart() throws Exception {
        try (JournaledCallRecords records = records(1_000_000)) {
            records.opened(call("running", 1, 0, Hangup.SERVER));
            records.opened(call("big", 200, 0, Hangup.SERVER)); // longer than a slot
        }
        assertThat(lines()).isEmpty();
        records(1_000_000).close();
        records(1_000_000).close();
        assertThat(lines()).hasSize(2).allSatisfy(line -> {
            JsonNode record = JSON.readTree(line);
            assertThat(record.path("hangup").asText()).isEqualTo("interrupted");
            assertThat(record.path("ended").asText()).startsWith("2026-02-25");
        });
    }

    @Test
    void aKillBetweenLineAndReleaseGivesNoSecondLine() throws Exception {
        try (JournaledCallRecords records = records(1_000_000)) {
            records.opened(call("a", 1, 0, Hangup.SERVER));
        }
        Path file = directory.resolve("calls-2026-02-25-0000.jsonl");
        Files.writeString(file, "{\"id\":\"a\",\"x\":1}\n{\"id\":\"b\",\"cut");
        records(1_000_000).close();
        assertThat(lines()).containsExactly("{\"id\":\"a\",\"x\":1}");
    }

    @Test
    void filesTurnWithSizeAndDay() throws Exception {
        try (JournaledCallRecords records = records(2_000)) {
            for (int i = 0; i < 8; i++) {
                records.opened(call("call" + i, 2, 0, Hangup.SERVER));
                records.closed(call("call" + i, 2, 200, Hangup.CALLER));
                await(records, i + 1);
            }
            clock.addAndGet(TimeUnit.DAYS.toMillis(1));
            records.opened(call("tomorrow", 2, 0, Hangup.SERVER));
            records.closed(call("tomorrow", 2, 200, Hangup.CALLER));
        }
        List<Path> files = RecordFiles.files(directory);
        assertThat(files).hasSizeGreaterThan(3);
        assertThat(files.getLast().getFileName()).hasToString("calls-2026-02-26-0000.jsonl");
        for (Path file : files) {
            assertThat(Files.size(file)).isLessThan(2_000);
        }
        assertThat(lines()).hasSize(9);
    }

    @Test
    void oldFilesAreRemoved() throws Exception {
        try (JournaledCallRecords records = records(1_000_000)) {
            for (int day = 0; day < 5; day++) {
                records.opened(call("call" + day, 2, 0, Hangup.SERVER));
                records.closed(call("call" + day, 2, 200, Hangup.CALLER));
                await(records, day + 1);
                clock.addAndGet(TimeUnit.DAYS.toMillis(1));
            }
        }
        assertThat(RecordFiles.files(directory))
                .extracting(file -> file.getFileName().toString())
                .containsExactly(
                        "calls-2026-02-27-0000.jsonl", "calls-2026-02-28-0000.jsonl", "calls-2026-03-01-0000.jsonl");
    }

    @Test
    void theJournalGrowsAndItsSlotsAreUsedAgain() throws Exception {
        int calls = 3 * Journal.SLOTS_PER_SEGMENT;
        try (JournaledCallRecords records = records(100_000_000)) {
            for (int i = 0; i < calls; i++) {
                records.opened(call("call" + i, 1, 0, Hangup.SERVER));
                if (i % 1_000 == 999) {
                    int expected = i;
                    until(() -> records.slots() > expected + 1_000); // the writer adds room in time
                }
            }
            assertThat(records.open()).isEqualTo(calls);
            for (int i = 0; i < calls; i++) {
                records.closed(call("call" + i, 1, 200, Hangup.CALLER));
            }
            await(records, calls);
            assertThat(records.lost()).isZero();
        }
        assertThat(lines()).hasSize(calls);
    }

    @Test
    void twoProcessesDoNotShareAJournal() throws Exception {
        try (JournaledCallRecords records = records(1_000_000)) {
            assertThat(records.pending()).isZero();
            assertThatThrownBy(() -> records(1_000_000)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void filesThatCannotBeWrittenDoNotStopCalls() throws Exception {
        Path blocked = directory.resolve("calls-2026-02-25-0000.jsonl");
        try (JournaledCallRecords records = records(1_000_000)) {
            Files.createDirectory(blocked);
            records.opened(call("a", 1, 0, Hangup.SERVER));
            records.closed(call("a", 1, 200, Hangup.CALLER));
            until(() -> records.failures() > 0);
            records.opened(call("b", 1, 0, Hangup.SERVER));
            Files.delete(blocked);
            await(records, 1);
        }
        records(1_000_000).close();
        assertThat(lines()).hasSize(2);
    }

    @Test
    void everyOpenedCallHasExactlyOneRecordWhateverTheMomentOfTheKill() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Set<String> opened = new HashSet<>();
        Set<String> closed = new HashSet<>();
        for (int round = 0; round < 6; round++) {
            Process child = new ProcessBuilder(CallWriterChild.command(directory, "r" + round, random.nextLong()))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            int killAt = random.nextInt(8_000);
            try (BufferedReader in = child.inputReader()) {
                String line = readLine(in);
                for (int count = 0; line != null; count++) {
                    String next = readLine(in);
                    if (next != null) { // the last line may be cut
                        (line.startsWith("o") ? opened : closed).add(line.substring(2));
                    }
                    if (count == killAt) {
                        child.toHandle().destroyForcibly();
                    }
                    line = next;
                }
            }
            assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        records(1_000_000).close();
        Map<String, Integer> found = new HashMap<>();
        Set<String> interrupted = new HashSet<>();
        for (String line : lines()) {
            JsonNode record = JSON.readTree(line);
            found.merge(record.path("id").asText(), 1, Integer::sum);
            if (record.path("hangup").asText().equals("interrupted")) {
                interrupted.add(record.path("id").asText());
            }
        }
        assertThat(found.values()).as("seed %d", seed).isNotEmpty().allMatch(times -> times == 1);
        assertThat(found.keySet()).as("seed %d", seed).containsAll(opened);
        assertThat(interrupted).as("seed %d", seed).isNotEmpty().doesNotContainAnyElementsOf(closed);
    }

    private static @Nullable String readLine(BufferedReader in) {
        try {
            return in.readLine();
        } catch (IOException e) {
            return null; // the pipe was closed by the kill
        }
    }

    private JournaledCallRecords records(long mostBytes) throws IOException {
        return new JournaledCallRecords(directory, mostBytes, 2, clock::get);
    }

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : RecordFiles.files(directory)) {
            lines.addAll(Files.readAllLines(file));
        }
        return lines;
    }

    private static void await(JournaledCallRecords records, long written) {
        until(() -> records.written() >= written);
    }

    private static void until(BooleanSupplier reached) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!reached.getAsBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(reached.getAsBoolean()).isTrue();
    }
}
