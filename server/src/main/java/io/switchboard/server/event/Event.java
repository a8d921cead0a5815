package io.switchboard.server.event;

import java.util.Map;
import java.util.function.Supplier;

/**
 * Something that happened.
 *
 * @param number counts from 1 since the start of the server, without gaps
 * @param time wall-clock milliseconds since the epoch
 * @param type {@code call.started} and the like; what stands before the dot is its topic
 * @param source gives the {@link #data}, always the same
 */
public record Event(long number, long time, String type, Supplier<Map<String, Object>> source) {
    /** Names and values (strings, numbers, booleans), in order. */
    public Map<String, Object> data() {
        return source.get();
    }

    /** What it is about: {@code call}, {@code conference}, {@code registration}, {@code route}. */
    public String topic() {
        int dot = type.indexOf('.');
        return dot < 0 ? type : type.substring(0, dot);
    }
}
