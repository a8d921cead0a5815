/** A small HTTP/1.1 server on Netty: bounded, one request of a connection at a time, with streams of events. */
@NullMarked
package io.switchboard.server.api.http;

import org.jspecify.annotations.NullMarked;
