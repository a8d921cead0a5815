package io.switchboard.sip.conference;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.lane.Lane;
import io.switchboard.sip.lane.LaneTimer;
import io.switchboard.sip.sim.VirtualLane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A room that comes again has no number that it had before. */
class RoomVersionsTest {
    private static final long EPOCH = 1_767_225_600_000L;

    /** A lane of which the wall clock shows something. */
    private record At(long wallClock) implements Lane {
        @Override
        public long now() {
            return 5_000_000;
        }

        @Override
        public boolean inLane() {
            return true;
        }

        @Override
        public void arm(LaneTimer timer, long delayMillis) {}

        @Override
        public void cancel(LaneTimer timer) {}

        @Override
        public void execute(Runnable work) {}
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "250, 1",
        "500, 2",
        "3_600_000, 14400",
        "1_078_999_999_999, 4315999999",
        "-1_767_225_600_000, 1",
    })
    void numbersFollowTheClock(String millis, long first) {
        At lane = new At(EPOCH + Long.parseLong(millis.replace("_", "")));
        assertThat(new RoomVersions(lane).highest()).isEqualTo(first);
    }

    /** 32 bits, without a sign, are used up in 34 years. */
    @Test
    void numbersFitInto2059() {
        long yearsLater = EPOCH + 33 * 365L * 24 * 3_600_000;
        assertThat(new RoomVersions(new At(yearsLater)).highest()).isLessThan(1L << 32);
    }

    @Test
    void aRoomThatComesAgainAtOnceGoesOnAboveItsLastNumber() {
        VirtualLane lane = new VirtualLane();
        RoomVersions versions = new RoomVersions(lane);
        long first = versions.own("sip:3000");
        assertThat(first).isEqualTo(versions.highest());
        versions.last("sip:3000", first);
        assertThat(versions.own("sip:3000")).as("the next").isEqualTo(first + 1);
        assertThat(versions.own("sip:3002")).isEqualTo(first);
        assertThat(versions.millisUntil(first + 1)).isEqualTo(250);
        lane.advance(249);
        assertThat(versions.millisUntil(first + 1)).isEqualTo(1);
        lane.advance(1);
        assertThat(versions.millisUntil(first + 1)).isZero();
        versions.last("sip:3000", first);
        assertThat(versions.own("sip:3000")).as("the clock has passed it").isEqualTo(first + 1);
        assertThat(versions.highest()).isEqualTo(first + 1);
    }
}
