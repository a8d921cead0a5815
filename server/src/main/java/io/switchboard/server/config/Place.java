package io.switchboard.server.config;

/** Where something stands: line and column from 1, and the path of its key. */
record Place(String file, int line, int column, String key) {}
