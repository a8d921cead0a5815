package io.switchboard.server.node;

import io.switchboard.server.store.Database;
import io.switchboard.server.store.MessageHistory;
import io.switchboard.server.store.SqlMessageStore;
import io.switchboard.sip.conference.Conferences;
import io.switchboard.sip.exchange.BindingPhones;
import io.switchboard.sip.lane.Lane;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.messaging.MessageObserver;
import io.switchboard.sip.messaging.MessageSettings;
import io.switchboard.sip.messaging.MessageStore;
import io.switchboard.sip.messaging.Messages;
import io.switchboard.sip.registrar.Registrar;
import io.switchboard.sip.transaction.TransactionLayer;
import io.switchboard.sip.transport.Resolver;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages of a node, with their store. */
final class MessageOffice implements AutoCloseable {
    /** Least time between two commits. */
    private static final Duration COMMITS = Duration.ofMillis(3);

    private final Lane lane;
    private final TransactionLayer layer;
    private final Resolver resolver;
    private final RandomTokens tokens;
    private final MessageSettings settings;
    private final SqlMessageStore store;
    private final MessageHistory history;
    private @Nullable Messages messages;

    MessageOffice(
            Database database,
            Lane lane,
            TransactionLayer layer,
            Resolver resolver,
            RandomTokens tokens,
            MessageSettings settings) {
        this.lane = lane;
        this.layer = layer;
        this.resolver = resolver;
        this.tokens = tokens;
        this.settings = settings;
        this.store = new SqlMessageStore(database, COMMITS);
        this.history = new MessageHistory(database);
    }

    /** Joins it with where the phones are and who is in which room. */
    Messages open(Registrar registrar, Conferences conferences, MessageObserver observer) {
        Messages made = new Messages(
                lane,
                layer,
                resolver,
                store,
                new BindingPhones(registrar),
                new RoomMembers(conferences),
                tokens,
                settings);
        made.observe(observer);
        registrar.listener(new Registrations.ForMessages(made));
        messages = made;
        return made;
    }

    Messages messages() {
        Messages opened = messages;
        if (opened == null) {
            throw new IllegalStateException("not open yet");
        }
        return opened;
    }

    MessageStore.Summary summary() {
        return store.summary();
    }

    void count(Map<String, Long> all) {
        Counters.addMessages(all, messages(), store);
    }

    /** What can be read of them. */
    MessageHistory history() {
        return history;
    }

    @Override
    public void close() {
        store.close();
    }
}
