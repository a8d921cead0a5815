package io.switchboard.e2e;

import java.util.List;
import java.util.Locale;

/** A message that came in: its first line, its headers as lines, its body. */
record Message(String start, List<String> headers, String body) {
    static Message parse(String text) {
        int blank = text.indexOf("\r\n\r\n");
        String head = blank < 0 ? text : text.substring(0, blank);
        List<String> lines = List.of(head.split("\r\n"));
        return new Message(lines.get(0), lines.subList(1, lines.size()), blank < 0 ? "" : text.substring(blank + 4));
    }

    /** The status of a response, 0 of a request. */
    int status() {
        return start.startsWith("SIP/2.0 ") ? Integer.parseInt(start.substring(8, 11)) : 0;
    }

    /** All values of a header, in order. */
    List<String> all(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        return headers.stream()
                .filter(h -> h.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(h -> h.substring(prefix.length()).strip())
                .toList();
    }

    /** The first value of a header; empty if it is not there. */
    String header(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? "" : all.get(0);
    }
}
