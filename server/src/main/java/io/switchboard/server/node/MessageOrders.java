package io.switchboard.server.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.switchboard.server.config.Configuration;
import io.switchboard.server.config.LocalAccount;
import io.switchboard.server.store.MessageHistory;
import io.switchboard.sip.exchange.Exchange;
import io.switchboard.sip.lane.Lane;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.message.StatusPhrases;
import io.switchboard.sip.messaging.MessageText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commands of an administrator about messages, as JSON: {@code {"from": "alice", "to": "1002", "text": "hello"}} sends
 * one, {@code {"user": "alice", "with": "bob", "before": 7, "limit": 100}} lists them.
 */
record MessageOrders(Lane lane, Exchange exchange, MessageHistory history, Configuration configuration) {
    private static final Logger log = LoggerFactory.getLogger("switchboard.admin");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST = 1_000;
    private static final int USUAL = 100;
    /** Longer than any phone is waited for. */
    private static final long PATIENCE_SECONDS = 60;

    /** Carries out a command and waits for its end; gives problems if it fails. */
    Map<String, Object> answer(String order) {
        JsonNode node;
        try {
            node = JSON.readTree(order);
        } catch (JsonProcessingException e) {
            return problem("no JSON: " + e.getOriginalMessage());
        }
        return node.has("text")
                ? send(
                        node.path("from").asText(),
                        node.path("to").asText(),
                        node.path("text").asText())
                : list(
                        node.path("user").asText(),
                        node.path("with").asText(),
                        node.path("before").asLong(Long.MAX_VALUE),
                        node.path("limit").asInt(USUAL));
    }

    private Map<String, Object> send(String from, String to, String text) {
        LocalAccount account = configuration.accounts().get(from);
        if (account == null) {
            return problem("there is no account " + from);
        }
        SipUri target;
        try {
            target = target(to);
        } catch (IllegalArgumentException e) {
            return problem("not a number, a user or a SIP URI: " + to);
        }
        CompletableFuture<Integer> told = new CompletableFuture<>();
        lane.execute(() -> exchange.message(account.account(), target, text, told::complete));
        try {
            int status = told.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
            log.info("message from={} to={} status={}", from, to, status);
            return status < 300
                    ? Map.of("result", status == 200 ? "delivered" : "kept")
                    : problem(to + " does not get it: " + status + " " + StatusPhrases.of(status));
        } catch (CompletionException e) {
            return problem("nobody has answered for the message yet");
        }
    }

    private SipUri target(String text) {
        return SipUri.ofTarget(text, configuration.domain());
    }

    private Map<String, Object> list(String user, String with, long before, int limit) {
        if (user.isEmpty() && !with.isEmpty()) {
            return problem("with: a user is meant too");
        }
        if (limit < 1 || limit > MOST) {
            return problem("limit: a whole number from 1 to " + MOST + " is meant");
        }
        List<MessageHistory.Entry> found = history.page(address(user), address(with), before, limit);
        List<Map<String, Object>> all = new ArrayList<>();
        found.forEach(entry -> all.add(described(entry)));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("messages", all);
        if (found.size() == limit) {
            answer.put("next", found.get(limit - 1).letter().id());
        }
        return answer;
    }

    private String address(String user) {
        return user.isEmpty() || user.indexOf('@') >= 0 ? user : user + "@" + configuration.domain();
    }

    private static Map<String, Object> described(MessageHistory.Entry entry) {
        MessageText text = MessageText.of(entry.letter().content());
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("id", entry.letter().id());
        one.put("from", entry.letter().sender());
        one.put("to", entry.letter().recipient());
        one.put("accepted", Instant.ofEpochMilli(entry.letter().acceptedAt()).toString());
        one.put("expires", Instant.ofEpochMilli(entry.letter().expiresAt()).toString());
        one.put("state", entry.state().name().toLowerCase(Locale.ROOT));
        if (entry.endedAt() > 0) {
            one.put("ended", Instant.ofEpochMilli(entry.endedAt()).toString());
        }
        if (entry.status() > 0) {
            one.put("status", entry.status());
        }
        one.put("call_id", entry.letter().content().callId());
        one.put("type", text.type());
        String readable = text.text();
        if (readable != null) {
            one.put("text", readable);
        }
        return one;
    }

    private static Map<String, Object> problem(String text) {
        return Map.of("problems", List.of(text));
    }
}
