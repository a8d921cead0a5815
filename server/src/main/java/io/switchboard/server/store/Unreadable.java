package io.switchboard.server.store;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rows of messages that hold none: each is skipped, and logged once. */
final class Unreadable {
    private static final Logger log = LoggerFactory.getLogger(Unreadable.class);
    /** Rows that are told apart; of more, none is logged. */
    private static final int MOST = 1_000;

    private final Set<Long> logged = ConcurrentHashMap.newKeySet();

    void skip(long id) {
        if (logged.size() < MOST && logged.add(id)) {
            log.error("message {} in the store cannot be read, and is skipped", id);
        }
    }
}
