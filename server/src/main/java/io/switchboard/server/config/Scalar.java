package io.switchboard.server.config;

/** A value as it was written (unquoted 0044 keeps its zeros), with its place. */
record Scalar(String text, Place place) {}
