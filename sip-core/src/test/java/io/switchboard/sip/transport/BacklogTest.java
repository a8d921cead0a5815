package io.switchboard.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.sim.VirtualLane;
import org.junit.jupiter.api.Test;

class BacklogTest {
    @Test
    void countsFromTheFirstReadThatLeftSomething() {
        VirtualLane lane = new VirtualLane();
        Backlog backlog = new Backlog(lane);
        assertThat(backlog.millis()).isZero();
        backlog.read(false);
        lane.advance(30);
        backlog.read(false);
        lane.advance(20);
        assertThat(backlog.millis()).isEqualTo(50);
        backlog.read(true);
        assertThat(backlog.millis()).isZero();
    }
}
