package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A program that sends and reads messages by HTTP, beside phones and the switchboard command. */
class MessageApiTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern ID = Pattern.compile("\"id\":([0-9]+)");
    private static final Pattern NEXT = Pattern.compile("\"next\":([0-9]+)");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static final Setup SETUP = new Setup()
            .account("alice", "1001")
            .account("bob", "1002")
            .account("carol", "1003")
            .account("dave", "1004")
            .account("erin", "1005");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static SwitchboardServer server;

    @BeforeAll
    static void start() {
        server = SwitchboardServer.start(folder, SETUP);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static List<String> command(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", server.data().toString()));
        return all;
    }

    /** Runs the command beside the server; the first line is the exit code. */
    private static String run(String... arguments) {
        return SwitchboardServer.command(folder, command(arguments).toArray(String[]::new));
    }

    private static HttpResponse<String> http(String method, String path, String body, String token) {
        try {
            String address = Files.readString(server.data().resolve("api.json"));
            String url = address.replaceAll("(?s).*\"url\":\"([^\"]+)\".*", "$1");
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                    .header("Content-Type", "application/json")
                    .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
            if (!token.isEmpty()) {
                request.header("Authorization", "Bearer " + token);
            }
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static HttpResponse<String> http(String method, String path, String body) {
        try {
            return http(
                    method,
                    path,
                    body,
                    Files.readString(server.data().resolve("api.token")).strip());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpResponse<String> send(String to, String more) {
        return http("POST", "/messages", "{\"from\": \"alice\", \"to\": " + to + ", " + more + "}");
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    /** The phone is off when the program writes; what has become of it is in the history and in the events. */
    @Test
    void aLinphoneThatWasOffGetsWhatAProgramSent() {
        List<String> events = new ArrayList<>(List.of(Path.of("..", "scripts", "switchboard")
                .toAbsolutePath()
                .normalize()
                .toString()));
        events.addAll(command("events", "--topics", "message,registration"));
        try (ChildProcess follower = ChildProcess.start("switchboard events", folder, Map.of(), events);
                SipPeer erin = SipPeer.udp("127.0.0.1", server.port())) {
            Await.until("events are followed", SOON, () -> {
                Registering.register(erin, "erin");
                Registering.register(erin, "erin", "Contact: *\r\nExpires: 0\r\n");
                return follower.said("registration.removed", 0);
            });
            HttpResponse<String> sent = send("\"bob\"", "\"text\": \"Gr\u00fc\u00dfe \ud83d\ude00\"");
            assertThat(sent.statusCode()).as(sent.body()).isEqualTo(202);
            assertThat(sent.body()).contains("\"to\":\"bob\"", "\"result\":\"kept\",\"status\":202");
            String callId = sent.body().replaceAll("(?s).*\"call_id\":\"([^\"]+)\".*", "$1");
            assertThat(http("GET", "/messages?user=bob&with=alice", "").body())
                    .contains("\"state\":\"waiting\"", callId, "\"text\":\"Gr\u00fc\u00dfe \ud83d\ude00\"");
            follower.await("message.kept .*" + Pattern.quote(callId), 0, SOON);
            Linphone.Registration account = new Linphone.Registration(
                    Setup.DOMAIN, Setup.password("bob"), "127.0.0.1", SETUP.port(), Optional.empty());
            try (Linphone bob = Linphone.start(folder, new Linphone.Setup("bob", 440, "udp", account))) {
                bob.reads("alice@" + Setup.DOMAIN, "Gr\u00fc\u00dfe \ud83d\ude00");
                follower.await("message.delivered .*" + Pattern.quote(callId), 0, SOON);
                bob.quit();
            }
            Await.until(
                    "it is noted",
                    SOON,
                    () -> http("GET", "/messages?user=bob&with=alice", "")
                            .body()
                            .contains("\"state\":\"delivered\""));
        }
    }

    @Test
    void whoIsThereGetsItAtOnceAsBytesOrRefusesIt() {
        try (SipPeer carol = SipPeer.udp("127.0.0.1", server.port())) {
            Registering.register(carol, "carol");
            CompletableFuture<HttpResponse<String>> first = CompletableFuture.supplyAsync(() -> send(
                    "[\"carol\", \"nobody\"]",
                    "\"content_type\": \"application/x-door;v=1\", \"body_base64\": \"AP8NCg==\", \"expires_in\": 0"));
            Message got = Texting.take(carol);
            assertThat(got.header("Content-Type")).isEqualTo("application/x-door;v=1");
            assertThat(got.header("From")).startsWith("<sip:alice@" + Setup.DOMAIN + ">");
            assertThat(got.body()).isEqualTo("\u0000\u00ff\r\n");
            HttpResponse<String> answer = first.join();
            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(answer.body())
                    .contains("\"result\":\"delivered\",\"status\":200", "\"result\":\"refused\",\"status\":404");
            CompletableFuture<HttpResponse<String>> second =
                    CompletableFuture.supplyAsync(() -> send("\"1003\"", "\"text\": \"no\""));
            carol.respond(carol.await("MESSAGE "), "488 Not Acceptable Here", "t", "", "");
            assertThat(second.join().statusCode()).isEqualTo(502);
            assertThat(second.join().body()).contains("\"sip_status\":488", "1003: 488");
        }
    }

    /** The same, page by page. */
    @Test
    void theCommandAndTheApiTellTheSameHistory() {
        for (int i = 0; i < 5; i++) {
            assertThat(send("\"dave\"", "\"text\": \"n" + i + "\"").statusCode())
                    .isEqualTo(202);
        }
        assertThat(run("send", "alice", "nobody", "from the command", "--also", "dave"))
                .startsWith("1\nnobody: refused (404 Not Found)\ndave: kept");
        List<String> byHttp = new ArrayList<>();
        List<String> byCommand = new ArrayList<>();
        String next = "";
        do {
            String page = http("GET", "/messages?user=dave&limit=4" + (next.isEmpty() ? "" : "&before=" + next), "")
                    .body();
            String printed = next.isEmpty()
                    ? run("messages", "--user", "dave", "--limit", "4")
                    : run("messages", "--user", "dave", "--limit", "4", "--before", next);
            byHttp.addAll(all(ID, page));
            byCommand.addAll(all(Pattern.compile("(?m)^([0-9]+)  "), printed));
            List<String> more = all(NEXT, page);
            next = more.isEmpty() ? "" : more.get(0);
            assertThat(printed.contains("There may be more: --before " + next)).isEqualTo(!next.isEmpty());
        } while (!next.isEmpty());
        assertThat(byHttp).hasSize(6).isEqualTo(byCommand).doesNotHaveDuplicates();
        assertThat(run("messages", "--user", "dave", "--before", "1"))
                .as("before all of them")
                .isEqualTo("0\n");
        assertThat(run("messages", "--before", "next")).startsWith("1\n").contains("before: a whole number");
        assertThat(run("messages", "--limit", "0")).startsWith("1\n").contains("limit: a whole number");
        assertThat(run("messages", "--user", "dave", "--json"))
                .contains(http("GET", "/messages?user=dave", "").body());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "POST | /messages | {from: x} | 400",
                "POST | /messages | {'from': 'mallory', 'to': 'bob', 'text': 'x'} | 404",
                "PUT  | /messages | {} | 405",
                "POST | /messages | {'from': 'alice', 'to': 'bob'} | 422",
                "POST | /messages | {'from': 'alice', 'to': 'bob', 'content_type': 'a\\nb', 'body': 'x'} | 422",
                "GET  | /messages?limit=1001 | ~~ | 400",
                "GET  | /messages?with=bob | ~~ | 400",
                "GET  | /messages?before=next | ~~ | 400",
                "GET  | /messages?before=0 | ~~ | 400",
                "GET  | /messages?before=99999999999999999999 | ~~ | 400",
            })
    void whatIsWrongGetsAProblemDocument(String method, String path, String body, int status) {
        HttpResponse<String> answer = http(method, path, body.replace('\'', '"'));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"status\":" + status, "\"detail\":");
    }

    @Test
    void whatIsTooLongOrWithoutTokenIsRefused() {
        assertThat(send("\"bob\"", "\"text\": \"" + "x".repeat((32 << 10) + 1) + "\"")
                        .statusCode())
                .isEqualTo(413);
        for (String token : new String[] {"", "guessed"}) {
            HttpResponse<String> answer = http("GET", "/messages", "", token);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("www-authenticate")).isPresent();
            assertThat(http("POST", "/messages", "{}", token).statusCode()).isEqualTo(401);
        }
    }
}
