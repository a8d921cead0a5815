package io.switchboard.server.api.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Between Netty's messages and ours. */
final class Wire {
    private Wire() {}

    /**
     * Reads a request.
     *
     * @throws IllegalArgumentException with what is wrong
     */
    static Request read(FullHttpRequest message, int parameters) {
        String uri = message.uri();
        if (!uri.startsWith("/")) {
            throw new IllegalArgumentException("the request target is no path");
        }
        QueryStringDecoder decoder = new QueryStringDecoder(uri, StandardCharsets.UTF_8, true, parameters + 1);
        Map<String, String> query = new HashMap<>();
        decoder.parameters().forEach((name, values) -> {
            if (values.size() > 1) {
                throw new IllegalArgumentException("a parameter is there twice");
            }
            query.put(name, values.get(0));
        });
        if (query.size() > parameters) {
            throw new IllegalArgumentException("there are more than " + parameters + " parameters");
        }
        Map<String, List<String>> headers = new HashMap<>();
        for (Map.Entry<String, String> header : message.headers()) {
            headers.computeIfAbsent(header.getKey().toLowerCase(Locale.ROOT), name -> new ArrayList<>(1))
                    .add(header.getValue());
        }
        return new Request(
                message.method().name(),
                path(decoder.rawPath()),
                query,
                headers,
                text(message.content().nioBuffer()));
    }

    private static String text(ByteBuffer body) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(body).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the body is not UTF-8", e);
        }
    }

    private static List<String> path(String raw) {
        List<String> segments = new ArrayList<>();
        for (String segment : raw.substring(1).split("/", -1)) {
            // In a path a plus is a plus; the decoder is for queries.
            segments.add(QueryStringDecoder.decodeComponent(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
        }
        return segments;
    }

    static FullHttpResponse of(Response.Whole answer, boolean stays) {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        FullHttpResponse message = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), Unpooled.wrappedBuffer(body));
        HttpHeaders headers = common(message, stays);
        if (!answer.type().isEmpty()) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, answer.type());
        }
        if (answer.status() != 204) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        }
        answer.headers().forEach(headers::set);
        return message;
    }

    /** The beginning of a stream of events. */
    static HttpResponse stream(boolean chunked) {
        HttpResponse message = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        HttpHeaders headers = common(message, chunked);
        headers.set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream");
        if (chunked) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        return message;
    }

    private static HttpHeaders common(HttpResponse message, boolean stays) {
        HttpHeaders headers = message.headers();
        headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        if (!stays) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return headers;
    }
}
