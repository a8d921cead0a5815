package io.switchboard.sip.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The bytes of a message and the index over them. The index is made on first need for messages built here. */
abstract class IndexedMessage {
    byte[] data;
    int start;
    int end;
    int headersStart;
    int bodyStart;
    int count;
    int flaws;
    int @Nullable [] index;

    IndexedMessage(byte[] data, int start, int end, int headersStart) {
        this.data = data;
        this.start = start;
        this.end = end;
        this.headersStart = headersStart;
    }

    final int[] index() {
        int[] made = index;
        if (made == null) {
            HeaderIndexer.index(this);
            made = Objects.requireNonNull(index);
        }
        return made;
    }

    /** Place in the index of the next header line of that name at or behind a place; -1 if there is none. */
    final int find(int id, int at) {
        int[] made = index();
        for (int end = count * HeaderIndexer.STRIDE; at < end; at += HeaderIndexer.STRIDE) {
            if (HeaderIndexer.id(made[at + 1]) == id) {
                return at;
            }
        }
        return -1;
    }

    final int find(HeaderName name) {
        return find(HeaderTable.id(name), 0);
    }

    final int lineStart(int at) {
        return index()[at];
    }

    /** Behind the line break of the line and its folds. */
    final int lineEnd(int at) {
        return index()[at + HeaderIndexer.STRIDE];
    }

    final int valueStart(int at) {
        return index()[at + 2];
    }

    final int valueEnd(int at) {
        return index()[at + 3];
    }

    final boolean folded(int at) {
        return (index()[at + 1] & HeaderIndexer.FOLDED) != 0;
    }

    final String name(int at) {
        int from = lineStart(at);
        return Ascii.text(data, from, from + HeaderIndexer.nameLength(index()[at + 1]));
    }

    final String text(int at) {
        return folded(at)
                ? Ascii.unfolded(data, valueStart(at), valueEnd(at))
                : Ascii.text(data, valueStart(at), valueEnd(at));
    }

    /** Texts of all lines of a name, known or not. */
    final List<String> texts(int id, String name) {
        String lower = id == 0 ? name.toLowerCase(Locale.ROOT) : name;
        List<String> texts = new ArrayList<>(2);
        for (int at = find(id, 0); at >= 0; at = find(id, at + HeaderIndexer.STRIDE)) {
            if (id != 0 || hasName(at, lower)) {
                texts.add(text(at));
            }
        }
        return texts;
    }

    final boolean hasName(int at, String lowerCase) {
        int from = lineStart(at);
        return Ascii.equalsIgnoreCase(data, from, from + HeaderIndexer.nameLength(index()[at + 1]), lowerCase);
    }

    /** Forgets what was read, after the bytes have changed. */
    abstract void changed();

    /** Puts a new start line in place of the old one. */
    final void replaceStartLine(String line) {
        ByteSink sink =
                new ByteSink(size() + line.length()).put(ByteSink.checked(line)).crlf();
        int headers = sink.length;
        adopt(sink.put(data, headersStart, end), headers);
    }

    /** Takes new bytes for its own. */
    final void adopt(ByteSink sink, int headers) {
        data = sink.data;
        start = 0;
        end = sink.length;
        headersStart = headers;
        flaws = 0;
        index = null;
        changed();
    }

    /** Encoded size in bytes. A received message was indexed at once, which cut it to its Content-Length. */
    public final int size() {
        return end - start;
    }
}
