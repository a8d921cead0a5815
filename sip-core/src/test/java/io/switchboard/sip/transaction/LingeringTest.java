package io.switchboard.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.message.MessageParser;
import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.sim.VirtualLane;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The ring of what lingers, and the tables beneath it, against plain collections. */
class LingeringTest {
    private record Waiting(long key, long until, String text) {}

    private static SipMessage message(String text) {
        String all = "SIP/2.0 200 OK\r\nX: " + text + "\r\n\r\n";
        byte[] bytes = all.getBytes(StandardCharsets.US_ASCII);
        return Objects.requireNonNull(MessageParser.parse(bytes, 0, bytes.length));
    }

    @Test
    void seededWalksKeepWhatWaitsAndNothingElse() {
        for (long seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            VirtualLane lane = new VirtualLane();
            long[] over = {0};
            Lingering ring = new Lingering(lane, 32_000, random.nextLong(), (second, source) -> over[0] += second);
            ArrayDeque<Waiting> model = new ArrayDeque<>();
            Set<Long> known = new HashSet<>();
            long gone = 0;
            for (int i = 0; i < 3_000; i++) {
                if (random.nextInt(4) == 0) {
                    lane.advance(random.nextInt(200));
                }
                // Up to the time for which they go together and one tick late, never early.
                while (!model.isEmpty() && model.getFirst().until() + 200 + 20 < lane.now()) {
                    known.remove(model.removeFirst().key());
                    gone++;
                }
                long key = random.nextLong();
                if (known.add(key)) {
                    String text = random.nextBoolean() ? "x".repeat(random.nextInt(3_000)) : "";
                    ring.add(key, 1, null, null, text.isEmpty() ? null : message(text));
                    model.add(new Waiting(key, lane.now() + 32_000, text));
                }
                Waiting some = model.stream()
                        .skip(random.nextInt(model.size()))
                        .findFirst()
                        .orElseThrow();
                if (some.until() > lane.now()) {
                    assertThat(ring.knows(some.key())).as("seed %d", seed).isTrue();
                    byte[] again = ring.repeat(some.key());
                    String sent = again == null ? "" : new String(again, StandardCharsets.US_ASCII);
                    assertThat(sent.isEmpty() ? "" : sent.substring(19, sent.length() - 4))
                            .as("seed %d", seed)
                            .isEqualTo(some.text());
                }
                assertThat(ring.knows(random.nextLong())).isFalse();
            }
            assertThat(over[0]).as("seed %d", seed).isBetween(gone, gone + model.size());
            lane.runUntilIdle(100_000);
            assertThat(ring.size()).isZero();
            assertThat(over[0]).as("seed %d", seed).isEqualTo(gone + model.size());
            assertThat(lane.failures()).isEmpty();
        }
    }

    @Test
    void theIndexIsAMap() {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            LongIndex index = new LongIndex(random.nextLong());
            Map<Long, Integer> model = new HashMap<>();
            for (int i = 0; i < 20_000; i++) {
                long key = random.nextInt(3_000);
                if (random.nextInt(3) > 0) {
                    index.put(key, i);
                    model.put(key, i);
                } else {
                    int under = model.getOrDefault(key, 7);
                    index.remove(key, random.nextInt(9) == 0 ? under + 1 : under);
                    if (index.get(key) < 0) {
                        model.remove(key);
                    }
                }
                assertThat(index.get(key)).as("seed %d", seed).isEqualTo((int) model.getOrDefault(key, -1));
            }
            assertThat(index.size()).isEqualTo(model.size());
        }
    }

    @Test
    void aLongStringHasAPlaceOfItsOwn() {
        ByteQueue queue = new ByteQueue();
        byte[] large = new byte[1 << 20];
        large[large.length - 1] = 42;
        long small = queue.add(new byte[] {1, 2, 3}, 1, 2);
        long place = queue.add(large, 0, large.length);
        long after = queue.add(new byte[] {9}, 0, 1);
        assertThat(queue.copy(small, 2)).containsExactly(2, 3);
        assertThat(queue.copy(place, large.length)).isEqualTo(large);
        queue.dropBefore(after);
        assertThat(queue.copy(after, 1)).containsExactly(9);
        queue.clear();
        assertThat(queue.copy(queue.add(new byte[] {5}, 0, 1), 1)).containsExactly(5);
    }
}
