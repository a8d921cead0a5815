package io.switchboard.server.api;

import io.switchboard.server.api.http.HttpLimits;
import io.switchboard.server.api.http.HttpServer;
import io.switchboard.server.api.http.Request;
import io.switchboard.server.api.http.Response;
import io.switchboard.server.config.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The API on its address, with the files that tell a command on the same machine how to use it. */
public final class ApiServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ApiServer.class);

    private final HttpServer http;
    private final Path data;

    private ApiServer(HttpServer http, Path data) {
        this.http = http;
        this.data = data;
    }

    /**
     * Begins to serve.
     *
     * @throws IOException if the address cannot be bound or the data folder cannot be used
     */
    public static ApiServer start(Settings.Api settings, Path data, Api api) throws IOException {
        return start(settings, data, api, HttpLimits.USUAL);
    }

    static ApiServer start(Settings.Api settings, Path data, Api api, HttpLimits limits) throws IOException {
        Access access = new Access(settings, ApiFiles.makeToken(data));
        HttpServer http = HttpServer.start(settings.listen(), limits, request -> answer(access, api, request));
        ApiFiles.tellAddress(data, http.address());
        log.info("the API listens on {}", http.address());
        return new ApiServer(http, data);
    }

    private static Response answer(Access access, Api api, Request request) {
        return switch (access.check(request)) {
            case Access.Verdict.Denied denied -> denied.answer();
            case Access.Verdict.Granted granted -> api.handle(request, granted.by());
        };
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return http.address();
    }

    @Override
    public void close() {
        http.close();
        try {
            ApiFiles.forgetAddress(data);
        } catch (IOException e) {
            log.warn("the API's address is still in the data folder", e);
        }
    }
}
