package io.switchboard.server.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that happened.
 *
 * @param number counts from 1 since the start of the server, without gaps
 * @param time wall-clock milliseconds since the epoch
 * @param type {@code call.started} and the like; what stands before the dot is its topic
 * @param data names and values (strings, numbers, booleans), in order
 */
public record Event(long number, long time, String type, Map<String, Object> data) {
    /** Copies the map. */
    public Event {
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }

    /** What it is about: {@code call}, {@code conference}, {@code registration}, {@code route}. */
    public String topic() {
        int dot = type.indexOf('.');
        return dot < 0 ? type : type.substring(0, dot);
    }
}
