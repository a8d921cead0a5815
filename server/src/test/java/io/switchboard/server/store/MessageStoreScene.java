package io.switchboard.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.message.MessageParser;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.messaging.Letter;
import io.switchboard.sip.messaging.MessageStore.Change;
import io.switchboard.sip.messaging.MessageStore.Due;
import io.switchboard.sip.messaging.MessageStore.DueQuery;
import io.switchboard.sip.messaging.MessageStore.Outcome;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Stores of messages in either database. */
abstract class MessageStoreScene extends DatabaseScene {
    static final String BOB = "bob@example.test";

    SqlMessageStore store(Database database) {
        return store(database, Duration.ZERO);
    }

    SqlMessageStore store(Database database, Duration spacing) {
        SqlMessageStore store = new SqlMessageStore(database, spacing);
        open.add(store);
        return store;
    }

    static Letter letter(long id, String recipient, String body) {
        String text = "MESSAGE sip:" + recipient + " SIP/2.0\r\nVia: SIP/2.0/UDP invalid.invalid\r\nCall-ID: c" + id
                + "\r\n\r\n" + body;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        SipRequest content = (SipRequest) Objects.requireNonNull(MessageParser.parse(bytes, 0, bytes.length));
        return new Letter(id, recipient, "alice@example.test", "alice@example.test", 1_000, 100_000, content);
    }

    static void save(SqlMessageStore store, Change change) throws Exception {
        CompletableFuture<Outcome> done = new CompletableFuture<>();
        store.save(change, Runnable::run, done::complete);
        assertThat(done.get(20, TimeUnit.SECONDS)).isEqualTo(Outcome.SAVED);
    }

    static List<Due> due(SqlMessageStore store, String device, long after, long now) throws Exception {
        CompletableFuture<List<Due>> done = new CompletableFuture<>();
        store.due(new DueQuery(BOB, device, after, now, 0, 3), Runnable::run, done::complete);
        return done.get(20, TimeUnit.SECONDS);
    }

    static List<Long> ids(List<Due> due) {
        return due.stream().map(each -> each.letter().id()).toList();
    }

    static long rows(Database database) throws Exception {
        try (Connection connection = database.connection();
                PreparedStatement select = connection.prepareStatement("SELECT COUNT(*) FROM message");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
