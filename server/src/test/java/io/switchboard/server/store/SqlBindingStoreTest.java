package io.switchboard.server.store;

import static io.switchboard.server.store.BindingWriterChild.aor;
import static io.switchboard.server.store.BindingWriterChild.binding;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.registrar.Binding;
import io.switchboard.sip.registrar.BindingChange;
import io.switchboard.sip.registrar.BindingStore.Outcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bindings in either database. */
class SqlBindingStoreTest extends DatabaseScene {
    @ParameterizedTest
    @EnumSource(Kind.class)
    void bindingsComeBackAsTheyWere(Kind kind) throws Exception {
        Binding plain = binding(1, 7, null);
        Binding outbound = binding(1, 8, "urn:uuid:1");
        try (Database database = open(kind);
                SqlBindingStore store = new SqlBindingStore(database, Duration.ofMillis(1))) {
            assertThat(save(store, new BindingChange(aor(1), List.of(plain, outbound), List.of())))
                    .isEqualTo(Outcome.SAVED);
        }
        try (Database database = open(kind);
                SqlBindingStore store = new SqlBindingStore(database, Duration.ZERO)) {
            assertThat(store.load(0)).containsExactlyInAnyOrder(plain, outbound);
            save(store, new BindingChange(aor(1), List.of(binding(1, 9, null)), List.of(outbound)));
            assertThat(store.load(0)).containsExactly(binding(1, 9, null));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void expiredBindingsAreNotLoaded(Kind kind) throws Exception {
        try (Database database = open(kind);
                SqlBindingStore store = new SqlBindingStore(database, Duration.ZERO)) {
            save(store, new BindingChange(aor(1), List.of(binding(1, 1, null)), List.of()));
            assertThat(store.load(Long.MAX_VALUE)).isEmpty();
            assertThat(store.load(0)).isEmpty(); // and are removed
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void manyChangesShareACommit(Kind kind) throws Exception {
        try (Database database = open(kind);
                SqlBindingStore store = new SqlBindingStore(database, Duration.ofMillis(5))) {
            CompletableFuture<Outcome> last = new CompletableFuture<>();
            int count = 5_000;
            for (int i = 1; i <= count; i++) {
                BindingChange change = new BindingChange(aor(i), List.of(binding(i, 1, null)), List.of());
                if (i == count) {
                    store.save(change, Runnable::run, last::complete);
                } else {
                    store.save(change, Runnable::run, outcome -> {});
                }
            }
            assertThat(last.get(60, TimeUnit.SECONDS)).isEqualTo(Outcome.SAVED);
            assertThat(store.load(0)).hasSize(count);
            assertThat(store.commits()).isLessThan(count / 10);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void failureIsToldAndTheStoreRecovers(Kind kind) throws Exception {
        BindingChange change = new BindingChange(aor(1), List.of(binding(1, 1, null)), List.of());
        try (Database database = open(kind);
                SqlBindingStore store = new SqlBindingStore(database, Duration.ZERO)) {
            execute(database, "ALTER TABLE binding RENAME TO elsewhere");
            assertThat(save(store, change)).isEqualTo(Outcome.FAILED);
            assertThat(store.state()).isEqualTo(GroupCommitStore.State.FAILING);
            execute(database, "ALTER TABLE elsewhere RENAME TO binding");
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (save(store, change) == Outcome.FAILED && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertThat(store.state()).isEqualTo(GroupCommitStore.State.RUNNING);
            assertThat(store.load(0)).hasSize(1);
        }
    }

    @Test
    void nothingAcknowledgedIsLostByAKill() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, Long> acknowledged = new HashMap<>();
        long next = 1;
        for (int round = 0; round < 6; round++) {
            next = KilledWriter.run(directory, "sql", random, next, acknowledged);
            Map<String, Long> stored = new HashMap<>();
            try (Database database = open(Kind.SQLITE);
                    SqlBindingStore store = new SqlBindingStore(database, Duration.ZERO)) {
                store.load(0).forEach(each -> stored.put(each.aor(), each.cseq()));
            }
            acknowledged.forEach((aor, cseq) -> assertThat(stored.getOrDefault(aor, 0L))
                    .as("cseq of %s, seed %d", aor, seed)
                    .isGreaterThanOrEqualTo(cseq));
            next += 1_000; // more than the child may have stored without having said so
        }
        assertThat(acknowledged).as("seed %d", seed).isNotEmpty();
    }

    private static Outcome save(SqlBindingStore store, BindingChange change) throws Exception {
        CompletableFuture<Outcome> done = new CompletableFuture<>();
        store.save(change, Runnable::run, done::complete);
        return done.get(20, TimeUnit.SECONDS);
    }
}
