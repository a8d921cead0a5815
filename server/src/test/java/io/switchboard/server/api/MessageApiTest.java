package io.switchboard.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.switchboard.server.api.http.HttpLimits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages through the API, for users without phones. */
class MessageApiTest {
    private static final String JSON = "application/json";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static ServedApi server;

    @BeforeAll
    static void start() throws Exception {
        StringBuilder accounts = new StringBuilder("accounts:\n");
        for (String user : List.of("alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi")) {
            accounts.append("  ").append(user).append(": {password: x}\n");
        }
        server = ServedApi.start(
                folder,
                "messages: {max_size: 48k, per_user: 101, per_minute: 0}\n",
                "",
                accounts.toString(),
                "routes: [{name: room, match: {exact: \"3000\"}, to: \"conference:3000\"}]\n",
                HttpLimits.USUAL);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.address().getPort() + path))
                .header("Authorization", "Bearer " + ServedApi.OPS);
    }

    private static HttpResponse<String> post(String type, String body) throws Exception {
        return CLIENT.send(
                request("/messages")
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static JsonNode sent(int status, String body) throws Exception {
        HttpResponse<String> answer = post(JSON, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return read(answer);
    }

    private static JsonNode page(String query) throws Exception {
        HttpResponse<String> answer = CLIENT.send(request("/messages" + query).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return read(answer);
    }

    private static JsonNode read(HttpResponse<String> answer) throws IOException {
        return JsonBody.mapper().readTree(answer.body());
    }

    private static void isProblem(HttpResponse<String> answer, int status, String detail) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"status\":" + status, detail).doesNotContain("Exception");
    }

    private static String text(String to, String text) {
        return "{\"from\": \"alice\", \"to\": \"" + to + "\", \"text\": \"" + text + "\"}";
    }

    @Test
    void whoIsAwayGetsItLaterAndItCanBeRead() throws Exception {
        JsonNode fate = sent(202, text("bob", "Gr\u00fc\u00dfe \ud83d\ude00")).path("recipients");
        assertThat(fate.size()).isEqualTo(1);
        assertThat(fate.path(0).path("to").asText()).isEqualTo("bob");
        assertThat(fate.path(0).path("result").asText()).isEqualTo("kept");
        assertThat(fate.path(0).path("status").asInt()).isEqualTo(202);
        JsonNode all = page("?user=bob&with=alice");
        assertThat(all.has("next")).isFalse();
        JsonNode one = all.path("messages").path(0);
        assertThat(one.path("from").asText()).isEqualTo("alice@example.test");
        assertThat(one.path("to").asText()).isEqualTo("bob@example.test");
        assertThat(one.path("state").asText()).isEqualTo("waiting");
        assertThat(one.path("type").asText()).isEqualTo("text/plain");
        assertThat(one.path("text").asText()).isEqualTo("Gr\u00fc\u00dfe \ud83d\ude00");
        assertThat(one.path("call_id")).isEqualTo(fate.path(0).path("call_id"));
        assertThat(one.has("ended")).isFalse();
    }

    /** As the list has them. */
    @Test
    void addressesOfTheServerAreTaken() throws Exception {
        sent(
                202,
                "{\"from\": \"alice@example.test\", \"to\": [\"grace@EXAMPLE.test\", \"sip:heidi@example.test\"],"
                        + " \"text\": \"x\"}");
        assertThat(page("?user=grace@example.test").path("messages").size()).isEqualTo(1);
        assertThat(page("?user=heidi").path("messages").size()).isEqualTo(1);
    }

    @Test
    void recipientsAreToldApart() throws Exception {
        JsonNode fates = sent(202, "{\"from\": \"alice\", \"to\": [\"nobody\", \"carol\", \"3000\"], \"text\": \"x\"}")
                .path("recipients");
        assertThat(fates)
                .extracting(each -> each.path("to").asText() + " "
                        + each.path("result").asText() + " "
                        + each.path("status").asInt() + " "
                        + each.path("reason").asText())
                .containsExactly("nobody refused 404 Not Found", "carol kept 202 ", "3000 refused 480 Nobody Is There");
    }

    @Test
    void whatNobodyGetsIsAProblem() throws Exception {
        HttpResponse<String> answer = post(JSON, text("nobody", "x"));
        isProblem(answer, 502, "nobody gets the message");
        assertThat(read(answer).path("sip_status").asInt()).isEqualTo(404);
        assertThat(read(answer).path("problems").path(0).asText()).isEqualTo("nobody: 404 Not Found");
        assertThat(read(answer).path("recipients").path(0).path("result").asText())
                .isEqualTo("refused");
    }

    @Test
    void otherContentIsTakenAsBytes() throws Exception {
        String head = "{\"from\": \"alice\", \"to\": \"dave\", \"content_type\": ";
        sent(202, head + "\"application/json\", \"body\": \"{}\", \"expires_in\": 60}");
        sent(202, head + "\"text/plain;charset=iso-8859-1\", \"body_base64\": \"5A==\"}");
        JsonNode all = page("?user=dave").path("messages");
        assertThat(all.path(0).path("text").asText()).isEqualTo("\u00e4");
        assertThat(all.path(1).path("type").asText()).isEqualTo(JSON);
        assertThat(all.path(1).has("text")).isFalse();
        Instant accepted = Instant.parse(all.path(1).path("accepted").asText());
        assertThat(Instant.parse(all.path(1).path("expires").asText()))
                .isEqualTo(accepted.plus(Duration.ofSeconds(60)));
        isProblem(post(JSON, head + "\"text/plain\", \"body\": \"now\", \"expires_in\": 0}"), 502, "dave: 480");
    }

    @Test
    void pagesGoOnWhereTheLastOneEnded() throws Exception {
        for (int i = 0; i < 5; i++) {
            sent(202, text("erin", "n" + i));
        }
        List<String> texts = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        String before = "";
        do {
            JsonNode page = page("?user=erin&limit=2" + before);
            sizes.add(page.path("messages").size());
            page.path("messages").forEach(each -> texts.add(each.path("text").asText()));
            before = page.has("next") ? "&before=" + page.path("next").asText() : "";
        } while (!before.isEmpty());
        assertThat(texts).containsExactly("n4", "n3", "n2", "n1", "n0");
        assertThat(sizes).containsExactly(2, 2, 1);
        assertThat(page("?user=nobody").path("messages").size()).isZero();
    }

    /** A page is bounded in bytes too; and who gets no more is told when to try again. */
    @Test
    void aPageOfLongMessagesEndsEarly() throws Exception {
        String longest = text("frank", "x".repeat(48 << 10));
        for (int i = 0; i < 101; i++) {
            sent(202, longest);
        }
        JsonNode page = page("?user=frank&limit=1000");
        assertThat(page.path("messages").size()).isEqualTo(100);
        String before = "&before=" + page.path("next").asText();
        assertThat(page("?user=frank" + before).path("messages").size()).isEqualTo(1);
        HttpResponse<String> full = post(JSON, text("frank", "x"));
        isProblem(full, 503, "frank: 480 Mailbox Full");
        assertThat(full.headers().firstValue("retry-after")).contains("600");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "400 | the body is no JSON in line 1 | {from: alice}",
                "400 | JSON object | []",
                "422 | text is meant, or content_type | {'from': 'alice', 'to': 'bob'}",
                "422 | text is meant, or content_type | {'from': 'alice', 'to': 'bob', 'text': 'x', 'body': 'x'}",
                "422 | text: a text of 1 to | {'from': 'alice', 'to': 'bob', 'text': 7}",
                "422 | to: 1 to 100 texts | {'from': 'alice', 'to': [], 'text': 'x'}",
                "422 | to: 1 to 100 texts | {'from': 'alice', 'to': ['bob', 7], 'text': 'x'}",
                "422 | none of them twice | {'from': 'alice', 'to': ['bob', 'bob'], 'text': 'x'}",
                "422 | to: a text of 1 to 512 | {'from': 'alice', 'text': 'x'}",
                "422 | not a number, a user or a SIP URI: sip:@ | {'from': 'alice', 'to': ['bob', 'sip:@'], 'text': 'x'}",
                "422 | half of a surrogate | {'from': 'alice', 'to': 'bob', 'text': '\\ud83d'}",
                "422 | a media type | {'from': 'alice', 'to': 'bob', 'content_type': 'x', 'body': 'x'}",
                "422 | a media type | {'from': 'alice', 'to': 'bob', 'content_type': 'text/*', 'body': 'x'}",
                "422 | a media type | {'from': 'alice', 'to': 'bob', 'content_type': 'a/b;c=\\'\\nX: y\\'', 'body': 'x'}",
                "422 | another charset | {'from': 'alice', 'to': 'bob', 'content_type': 'text/a;charset=x', 'body': '\u00e4'}",
                "422 | no base64 | {'from': 'alice', 'to': 'bob', 'content_type': 'a/b', 'body_base64': '?'}",
                "422 | expires_in | {'from': 'alice', 'to': 'bob', 'text': 'x', 'expires_in': -1}",
                "422 | expires_in | {'from': 'alice', 'to': 'bob', 'text': 'x', 'expires_in': 99999999999}",
                "422 | subject: unknown | {'from': 'alice', 'to': 'bob', 'text': 'x', 'subject': 'x'}",
                "404 | there is no account mallory | {'from': 'mallory', 'to': 'bob', 'text': 'x'}",
            })
    void whatIsWrongIsSaid(int status, String detail, String body) throws Exception {
        isProblem(post(JSON, body.replace("\\'", "\\\"").replace('\'', '"')), status, detail);
    }

    @Test
    void whatIsTooLargeOrOfAnotherTypeIsRefused() throws Exception {
        isProblem(post("text/plain", "x"), 415, "application/json");
        isProblem(post(JSON, text("bob", "x".repeat((48 << 10) + 1))), 413, "49152 bytes at most (messages.max_size");
        isProblem(post(JSON, text("bob", "x".repeat(70_000))), 413, "65536");
        String many = String.join(
                "\", \"", IntStream.range(0, 101).mapToObj(i -> "u" + i).toList());
        isProblem(post(JSON, text("bob", "x").replace("\"bob\"", "[\"" + many + "\"]")), 422, "1 to 100");
        HttpRequest without =
                HttpRequest.newBuilder(request("/messages").build().uri()).build();
        isProblem(CLIENT.send(without, BodyHandlers.ofString()), 401, "a bearer token is meant");
        isProblem(CLIENT.send(request("/messages").DELETE().build(), BodyHandlers.ofString()), 405, "GET, POST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?with=alice",
                "?limit=0",
                "?limit=1001",
                "?limit=x",
                "?before=0",
                "?before=-1",
                "?before=1e9",
                "?before=1e9x",
                "?before=99999999999999999999",
                "?before=",
                "?user=a%0Ab"
            })
    void wrongQuestionsAreRefused(String query) throws Exception {
        isProblem(CLIENT.send(request("/messages" + query).build(), BodyHandlers.ofString()), 400, "is meant");
    }

    @Test
    void eventsTellWhatBecomesOfMessages() throws Exception {
        try (Stream<String> lines = CLIENT.send(
                        request("/events?topics=message").build(), BodyHandlers.ofLines())
                .body()) {
            String callId = sent(202, text("bob", "secret"))
                    .path("recipients")
                    .path(0)
                    .path("call_id")
                    .asText();
            String data = lines.filter(line -> line.startsWith("data: ") && line.contains(callId))
                    .findFirst()
                    .orElseThrow();
            assertThat(data)
                    .contains("\"from\":\"alice@example.test\",\"to\":\"bob@example.test\"", "\"message\":")
                    .doesNotContain("secret");
        }
    }
}
