package io.switchboard.sip.messaging;

import io.switchboard.sip.messaging.MessageStore.Change;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the store what becomes of messages, until it knows, and asks it what there is for devices. */
final class Ledger {
    private static final Logger log = LoggerFactory.getLogger(Ledger.class);
    private static final int PAGE = 50;
    private static final int EXPIRED = 500;
    /** Of so many changes that are lost one is logged. */
    private static final int LOGGED_EVERY = 1_000;

    private final Messages office;
    private final Unsettled unsettled = new Unsettled();
    private long lost;

    Ledger(Messages office) {
        this.office = office;
    }

    void save(Change change) {
        unsettled.told(change);
        office.store.save(change, office.lane, outcome -> saved(change, outcome));
    }

    private void saved(Change change, MessageStore.Outcome outcome) {
        switch (outcome) {
            case SAVED -> unsettled.settled(change);
            case FAILED -> {
                if (!(change instanceof Change.Forget) && !unsettled.postpone(change)) {
                    lost();
                }
            }
            case REFUSED -> {
                unsettled.settled(change);
                lost();
            }
        }
    }

    /** Saves what only those miss who read the history: if that fails it is lost. */
    void saveForHistory(Change change) {
        office.store.save(change, office.lane, outcome -> {
            if (outcome != MessageStore.Outcome.SAVED) {
                lost();
            }
        });
    }

    /** Tells the store again what it did not take: without that a message would come twice after a restart. */
    void saveAgain() {
        for (Change change : unsettled.round()) {
            office.store.save(change, office.lane, outcome -> saved(change, outcome));
        }
    }

    private void lost() {
        if (lost++ % LOGGED_EVERY == 0) {
            log.error("the store did not take what became of messages: {} changes lost so far", lost);
        }
    }

    /** Changes that were given up. */
    long lostChanges() {
        return lost;
    }

    /**
     * A page of what there is for a device.
     *
     * @param due the oldest
     * @param last number up to which the store has looked, 0 if there is no more
     * @param nothing whether there is none at all
     */
    record Page(List<MessageStore.Due> due, long last, boolean nothing) {}

    /** @param after number that theirs are above; {@code done} is given null if the store fails */
    void due(String aor, String device, long after, Consumer<@Nullable Page> done) {
        long now = office.lane.wallClock();
        long owedSince = now - office.settings.otherDevicesMillis();
        MessageStore.DueQuery query = new MessageStore.DueQuery(aor, device, after, now, owedSince, PAGE);
        office.store.due(query, office.lane, found -> {
            if (found == null) {
                done.accept(null);
                return;
            }
            long last = found.size() < PAGE ? 0 : found.get(PAGE - 1).letter().id();
            List<MessageStore.Due> due = unsettled.due(query, found, last);
            done.accept(new Page(due, last, found.isEmpty() && due.isEmpty() && after == 0));
        });
    }

    /** Messages that no device has taken and whose time is over. */
    void expired(Consumer<Letter> each) {
        office.store.expired(office.lane.wallClock(), EXPIRED, office.lane, found -> {
            for (Letter letter : found == null ? List.<Letter>of() : found) {
                if (!unsettled.ended(letter.id())) {
                    each.accept(letter);
                }
            }
        });
    }
}
