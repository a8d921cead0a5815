package io.switchboard.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OverloadTest {
    private final Overload overload = new Overload(0);

    @Test
    void newCallsAreRefusedWhileMessagesWaitTooLong() {
        assertThat(overload.sheds(0, 11_000)).isFalse();
        assertThat(overload.sheds(40, 11_010)).isFalse();
        assertThat(overload.sheds(41, 11_020)).isTrue();
        assertThat(overload.sheds(300, 11_030)).isTrue();
        assertThat(overload.sheds(5, 11_040)).isFalse();
        assertThat(overload.sheds(0, 20_000)).isFalse();
        assertThat(overload.sheds(60, 20_010)).isTrue();
    }

    @Test
    void aColdStartIsNoOverload() {
        assertThat(overload.sheds(2_000, 9_999)).isFalse();
        assertThat(overload.sheds(2_000, 10_000)).isTrue();
    }
}
