package io.switchboard.server.api.http;

import io.netty.handler.codec.http.HttpResponseStatus;

/** Phrases of statuses. */
final class HttpReason {
    private HttpReason() {}

    static String of(int status) {
        return HttpResponseStatus.valueOf(status).reasonPhrase();
    }
}
