package io.switchboard.server.store;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rows of messages that hold none: each is skipped, and logged once. Used by one thread. */
final class Unreadable {
    private static final Logger log = LoggerFactory.getLogger(Unreadable.class);
    /** Rows that are told apart; of more, none is logged. */
    private static final int MOST = 1_000;

    private final Set<Long> logged = new HashSet<>();

    void skip(long id) {
        if (logged.size() < MOST && logged.add(id)) {
            log.error("message {} in the store cannot be read, and is skipped", id);
        }
    }
}
