package io.switchboard.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.server.api.RawClient.Answer;
import io.switchboard.server.api.http.HttpLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The API with narrow limits, spoken to byte by byte. */
abstract class ApiScene {
    static final HttpLimits LIMITS =
            new HttpLimits(16, 1_024, 4_096, 2_048, 4, Duration.ofSeconds(2), Duration.ofMillis(200), 1_024);
    static final String OPS = ServedApi.OPS;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    static ServedApi server;

    @BeforeAll
    static void start() throws Exception {
        server = ServedApi.start(
                folder,
                "",
                ", hosts: pbx.example.test",
                "accounts: {alice: {password: a, number: 1001}}\n",
                "routes: [{name: written, match: {exact: \"1\"}, to: \"user:alice\"}]\n",
                LIMITS);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static RawClient client() throws IOException {
        return new RawClient(server.address(), 0);
    }

    static String head(String method, String path, String more) {
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + OPS + "\r\n" + more;
    }

    static Answer ask(String text) throws IOException {
        try (RawClient client = client()) {
            client.send(text);
            return client.answer();
        }
    }

    static Answer ask(String method, String path) throws IOException {
        return ask(head(method, path, "\r\n"));
    }

    static Answer ask(String method, String path, String type, String body) throws IOException {
        return ask(head(
                method, path, "Content-Type: " + type + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));
    }

    static void isProblem(Answer answer, int status, String detail) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.body())
                .contains("\"type\":\"about:blank\"", "\"title\":", "\"status\":" + status, "\"detail\":")
                .contains(detail)
                .doesNotContain("Exception", "io.switchboard");
    }
}
