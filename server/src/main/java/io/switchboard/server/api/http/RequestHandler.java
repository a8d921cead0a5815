package io.switchboard.server.api.http;

/** Answers requests, each in a thread of its own; may block. */
@FunctionalInterface
public interface RequestHandler {
    /** The answer to a request. */
    Response handle(Request request);
}
