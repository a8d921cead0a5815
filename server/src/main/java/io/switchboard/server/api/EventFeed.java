package io.switchboard.server.api;

import io.switchboard.server.api.http.Feed;
import io.switchboard.server.event.Event;
import io.switchboard.server.event.EventLog;
import io.switchboard.server.event.EventLog.Batch;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One client's place in the log of events, in the form of text/event-stream. */
final class EventFeed implements Feed {
    private static final int BATCH = 32;
    private static final String MISSED =
            "event: missed\ndata: {\"reason\":\"what happened after the event that you name"
                    + " is no longer known; the state is to be asked for anew\"}\n\n";
    private static final String FAREWELL = "event: cut-off\ndata: {\"reason\":\"you read too slowly: more has happened"
            + " than is kept; the state is to be asked for anew\"}\n\n";

    private final EventLog log;
    private final String epoch;
    private final Set<String> topics;
    private final Runnable closed;
    private final ArrayDeque<Event> ahead = new ArrayDeque<>(BATCH);
    private long seen;
    private boolean missed;
    private @Nullable Runnable wake;

    /**
     * Begins after the last event that there is, or after the one that the client names.
     *
     * @param epoch what stands in ids before the number: those of another start of the server mean nothing
     * @param topics what is to be told; empty for all
     * @param lastId id of the last event that the client has, empty for none
     * @param closed run when the client is gone
     */
    EventFeed(EventLog log, String epoch, Set<String> topics, String lastId, Runnable closed) {
        this.log = log;
        this.epoch = epoch;
        this.topics = Set.copyOf(topics);
        this.closed = closed;
        this.seen = log.last();
        if (!lastId.isEmpty()) {
            long number = number(lastId);
            missed = number < 0 || log.after(number, 1) instanceof Batch.Lost;
            seen = missed ? seen : number;
        }
    }

    private long number(String id) {
        String digits = id.startsWith(epoch + "-") ? id.substring(epoch.length() + 1) : "";
        return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : -1;
    }

    @Override
    public void open(Runnable wakes) {
        wake = wakes;
        log.listen(wakes);
    }

    @Override
    public @Nullable String next() {
        if (missed) {
            missed = false;
            return MISSED;
        }
        while (true) {
            if (ahead.isEmpty() && log.after(seen, BATCH) instanceof Batch.Events batch) {
                ahead.addAll(batch.events());
            }
            Event event = ahead.poll();
            if (event == null) {
                return null;
            }
            seen = event.number();
            if (topics.isEmpty() || topics.contains(event.topic())) {
                return text(event);
            }
        }
    }

    private String text(Event event) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("time", String.valueOf(Times.of(event.time())));
        data.putAll(event.data());
        return "id: " + epoch + "-" + event.number() + "\nevent: " + event.type() + "\ndata: "
                + JsonBody.mapper().valueToTree(data) + "\n\n";
    }

    @Override
    public boolean lost() {
        return ahead.isEmpty() && log.after(seen, 1) instanceof Batch.Lost;
    }

    @Override
    public String farewell() {
        return FAREWELL;
    }

    @Override
    public void close() {
        if (wake != null) {
            log.unlisten(wake);
        }
        closed.run();
    }
}
