package io.switchboard.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.server.api.RawClient.Answer;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Events as clients of the API follow them (server-sent events). */
class ApiEventsTest extends ApiScene {
    @Test
    void eventsComeInOrderAndGoOnWhereTheClientWas() throws Exception {
        String last;
        try (RawClient client = client()) {
            client.send(head("GET", "/events?topics=route", "\r\n"));
            Answer head = client.head();
            assertThat(head.header("content-type")).isEqualTo("text/event-stream");
            server.commands().events().publish("call.started", Map.of("call", "not wanted"));
            server.commands().events().publish("route.added", Map.of("route", "one"));
            server.commands().events().publish("route.removed", Map.of("route", "one"));
            last = read(client, "event: route.added", "\"route\":\"one\"");
            assertThat(read(client, "event: route.removed", "\"route\":\"one\""))
                    .isNotEqualTo(last);
            String line = client.line();
            while (!line.equals(": heartbeat")) {
                line = client.line();
            }
        }
        server.commands().events().publish("route.added", Map.of("route", "two"));
        try (RawClient client = client()) {
            client.send(head("GET", "/events?topics=route", "Last-Event-ID: " + last + "\r\n\r\n"));
            client.head();
            read(client, "event: route.removed", "\"route\":\"one\"");
            read(client, "event: route.added", "\"route\":\"two\"");
        }
        try (RawClient client = client()) {
            client.send(head("GET", "/events", "Last-Event-ID: older-7\r\n\r\n"));
            client.head();
            String line = client.line();
            while (!line.startsWith("event: ")) {
                line = client.line();
            }
            assertThat(line).isEqualTo("event: missed");
        }
        isProblem(ask("GET", "/events?topics=weather"), 400, "topics are");
    }

    /** Reads an event, past the chunks' lengths and heartbeats; gives its id. */
    private static String read(RawClient client, String event, String data) throws IOException {
        String id = "";
        String line = client.line();
        while (!line.startsWith("event: ")) {
            id = line.startsWith("id: ") ? line.substring("id: ".length()) : id;
            line = client.line();
        }
        assertThat(line).isEqualTo(event);
        assertThat(client.line()).startsWith("data: {\"time\":\"").contains(data);
        return id;
    }

    @Test
    void whoReadsTooSlowlyIsCutOffWithALastEvent() throws Exception {
        try (RawClient client = new RawClient(server.address(), 1_024)) {
            client.send(head("GET", "/events?topics=call", "\r\n"));
            client.head();
            String filler = "x".repeat(4_096);
            for (int i = 0; i < 10_000; i++) {
                server.commands().events().publish("call.started", Map.of("call", filler));
            }
            String before = "";
            for (String line = client.line(); !line.equals("end"); line = client.line()) {
                before = line.startsWith("event: ") ? line : before;
            }
            assertThat(before).isEqualTo("event: cut-off");
        }
        assertThat(ask("GET", "/status").status()).as("nobody else is hurt").isEqualTo(200);
    }
}
