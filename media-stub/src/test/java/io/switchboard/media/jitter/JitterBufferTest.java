package io.switchboard.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.media.jitter.JitterBuffer.Due;
import io.switchboard.media.jitter.JitterBuffer.Slot;
import org.junit.jupiter.api.Test;

/** In ticks of 8 kHz: 160 are 20 ms. */
class JitterBufferTest {
    private final JitterBuffer buffer = new JitterBuffer(8_000, 20, 200);

    private boolean put(long timestamp, long now) {
        Slot slot = buffer.put(timestamp, 160, now);
        if (slot != null) {
            slot.payload[0] = (byte) (timestamp / 160);
        }
        return slot != null;
    }

    private int take(long now) {
        assertThat(buffer.next(now)).isEqualTo(Due.PACKET);
        int packet = buffer.take().payload[0];
        buffer.played(160);
        return packet;
    }

    @Test
    void theFirstPacketWaitsAndThenAllAreInOrder() {
        assertThat(buffer.next(0)).isEqualTo(Due.NOTHING);
        put(160, 1_000);
        assertThat(buffer.next(1_100)).isEqualTo(Due.NOTHING);
        put(480, 1_150);
        put(320, 1_155);
        assertThat(take(1_160)).isEqualTo(1);
        assertThat(take(1_320)).isEqualTo(2);
        assertThat(take(1_480)).isEqualTo(3);
        assertThat(buffer.next(1_640)).isEqualTo(Due.MISSING);
    }

    @Test
    void duplicatesAndPlayedOnesAreRefused() {
        put(160, 1_000);
        assertThat(put(160, 1_010)).isFalse();
        assertThat(take(1_160)).isEqualTo(1);
        assertThat(put(160, 1_170)).isFalse();
        assertThat(buffer.duplicates()).isEqualTo(1);
        assertThat(buffer.late()).isEqualTo(1);
    }

    @Test
    void aGapIsMissingAndThenGoesOn() {
        put(160, 1_000);
        put(480, 1_001);
        assertThat(take(1_160)).isEqualTo(1);
        assertThat(buffer.next(1_320)).isEqualTo(Due.MISSING);
        assertThat(buffer.successor()).isNotNull();
        assertThat(buffer.missing()).isEqualTo(160);
        buffer.played(160);
        assertThat(put(320, 1_330)).isFalse();
        assertThat(take(1_480)).isEqualTo(3);
    }

    /** Silence suppression: the next talk spurt waits as the first packet did. */
    @Test
    void afterSilenceTheDelayIsBuiltUpAgain() {
        put(160, 1_000);
        take(1_160);
        for (int i = 1; i <= 5; i++) {
            assertThat(buffer.next(1_160 + 160L * i)).isEqualTo(Due.MISSING);
            buffer.played(160);
        }
        assertThat(buffer.next(2_200)).isEqualTo(Due.NOTHING);
        put(160 + 8_000, 1_000 + 8_000);
        assertThat(buffer.next(9_010)).isEqualTo(Due.NOTHING);
        assertThat(take(9_160)).isEqualTo((byte) 51);
    }

    /** The sender's timestamps jump, as after a transfer without a new SSRC. */
    @Test
    void aJumpOfTheTimestampsBeginsAnew() {
        put(160, 1_000);
        take(1_160);
        put(4_000_000_000L, 1_200);
        assertThat(buffer.next(1_250)).isEqualTo(Due.NOTHING);
        assertThat(buffer.next(1_360)).isEqualTo(Due.PACKET);
    }

    @Test
    void timestampsMayPassTheirEnd() {
        long first = 0x1_0000_0000L - 160;
        put(first, 1_000);
        put(0, 1_160);
        assertThat(buffer.next(1_160)).isEqualTo(Due.PACKET);
        buffer.take();
        buffer.played(160);
        assertThat(buffer.next(1_320)).isEqualTo(Due.PACKET);
    }

    @Test
    void aFloodIsBounded() {
        for (int i = 0; i < 1_000; i++) {
            put(160L * i, 1_000);
        }
        assertThat(buffer.size()).isLessThanOrEqualTo(JitterBuffer.CAPACITY);
        assertThat(buffer.overflows()).isPositive();
    }
}
