package io.switchboard.sip.message;

import java.util.List;
import java.util.Locale;
import javax.sip.header.Header;
import org.jspecify.annotations.Nullable;

/** Edits a message's bytes: the named header's lines are written anew, all others are spliced as they are. */
final class HeaderEdit {
    private HeaderEdit() {}

    /** Puts these lines where the first of that name stood, or at the end, and removes the others of that name. */
    static void replace(IndexedMessage message, String name, List<String> lines) {
        splice(message, name, lines, true, true);
    }

    /** Adds lines before the first or behind the last of that name; at the end if there is none. */
    static void add(IndexedMessage message, String name, List<String> lines, boolean first) {
        splice(message, name, lines, first, false);
    }

    private static void splice(
            IndexedMessage message, String name, List<String> lines, boolean atFirst, boolean dropOld) {
        HeaderName known = HeaderTable.find(name);
        int id = known == null ? 0 : HeaderTable.id(known);
        String lower = name.toLowerCase(Locale.ROOT);
        int[] index = message.index();
        int place = -1;
        for (int at = message.find(id, 0); at >= 0; at = message.find(id, at + HeaderIndexer.STRIDE)) {
            if (id != 0 || message.hasName(at, lower)) {
                place = atFirst && place >= 0 ? place : at;
            }
        }
        int length = message.find(HeaderName.CONTENT_LENGTH);
        ByteSink sink = new ByteSink(message.size() + 128);
        sink.put(message.data, message.start, message.headersStart);
        int headers = sink.length;
        boolean done = false;
        for (int at = 0; at < message.count * HeaderIndexer.STRIDE; at += HeaderIndexer.STRIDE) {
            boolean same = HeaderIndexer.id(index[at + 1]) == id && (id != 0 || message.hasName(at, lower));
            if (!done && (at == place || (place < 0 && at == length)) && (atFirst || place < 0)) {
                done = put(sink, lines);
            }
            if (!(same && dropOld)) {
                sink.line(message, at);
            }
            if (!done && at == place) {
                done = put(sink, lines);
            }
        }
        if (!done) {
            put(sink, lines);
        }
        sink.crlf().put(message.data, Math.min(message.bodyStart, message.end), message.end);
        message.adopt(sink, headers);
    }

    private static boolean put(ByteSink sink, List<String> lines) {
        for (String line : lines) {
            sink.put(line).crlf();
        }
        return true;
    }

    /** Puts another body in place, with its Content-Length. */
    static void body(IndexedMessage message, byte[] body) {
        message.index();
        message.end = message.bodyStart;
        replace(message, HeaderName.CONTENT_LENGTH.text(), List.of("Content-Length: " + body.length));
        message.data = new ByteSink(message.end + body.length)
                .put(message.data, 0, message.end)
                .put(body)
                .data;
        message.end += body.length;
        message.flaws = 0;
        message.index = null;
    }

    /** A header object as a line. @throws IllegalArgumentException if it holds a line break or is no header line */
    static String line(@Nullable Header header) {
        if (header == null) {
            throw new NullPointerException("header");
        }
        String line = ByteSink.checked(header.toString().strip());
        int colon = line.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("not a header line");
        }
        ByteSink.checkedName(line.substring(0, colon).strip());
        return line;
    }
}
