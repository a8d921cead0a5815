package io.switchboard.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.server.api.RawClient.Answer;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The API over real sockets, in front of a node without calls. */
class ApiTest extends ApiScene {
    private static final String ROOMS =
            "{\"name\": \"rooms\", \"match\": {\"pattern\": \"3XXX\"}, \"to\": \"conference:${number}\"}";

    @Test
    void onlyWhoHasATokenIsServed() throws Exception {
        String local = ApiFiles.token(folder.resolve("data"));
        assertThat(local).hasSizeGreaterThan(40);
        assertThat(Files.getPosixFilePermissions(folder.resolve("data/api.token")))
                .hasSize(2);
        for (String token : new String[] {local, OPS}) {
            Answer good = ask("GET /status HTTP/1.1\r\nHost: localhost\r\nAuthorization: bearer " + token + "\r\n\r\n");
            assertThat(good.status()).isEqualTo(200);
            assertThat(good.body()).contains("\"calls\":0");
        }
        Answer without = ask("GET /status HTTP/1.1\r\nHost: localhost\r\n\r\n");
        isProblem(without, 401, "a bearer token is meant");
        assertThat(without.header("www-authenticate")).isEqualTo("Bearer realm=\"switchboard\"");
        for (String wrong : new String[] {"Bearer x", "Bearer ", "Basic YTpi", "Bearer " + local + "x"}) {
            isProblem(
                    ask("GET /nothing HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + wrong + "\r\n\r\n"),
                    401,
                    "the token is not known");
        }
    }

    /** A web page whose name leads here (DNS rebinding) asks by that name. */
    @Test
    void theServerAnswersToItsOwnNamesAlone() throws Exception {
        for (String host : new String[] {"localhost:80", "127.0.0.1", "[::1]:1", "PBX.example.test:443"}) {
            assertThat(ask("GET /status HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer " + OPS + "\r\n\r\n")
                            .status())
                    .as(host)
                    .isEqualTo(200);
        }
        for (String host : new String[] {"evil.example", "localhost.evil.example", "10.0.0.1", "", "a:b:c"}) {
            isProblem(
                    ask("GET /status HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer " + OPS + "\r\n\r\n"),
                    421,
                    "not known by this name");
        }
        isProblem(ask("GET /status HTTP/1.1\r\nAuthorization: Bearer " + OPS + "\r\n\r\n"), 400, "Host");
        isProblem(ask("GET /status HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n"), 400, "Host");
    }

    @Test
    void whatIsTooLargeIsRefused() throws Exception {
        isProblem(ask("POST", "/routes", "application/json", "x".repeat(4_000)), 413, "2048");
        isProblem(ask("GET", "/" + "x".repeat(2_000)), 414, "");
        isProblem(ask(head("GET", "/status", "X: " + "x".repeat(5_000) + "\r\n\r\n")), 431, "");
        isProblem(ask("GET", "/calls?a=1&b=2&c=3&d=4&e=5"), 400, "more than 4 parameters");
    }

    @Test
    void whatIsNoHttpIsRefused() throws Exception {
        isProblem(ask("nonsense\r\n\r\n"), 400, "no HTTP request");
        isProblem(ask(head("GET", "http://localhost/status", "\r\n")), 400, "no path");
        isProblem(ask(head("GET", "/calls/%zz", "\r\n")), 400, "");
        isProblem(ask("GET", "/calls?limit=1&limit=2"), 400, "twice");
        isProblem(
                ask(head(
                        "POST",
                        "/routes",
                        "Content-Length: 1\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n")),
                400,
                "");
    }

    @Test
    void aClientThatSendsTooSlowlyLosesItsConnection() throws Exception {
        try (RawClient client = client()) {
            client.send("GET /status HTTP/1.1\r\n");
            assertThat(client.line()).isEqualTo("end");
        }
    }

    @Test
    void aConnectionServesOneRequestAfterTheOther() throws Exception {
        try (RawClient client = client()) {
            client.send(head("GET", "/status", "\r\n") + head("GET", "/calls", "\r\n"));
            assertThat(client.answer().body()).contains("\"legs\":0");
            assertThat(client.answer().body()).isEqualTo("{\"calls\":[]}\n");
            client.send(head("GET", "/conferences", "Connection: close\r\n\r\n"));
            Answer last = client.answer();
            assertThat(last.body()).isEqualTo("{\"conferences\":[]}\n");
            assertThat(last.header("connection")).isEqualTo("close");
            assertThat(client.line()).isEqualTo("end");
        }
    }

    @Test
    void pathsAndMethodsAreToldApart() throws Exception {
        isProblem(ask("GET", "/nothing"), 404, "nothing of this name");
        isProblem(ask("GET", "/"), 404, "");
        isProblem(ask("GET", "/status/"), 404, "");
        Answer method = ask("PUT", "/calls/x");
        isProblem(method, 405, "DELETE, GET");
        assertThat(method.header("allow")).isEqualTo("DELETE, GET");
        isProblem(ask("GET", "/calls/x"), 404, "there is no call x");
        isProblem(ask("DELETE", "/calls/a%20b/participants/1"), 404, "there is no call a b");
        isProblem(ask("DELETE", "/conferences/3000"), 404, "conference 3000 is not open");
        isProblem(ask("DELETE", "/conferences/3000/participants/x"), 404, "");
        isProblem(ask("GET", "/calls?limit=0"), 400, "limit");
    }

    @Test
    void bodiesAreChecked() throws Exception {
        String path = "/calls/x/transfer";
        isProblem(ask("POST", path, "text/plain", "{}"), 415, "application/json");
        isProblem(ask(head("POST", path, "\r\n")), 415, "application/json");
        isProblem(ask("POST", path, "application/json", "{\n \"target\": oops}"), 400, "line 2, column");
        isProblem(ask("POST", path, "application/json", "[]"), 400, "JSON object");
        isProblem(ask("POST", path, "application/json", "{\"a\":1,\"a\":2}"), 400, "Duplicate");
        isProblem(ask("POST", path, "application/json", "[".repeat(2_000)), 400, "");
        Answer unknown = ask("POST", path, "application/json; charset=utf-8", "{\"target\": 1, \"who\": \"x\"}");
        isProblem(unknown, 422, "problems");
        assertThat(unknown.body()).contains("target: a text", "participant: a whole number", "who: unknown");
        isProblem(ask("POST", path, "application/json", "{\"target\":\"1\",\"participant\":0}"), 404, "no call x");
        isProblem(ask("PATCH", "/conferences/3000", "application/json", "{}"), 422, "locked is meant");
        isProblem(ask("PATCH", "/calls/x/participants/0", "application/json", "{\"muted\":true}"), 404, "no call x");
    }

    @Test
    void routesComeAndGo() throws Exception {
        Answer added = ask("POST", "/routes", "application/json", ROOMS);
        assertThat(added.status()).as(added.body()).isEqualTo(201);
        assertThat(added.header("location")).isEqualTo("/routes/rooms");
        assertThat(added.body()).contains("\"added_by\":\"ops\"", "\"match\":[\"pattern 3XXX\"]");
        isProblem(ask("POST", "/routes", "application/json", ROOMS), 409, "there is a route 'rooms' already");
        assertThat(ask("GET", "/routes").body()).contains("\"file\":\"dialplan.yaml\",\"line\":1", "added at ");
        assertThat(ask("GET", "/explanation?number=3000&from=alice").body()).contains("by ops", "conference");
        assertThat(ask("DELETE", "/routes/rooms").status()).isEqualTo(204);
        isProblem(ask("GET", "/routes/rooms"), 404, "");
        isProblem(ask("DELETE", "/routes/written"), 409, "dialplan.yaml:1");
        Answer wrong = ask("POST", "/routes", "application/yaml", "{name: x, to: \"user:mallory\"}");
        isProblem(wrong, 422, "does not fit");
        assertThat(wrong.body()).contains("route x:1:15 to: unknown user 'mallory'");
        isProblem(ask("POST", "/routes", "application/json", "{name: x}"), 400, "line 1, column 2");
    }

    @Test
    void aReloadTellsItsProblems() throws Exception {
        assertThat(ask("POST", "/reload").status()).isEqualTo(204);
    }

    @Test
    void connectionsAreBounded() throws Exception {
        RawClient[] clients = new RawClient[LIMITS.connections() + 4];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = client();
        }
        int refused = 0;
        for (RawClient client : clients) {
            try {
                client.send(head("GET", "/status", "\r\n"));
                client.answer();
            } catch (IOException e) {
                refused++;
            }
        }
        for (RawClient client : clients) {
            client.close();
        }
        assertThat(refused).isGreaterThanOrEqualTo(4);
    }
}
