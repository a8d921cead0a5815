package io.switchboard.server.store;

import static io.switchboard.server.store.BindingWriterChild.aor;
import static io.switchboard.server.store.BindingWriterChild.binding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchboard.server.store.JournaledBindingStore.Limits;
import io.switchboard.sip.registrar.Binding;
import io.switchboard.sip.registrar.BindingChange;
import io.switchboard.sip.registrar.BindingStore.Outcome;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournaledBindingStoreTest {
    private static final Limits LARGE = Limits.USUAL;

    @TempDir
    Path directory;

    @Test
    void savedIsInTheJournalAndAfterAnEndInTheDatabase() throws Exception {
        Binding plain = binding(1, 7, null);
        Binding outbound = binding(1, 8, "urn:uuid:ü");
        try (Database database = open()) {
            try (JournaledBindingStore store = store(database, LARGE)) {
                assertThat(save(store, plain)).isEqualTo(Outcome.SAVED);
                assertThat(save(store, new BindingChange(aor(1), List.of(outbound), List.of(plain))))
                        .isEqualTo(Outcome.SAVED);
                assertThat(database.bindings(0)).isEmpty();
                assertThat(journals()).hasSize(1);
            }
            assertThat(database.bindings(0)).containsExactly(outbound);
            assertThat(journals()).isEmpty();
        }
    }

    @Test
    void journalOfAKilledProcessIsReplayed() throws Exception {
        Binding gone = binding(3, 1, null);
        try (Database database = open();
                JournaledBindingStore killed = store(database, LARGE)) {
            save(killed, binding(1, 1, null));
            save(killed, binding(1, 2, null));
            save(killed, gone);
            save(killed, new BindingChange(aor(3), List.of(), List.of(gone)));
            Path copy = copyOfJournals();
            try (Database other = new Database(Database.embedded(copy), "", "");
                    JournaledBindingStore store = new JournaledBindingStore(other, copy, Duration.ZERO)) {
                assertThat(store.load(0)).containsExactly(binding(1, 2, null));
            }
        }
    }

    @Test
    void tornTailIsDroppedWithWhatCameBeforeKept() throws Exception {
        try (Database database = open();
                JournaledBindingStore killed = store(database, LARGE)) {
            List<Long> ends = new ArrayList<>();
            for (int i = 1; i <= 5; i++) {
                save(killed, binding(i, i, null));
                ends.add(lastByte(journals().get(0)) + 2); // the last byte of each group is a zero
            }
            Random random = new Random(7);
            for (int round = 0; round < 20; round++) {
                Path copy = copyOfJournals();
                long cut = ends.get(2) + 1 + random.nextLong(ends.get(4) - ends.get(2) - 2);
                cut -= cut == ends.get(3) - 1 ? 1 : 0;
                try (Stream<Path> files = Files.list(copy);
                        RandomAccessFile file = new RandomAccessFile(
                                files.filter(each -> each.toString().endsWith(".journal"))
                                        .findFirst()
                                        .orElseThrow()
                                        .toFile(),
                                "rw")) {
                    byte[] zeros = new byte[(int) (ends.get(4) - cut)];
                    file.seek(cut);
                    file.write(zeros); // the last sectors were never written
                    if (random.nextBoolean()) {
                        file.setLength(cut);
                    }
                }
                int whole = cut >= ends.get(3) ? 4 : 3;
                try (Database other = new Database(Database.embedded(copy), "", "");
                        JournaledBindingStore store = new JournaledBindingStore(other, copy, Duration.ZERO)) {
                    assertThat(store.load(0)).as("cut at %d of %s", cut, ends).hasSize(whole);
                }
            }
        }
    }

    @Test
    void nothingAcknowledgedIsLostByAKill() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, Long> acknowledged = new HashMap<>();
        long next = 1;
        for (int round = 0; round < 6; round++) {
            next = KilledWriter.run(directory, "journal", random, next, acknowledged);
            Map<String, Long> stored = new HashMap<>();
            try (Database database = open();
                    JournaledBindingStore store = store(database, LARGE)) {
                store.load(0).forEach(each -> stored.put(each.aor(), each.cseq()));
            }
            acknowledged.forEach((aor, cseq) -> assertThat(stored.getOrDefault(aor, 0L))
                    .as("cseq of %s, seed %d", aor, seed)
                    .isGreaterThanOrEqualTo(cseq));
            next += 1_000; // more than the child may have stored without having said so
        }
        assertThat(acknowledged).as("seed %d", seed).isNotEmpty();
    }

    @Test
    void fullJournalGoesToTheDatabaseWhileChangesAreTaken() throws Exception {
        try (Database database = open();
                JournaledBindingStore store = store(database, new Limits(2 << 20, 100_000, Duration.ofMinutes(5)))) {
            for (int i = 0; i < 3_000; i++) {
                assertThat(save(store, binding(i % 700, i, null))).isEqualTo(Outcome.SAVED);
            }
            await(() -> database.bindings(0).size() == 700);
        }
        try (Database database = open()) {
            assertThat(database.bindings(0)).allMatch(each -> each.cseq() >= 2_300);
            assertThat(journals()).isEmpty();
        }
    }

    @Test
    void oldJournalGoesToTheDatabaseThoughNothingComes() throws Exception {
        Limits hasty = new Limits(1 << 20, 1_000, Duration.ofMillis(50));
        try (Database database = open();
                JournaledBindingStore store = store(database, hasty)) {
            save(store, binding(1, 1, null));
            await(() -> database.bindings(0).size() == 1);
            await(() -> journals().size() == 1); // the next one
        }
    }

    @Test
    void failingDatabaseIsNotNoticedUntilTheJournalIsFull() throws Exception {
        Limits few = new Limits(1 << 20, 100, Duration.ofMinutes(5));
        try (Database database = open()) {
            try (JournaledBindingStore store = store(database, few)) {
                execute(database, "ALTER TABLE binding RENAME TO elsewhere");
                int saved = 0;
                while (saved < 2_000 && save(store, binding(saved, 1, null)) == Outcome.SAVED) {
                    saved++;
                }
                assertThat(saved).isBetween(400, 1_000);
                assertThat(store.state()).isEqualTo(GroupCommitStore.State.FAILING);
                assertThat(store.failures()).isEqualTo(1);
                execute(database, "ALTER TABLE elsewhere RENAME TO binding");
                await(() -> save(store, binding(5_000, 1, null)) == Outcome.SAVED);
                assertThat(store.state()).isEqualTo(GroupCommitStore.State.RUNNING);
                await(() -> database.bindings(0).size() >= 100);
            }
            assertThat(database.bindings(0)).hasSizeGreaterThan(400);
            assertThat(journals()).isEmpty();
        }
    }

    @Test
    void interruptedCheckpointIsCarriedOutAtTheNextStart() throws Exception {
        try (Database database = open()) {
            try (JournaledBindingStore store = store(database, LARGE)) {
                save(store, binding(1, 1, null));
                execute(database, "ALTER TABLE binding RENAME TO elsewhere");
            }
            assertThat(journals()).hasSize(1);
            assertThatThrownBy(() -> store(database, LARGE)).isInstanceOf(IllegalStateException.class);
            execute(database, "ALTER TABLE elsewhere RENAME TO binding");
            try (JournaledBindingStore store = store(database, LARGE)) {
                assertThat(store.load(0)).containsExactly(binding(1, 1, null));
            }
        }
    }

    @Test
    void journalsAreBroughtInInPortionsAndTheLatestStays() throws Exception {
        try (Database database = open();
                JournaledBindingStore killed = store(database, new Limits(1 << 20, 400, Duration.ofMinutes(5)))) {
            execute(database, "ALTER TABLE binding RENAME TO elsewhere");
            for (int i = 0; i < 1_000; i++) {
                save(killed, binding(i % 70, i, null));
            }
            save(killed, new BindingChange(aor(3), List.of(), List.of(binding(3, 1_000, null))));
            Path copy = copyOfJournals();
            List<Path> files;
            try (Stream<Path> all = Files.list(copy)) {
                files = all.sorted().toList();
            }
            assertThat(files).hasSizeGreaterThan(1);
            try (Database other = new Database(Database.embedded(copy), "", "")) {
                new Checkpoint(other, files, 9).run(Checkpoint.AT_ONCE);
                assertThat(other.bindings(0))
                        .hasSize(69)
                        .allMatch(each -> each.cseq() >= 930)
                        .noneMatch(each -> each.aor().equals(aor(3)));
            }
            assertThat(files).noneMatch(Files::exists);
            execute(database, "ALTER TABLE elsewhere RENAME TO binding");
        }
    }

    @Test
    void secondProcessIsKeptOut() throws Exception {
        try (Database database = open();
                JournaledBindingStore store = store(database, LARGE)) {
            assertThatThrownBy(() -> store(database, LARGE)).isInstanceOf(IOException.class);
            assertThat(save(store, binding(1, 1, null))).isEqualTo(Outcome.SAVED);
        }
    }

    @Test
    void largeGroupsAreWrittenWhole() throws Exception {
        List<Binding> many = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            many.add(binding(1, i, "urn:uuid:" + i));
        }
        try (Database database = open();
                JournaledBindingStore killed = store(database, LARGE)) {
            save(killed, new BindingChange(aor(1), many, List.of()));
            save(killed, binding(2, 1, null));
            Path copy = copyOfJournals();
            try (Database other = new Database(Database.embedded(copy), "", "");
                    JournaledBindingStore store = new JournaledBindingStore(other, copy, Duration.ZERO)) {
                assertThat(store.load(0)).hasSize(2_001);
            }
        }
    }

    private JournaledBindingStore store(Database database, Limits limits) throws IOException {
        return new JournaledBindingStore(database, directory.resolve("bindings"), Duration.ZERO, limits);
    }

    private List<Path> journals() {
        try (Stream<Path> files = Files.list(directory.resolve("bindings"))) {
            return files.filter(file -> file.toString().endsWith(".journal"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What a kill at this moment would leave. */
    private Path copyOfJournals() throws IOException {
        Path copy = Files.createTempDirectory(directory, "copy");
        for (Path journal : journals()) {
            Files.copy(journal, copy.resolve(journal.getFileName()));
        }
        return copy;
    }

    private static long lastByte(Path journal) throws IOException {
        byte[] bytes = Files.readAllBytes(journal);
        int at = bytes.length - 1;
        while (bytes[at] == 0) {
            at--;
        }
        return at;
    }

    private static Outcome save(GroupCommitStore store, Binding binding) {
        return save(store, new BindingChange(binding.aor(), List.of(binding), List.of()));
    }

    private static Outcome save(GroupCommitStore store, BindingChange change) {
        CompletableFuture<Outcome> done = new CompletableFuture<>();
        store.save(change, Runnable::run, done::complete);
        return done.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Database open() {
        return new Database(Database.embedded(directory), "", "");
    }
}
