package io.switchboard.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OverloadTest {
    private final Overload overload = new Overload();

    @Test
    void newCallsAreRefusedWhileMessagesWaitTooLong() {
        assertThat(overload.sheds(0, 1_000)).isFalse();
        assertThat(overload.sheds(40, 1_010)).isFalse();
        assertThat(overload.sheds(41, 1_020)).isTrue();
        assertThat(overload.sheds(300, 1_030)).isTrue();
        assertThat(overload.sheds(5, 1_040)).isFalse();
        assertThat(overload.sheds(0, 10_000)).isFalse();
        assertThat(overload.sheds(60, 10_010)).isTrue();
    }
}
