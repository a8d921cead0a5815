package io.switchboard.sip.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KnownDevicesTest {
    private static final String BOB = "bob@example.test";

    private final KnownDevices devices = new KnownDevices();

    private Set<String> others(long now) {
        return devices.others(BOB, List.of(), Set.of(), now, 1_000);
    }

    @Test
    void aDeviceIsOwedWhatComesForAsLongAsTheWindow() {
        assertThat(devices.note(BOB, "a", 10, 1_000)).isEmpty();
        assertThat(devices.note(BOB, "a", 11, 1_000)).as("it is known").isNull();
        assertThat(others(1_009)).containsExactly("a");
        assertThat(others(1_010)).isEmpty();
        assertThat(devices.others(BOB, List.of(), Set.of("a"), 20, 1_000)).isEmpty();
    }

    @Test
    void sixteenOfAUserAreKnownAndTheLatestOfThoseInTheStore() {
        Map<String, Long> stored = new HashMap<>();
        for (long i = 0; i < 20; i++) {
            stored.put("d" + i, 100 + i);
        }
        devices.load(Map.of(BOB, stored));
        assertThat(others(200)).hasSize(16).contains("d4", "d19").doesNotContain("d3");
        assertThat(devices.note(BOB, "new", 150, 1_000)).as("forgotten for it").isEqualTo("d4");
        assertThat(others(200)).hasSize(16).contains("new").doesNotContain("d4");
    }
}
