package io.switchboard.server.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.CharMatcher;
import io.switchboard.server.api.Resource.Asked;
import io.switchboard.server.api.http.Response;
import io.switchboard.server.command.MessageCommands;
import io.switchboard.server.command.MessageFate;
import io.switchboard.server.command.MessageFate.Result;
import io.switchboard.server.command.MessagePage;
import io.switchboard.server.command.Outcome;
import io.switchboard.server.store.MessageHistory;
import io.switchboard.sip.messaging.MessageText;
import java.util.List;
import java.util.Locale;

/** Messages: sent in the name of accounts, and those that are in the store. */
final class MessageResources {
    private static final int LONGEST_NAME = 512;
    private static final int USUAL = 100;
    private static final long HIGHEST = 999_999_999_999_999_999L;

    private final MessageCommands messages;

    MessageResources(MessageCommands messages) {
        this.messages = messages;
    }

    List<Resource> all() {
        return List.of(new Resource("GET", "/messages", this::list), new Resource("POST", "/messages", this::send));
    }

    private Response list(Asked asked) throws BadRequest {
        String user = name(asked, "user");
        String with = name(asked, "with");
        if (user.isEmpty() && !with.isEmpty()) {
            throw new BadRequest(400, "with: a user is meant too");
        }
        int limit = (int) asked.parameter("limit", USUAL, MessageCommands.MOST);
        long before = asked.parameter("before", HIGHEST, HIGHEST);
        return Answers.of(messages.page(user, with, before, limit, asked.by()), MessageResources::json);
    }

    private static String name(Asked asked, String parameter) throws BadRequest {
        String name = asked.request().query().getOrDefault(parameter, "");
        if (name.length() > LONGEST_NAME || !CharMatcher.javaIsoControl().matchesNoneOf(name)) {
            throw new BadRequest(400, parameter + ": an account or an address is meant");
        }
        return name;
    }

    private Response send(Asked asked) throws BadRequest {
        JsonBody body = JsonBody.of(asked.request());
        String from = body.text("from", LONGEST_NAME);
        List<String> to = body.texts("to", MessageCommands.MOST_RECIPIENTS, LONGEST_NAME);
        GivenContent content = GivenContent.of(body);
        body.done();
        return switch (messages.send(from, to, content.made(), asked.by())) {
            case Outcome.Failed<List<MessageFate>> failed -> Answers.of(failed);
            case Outcome.Done<List<MessageFate>> done -> sent(done.value());
        };
    }

    /** 200 if all have it, 202 if some get it later or not at all, a problem if nobody gets it. */
    private static Response sent(List<MessageFate> fates) {
        ObjectNode body = JsonBody.mapper().createObjectNode();
        ArrayNode list = body.putArray("recipients");
        fates.forEach(fate -> list.add(json(fate)));
        if (fates.stream().anyMatch(MessageFate::taken)) {
            boolean all = fates.stream().allMatch(fate -> fate.result() == Result.DELIVERED);
            return Response.json(all ? 200 : 202, body);
        }
        if (fates.stream().anyMatch(fate -> fate.result() == Result.PENDING)) {
            return Response.problem(504, "nobody has answered for the message yet", List.of(), 0, body);
        }
        boolean unable = fates.stream().allMatch(MessageResources::isUnable);
        int wait = fates.stream().mapToInt(MessageFate::retryAfter).max().orElse(0);
        Response.Whole problem = Response.problem(
                unable ? 503 : 502,
                "nobody gets the message",
                fates.stream()
                        .map(fate -> fate.to() + ": " + fate.status() + " " + fate.reason())
                        .toList(),
                fates.get(0).status(),
                body);
        return unable && wait > 0 ? problem.with("Retry-After", Integer.toString(wait)) : problem;
    }

    /** Whether the server does not take it now, and may later. */
    private static boolean isUnable(MessageFate fate) {
        return fate.status() == 500 || fate.status() == 503 || fate.retryAfter() > 0;
    }

    private static ObjectNode json(MessageFate fate) {
        ObjectNode node = JsonBody.mapper().createObjectNode();
        node.put("to", fate.to());
        node.put("call_id", fate.callId());
        node.put("result", fate.result().name().toLowerCase(Locale.ROOT));
        if (fate.status() > 0) {
            node.put("status", fate.status());
        }
        if (fate.result() == Result.REFUSED) {
            node.put("reason", fate.reason());
        }
        if (fate.retryAfter() > 0) {
            node.put("retry_after", fate.retryAfter());
        }
        return node;
    }

    private static ObjectNode json(MessagePage page) {
        ObjectNode body = JsonBody.mapper().createObjectNode();
        ArrayNode list = body.putArray("messages");
        page.messages().forEach(entry -> list.add(json(entry)));
        if (page.next() > 0) {
            body.put("next", page.next());
        }
        return body;
    }

    private static ObjectNode json(MessageHistory.Entry entry) {
        MessageText text = MessageText.of(entry.letter().content());
        ObjectNode node = JsonBody.mapper().createObjectNode();
        node.put("id", entry.letter().id());
        node.put("from", entry.letter().sender());
        node.put("to", entry.letter().recipient());
        node.put("accepted", Times.of(entry.letter().acceptedAt()));
        node.put("expires", Times.of(entry.letter().expiresAt()));
        node.put("state", entry.state().name().toLowerCase(Locale.ROOT));
        if (entry.endedAt() > 0) {
            node.put("ended", Times.of(entry.endedAt()));
        }
        if (entry.status() > 0) {
            node.put("status", entry.status());
        }
        node.put("call_id", entry.letter().content().callId());
        node.put("type", text.type());
        String readable = text.text();
        if (readable != null) {
            node.put("text", readable);
        }
        return node;
    }
}
