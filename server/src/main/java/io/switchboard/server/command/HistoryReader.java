package io.switchboard.server.command;

import io.switchboard.server.command.Outcome.Why;
import io.switchboard.server.store.MessageHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the history of messages in a thread of its own, one page at a time: the embedded database works in native code,
 * which holds on to the thread that carries a virtual one, and pages are large.
 */
final class HistoryReader {
    private static final Logger log = LoggerFactory.getLogger(HistoryReader.class);
    private static final int CHUNK = 100;
    /** Bytes of messages after which a page ends. */
    private static final long MOST_BYTES = 4 << 20;

    private static final int MOST_WAITING = 16;
    private static final long IDLE_SECONDS = 30;
    private static final long PATIENCE_SECONDS = 30;

    private final MessageHistory history;
    private final ExecutorService thread;

    HistoryReader(MessageHistory history) {
        this.history = history;
        ThreadPoolExecutor one = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MOST_WAITING),
                Thread.ofPlatform().daemon().name("message-history").factory());
        one.allowCoreThreadTimeOut(true);
        thread = one;
    }

    /** See {@link MessageCommands#page}; with addresses of record. */
    Outcome<MessagePage> page(String user, String with, long before, int most) {
        Future<MessagePage> page;
        try {
            page = thread.submit(() -> read(user, with, before, most));
        } catch (RejectedExecutionException e) {
            return Outcome.failed(Why.UNAVAILABLE, "too many are reading the messages");
        }
        try {
            return Outcome.done(page.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            page.cancel(false);
            return Outcome.failed(Why.TIMEOUT, "the messages were not read within " + PATIENCE_SECONDS + " s");
        } catch (ExecutionException e) {
            log.error("the messages cannot be read", e.getCause());
            return Outcome.failed(Why.UNAVAILABLE, "the messages cannot be read from the store");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.failed(Why.UNAVAILABLE, "the server is stopping");
        }
    }

    private MessagePage read(String user, String with, long before, int most) {
        List<MessageHistory.Entry> found = new ArrayList<>();
        long next = before;
        long bytes = 0;
        while (found.size() < most && bytes < MOST_BYTES) {
            int asked = Math.min(CHUNK, most - found.size());
            List<MessageHistory.Entry> some = history.page(user, with, next, asked);
            found.addAll(some);
            if (some.size() < asked) {
                return new MessagePage(found, 0);
            }
            next = some.get(asked - 1).letter().id();
            bytes += some.stream()
                    .mapToLong(each -> each.letter().content().size())
                    .sum();
        }
        return new MessagePage(found, next);
    }
}
