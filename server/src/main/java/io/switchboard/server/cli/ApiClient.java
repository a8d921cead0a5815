package io.switchboard.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.switchboard.server.api.ApiFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The option {@code --data} of commands that ask a running server through its API. */
final class ApiClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** Longer than the server waits for anything. */
    private static final Duration ANSWER = Duration.ofMinutes(25);

    @Option(names = "--data", paramLabel = "DIR", description = "The running server's data folder (default: data).")
    private Path folder = Path.of("data");

    Path folder() {
        return folder;
    }

    /** A path's query: names and values in turn, of which those without a value are left out. */
    static String query(String... pairs) {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            if (!pairs[i + 1].isEmpty()) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(pairs[i])
                        .append('=')
                        .append(escaped(pairs[i + 1]));
            }
        }
        return query.toString();
    }

    /** One segment of a path, or a value of a query. */
    static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Sends a request and prints what is wrong, if anything.
     *
     * @param body JSON, empty for none
     * @param done prints the answer (an empty object if there is none) and gives the exit code
     */
    int run(String method, String path, String body, CommandSpec spec, ToIntFunction<JsonNode> done) {
        return run(method, path, "application/json", body, spec, done);
    }

    int run(String method, String path, String type, String body, CommandSpec spec, ToIntFunction<JsonNode> done) {
        PrintWriter err = spec.commandLine().getErr();
        HttpResponse<byte[]> response = send(method, path, type, body, err, BodyHandlers.ofByteArray());
        try {
            if (response == null) {
                return ExitCode.UNAVAILABLE;
            }
            JsonNode answer = response.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(response.body());
            if (response.statusCode() / 100 == 2) {
                int code = done.applyAsInt(answer);
                spec.commandLine().getOut().flush();
                return code;
            }
            return problem(answer, err);
        } catch (IOException e) {
            err.println("the server's answer is no JSON: " + e.getMessage());
            return ExitCode.UNAVAILABLE;
        } finally {
            err.flush();
        }
    }

    /** The lines of an endless answer; null after what is wrong has been printed. */
    @Nullable InputStream follow(String path, CommandSpec spec) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        HttpResponse<InputStream> response = send("GET", path, "", "", err, BodyHandlers.ofInputStream());
        if (response != null && response.statusCode() / 100 != 2) {
            problem(JSON.readTree(response.body()), err);
        }
        err.flush();
        return response == null || response.statusCode() / 100 != 2 ? null : response.body();
    }

    private static int problem(JsonNode problem, PrintWriter err) {
        problem.path("problems").forEach(each -> err.println(each.asText()));
        err.println(problem.path("detail").asText());
        return ExitCode.PROBLEMS;
    }

    private <T> @Nullable HttpResponse<T> send(
            String method,
            String path,
            String type,
            String body,
            PrintWriter err,
            HttpResponse.BodyHandler<T> handler) {
        try {
            HttpClient client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT)
                    .build();
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            ApiFiles.address(folder).resolve(path))
                    .timeout(ANSWER)
                    .header("Authorization", "Bearer " + ApiFiles.token(folder))
                    .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
            if (!body.isEmpty()) {
                request.header("Content-Type", type);
            }
            return client.send(request.build(), handler);
        } catch (IOException e) {
            err.println("no server with an API runs with the data folder " + folder + " (" + e.getMessage() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println("interrupted");
        }
        return null;
    }
}
