package io.switchboard.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.server.event.EventLog.Batch;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventLogTest {
    private long now = 7;
    private final EventLog log = new EventLog(4, () -> now);

    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            log.publish("call.started", Map.of("call", "c" + (log.last() + 1)));
        }
    }

    private List<Object> calls(long after, int most) {
        assertThat(log.after(after, most)).isInstanceOf(Batch.Events.class);
        return log.after(after, most) instanceof Batch.Events batch
                ? batch.events().stream().map(event -> event.data().get("call")).toList()
                : List.of();
    }

    @Test
    void readersGoOnFromWhereTheyAre() {
        assertThat(calls(0, 10)).isEmpty();
        publish(3);
        assertThat(calls(0, 2)).isEqualTo(List.of("c1", "c2"));
        assertThat(calls(2, 2)).isEqualTo(List.of("c3"));
        assertThat(calls(3, 2)).isEmpty();
    }

    @Test
    void whoFallsBehindTheRingHasLostItsPlace() {
        publish(5);
        assertThat(calls(1, 10)).isEqualTo(List.of("c2", "c3", "c4", "c5"));
        assertThat(log.after(0, 10)).isInstanceOf(Batch.Lost.class);
        assertThat(log.after(6, 10)).as("an event that was never there").isInstanceOf(Batch.Lost.class);
    }

    @Test
    void whatNobodyReadsIsOnlyCounted() {
        log.publish("call.started", Map.of("call", "c1"));
        assertThat(log.after(0, 10)).as("before the first reader").isInstanceOf(Batch.Lost.class);
        assertThat(calls(1, 10)).isEmpty();
        log.publish("call.started", Map.of("call", "c2"));
        now += EventLog.KEPT.toMillis() - 1;
        assertThat(calls(1, 10)).as("a reader who comes back").isEqualTo(List.of("c2"));
        now += EventLog.KEPT.toMillis();
        log.publish("call.started", Map.of("call", "c3"));
        assertThat(log.after(1, 10)).as("one who comes too late").isInstanceOf(Batch.Lost.class);
        assertThat(log.last()).isEqualTo(3);
        log.publish("call.started", Map.of("call", "c4"));
        assertThat(calls(3, 10)).isEqualTo(List.of("c4"));
    }

    @Test
    void whoListensIsWantedHoweverLong() {
        Runnable listener = () -> {};
        log.listen(listener);
        now += 2 * EventLog.KEPT.toMillis();
        log.publish("call.started", Map.of("call", "c1"));
        log.unlisten(listener);
        log.publish("call.started", Map.of("call", "c2"));
        assertThat(calls(0, 10)).isEqualTo(List.of("c1", "c2"));
    }

    @Test
    void listenersAreToldUntilTheyGo() {
        AtomicInteger told = new AtomicInteger();
        Runnable listener = told::incrementAndGet;
        log.listen(listener);
        publish(2);
        log.unlisten(listener);
        publish(1);
        assertThat(told).hasValue(2);
    }

    @Test
    void aTopicStandsBeforeTheDot() {
        assertThat(new Event(1, 0, "conference.opened", Map::of).topic()).isEqualTo("conference");
    }
}
