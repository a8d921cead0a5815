package io.switchboard.sip.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WaitingTest {
    private static final String BOB = "bob@example.test";

    private final Waiting waiting = new Waiting();

    @Test
    void devicesThatDoNotComeBackAreForgotten() {
        waiting.load(new MessageStore.Summary(0, Map.of(), Map.of(BOB, Set.of("old")), Map.of()), 1_000);
        waiting.owe(BOB, Set.of("phone", "tablet"), 2_000);
        waiting.owe(BOB, Set.of("tablet"), 5_000);
        waiting.forget(1_000);
        assertThat(waiting.behind(BOB, "old")).isTrue();
        waiting.forget(3_000);
        assertThat(waiting.behind(BOB, "old")).isFalse();
        assertThat(waiting.behind(BOB, "phone")).isFalse();
        assertThat(waiting.behind(BOB, "tablet")).isTrue();
        waiting.forget(6_000);
        assertThat(waiting.users()).isEmpty();
    }

    @Test
    void whoHasNothingLeftIsNotHere() {
        waiting.owe(BOB, Set.of("phone"), 1);
        waiting.nothing(BOB, "phone");
        assertThat(waiting.users()).isEmpty();
    }
}
