package io.switchboard.sip.transport.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.transport.dns.ServiceRecord.Srv;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** RFC 2782. */
class SrvOrderTest {
    private static final Srv BACKUP = new Srv(20, 100, 5060, "backup");
    private static final Srv HEAVY = new Srv(10, 75, 5060, "heavy");
    private static final Srv LIGHT = new Srv(10, 25, 5060, "light");
    private static final Srv SPARE = new Srv(10, 0, 5060, "spare");

    @Test
    void prioritiesComeFirstAndWeightsShareTheLoad() {
        Random random = new Random(42);
        int heavy = 0;
        int spare = 0;
        for (int i = 0; i < 10_000; i++) {
            List<Srv> order = SrvOrder.order(List.of(BACKUP, HEAVY, LIGHT, SPARE), random);
            assertThat(order).containsExactlyInAnyOrder(BACKUP, HEAVY, LIGHT, SPARE);
            assertThat(order.get(3)).isEqualTo(BACKUP);
            heavy += order.get(0).equals(HEAVY) ? 1 : 0;
            spare += order.get(0).equals(SPARE) ? 1 : 0;
        }
        assertThat(heavy).isBetween(7_200, 7_700);
        assertThat(spare).isBetween(1, 300);
    }

    @Test
    void recordsWithoutWeightsAllAppear() {
        Srv other = new Srv(10, 0, 5061, "other");
        assertThat(SrvOrder.order(List.of(SPARE, other), new Random(1))).containsExactlyInAnyOrder(SPARE, other);
        assertThat(SrvOrder.order(List.of(), new Random(1))).isEmpty();
    }
}
