package io.switchboard.routing;

/** A route with one of its patterns: what the index holds. */
record Rule(Route route, NumberPattern pattern) {}
