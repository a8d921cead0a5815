package io.switchboard.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongTableTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void behavesAsAMap(long seed) {
        Random random = new Random(seed);
        LongTable<Object> table = new LongTable<>(random.nextLong());
        Map<Long, Object> model = new HashMap<>();
        // Small keys collide often, and zero is a key as any other.
        int range = random.nextBoolean() ? 3000 : 300;
        for (int i = 0; i < 50_000; i++) {
            long key = random.nextInt(range);
            if (random.nextInt(5) < 3) {
                Object value = new Object();
                table.put(key, value);
                model.put(key, value);
            } else {
                Object value = model.getOrDefault(key, "none");
                boolean ours = random.nextInt(10) > 0;
                boolean removed = table.remove(key, ours ? value : "another");
                assertThat(removed).describedAs("seed %d", seed).isEqualTo(ours && model.containsKey(key));
                if (removed) {
                    model.remove(key);
                }
            }
            assertThat(table.size()).describedAs("seed %d", seed).isEqualTo(model.size());
        }
        for (long key = 0; key < range; key++) {
            assertThat(table.get(key)).describedAs("seed %d, key %d", seed, key).isSameAs(model.get(key));
        }
    }
}
