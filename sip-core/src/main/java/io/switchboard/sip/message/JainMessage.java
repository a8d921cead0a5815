package io.switchboard.sip.message;

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ListIterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The JAIN-SIP view of a message. Header objects are made on first access and kept for this message alone. They are
 * copies: a change to one reaches the message when it is given to setHeader. Headers that cannot be parsed are left out
 * here, {@link #headers} says what is wrong with them. Content-Length always says what the body has.
 */
abstract class JainMessage extends EntityHeaders {
    private @Nullable Map<String, List<Header>> objects;

    JainMessage(byte[] data, int start, int end, int headersStart) {
        super(data, start, end, headersStart);
    }

    /**
     * All values of a header as objects, the values of one line apart; a plain ExtensionHeader for unknown names.
     *
     * @throws ParseException if one of its lines is not well-formed
     */
    public final List<Header> headers(String name) throws ParseException {
        HeaderName known = HeaderTable.find(name);
        String key = key(name);
        List<Header> cached = objects == null ? null : objects.get(key);
        if (cached != null) {
            return cached;
        }
        List<Header> made = new ArrayList<>();
        for (String line : texts(known == null ? 0 : HeaderTable.id(known), name)) {
            made.addAll(HeaderObjects.parse(known, name, line));
        }
        if (!made.isEmpty()) {
            objects = objects == null ? new HashMap<>() : objects;
            objects.put(key, made);
        }
        return made;
    }

    private List<Header> readable(String name) {
        try {
            return headers(name);
        } catch (ParseException broken) {
            return List.of();
        }
    }

    @Override
    public final @Nullable Header getHeader(String name) {
        List<Header> all = readable(name);
        return all.isEmpty() ? null : all.get(0);
    }

    @Override
    public final ListIterator<Header> getHeaders(String name) {
        return new ArrayList<>(readable(name)).listIterator();
    }

    @Override
    public final ListIterator<String> getHeaderNames() {
        Set<String> names = new LinkedHashSet<>();
        for (int at = 0; at < count() * HeaderIndexer.STRIDE; at += HeaderIndexer.STRIDE) {
            HeaderName known = HeaderTable.name(HeaderIndexer.id(index()[at + 1]));
            names.add(known == null ? name(at) : known.text());
        }
        return List.copyOf(names).listIterator();
    }

    /** The lines of known headers that cannot be parsed. */
    @Override
    public final ListIterator<String> getUnrecognizedHeaders() {
        List<String> broken = new ArrayList<>();
        for (int at = 0; at < count() * HeaderIndexer.STRIDE; at += HeaderIndexer.STRIDE) {
            try {
                HeaderObjects.parse(HeaderTable.name(HeaderIndexer.id(index()[at + 1])), name(at), text(at));
            } catch (ParseException unreadable) {
                broken.add(name(at) + ": " + text(at));
            }
        }
        return broken.listIterator();
    }

    private int count() {
        index();
        return count;
    }

    private void forget(String name) {
        if (objects != null) {
            objects.remove(key(name));
        }
    }

    private static String key(String name) {
        HeaderName known = HeaderTable.find(name);
        return (known == null ? name : known.text()).toLowerCase(Locale.ROOT);
    }

    private void add(Header header, boolean first) {
        String line = HeaderEdit.line(header);
        if (HeaderTable.find(header.getName()) != HeaderName.CONTENT_LENGTH) {
            HeaderEdit.add(this, header.getName(), List.of(line), first);
            forget(header.getName());
        }
    }

    @Override
    public final void addHeader(Header header) {
        add(header, false);
    }

    @Override
    public final void addLast(Header header) {
        add(header, false);
    }

    @Override
    public final void addFirst(Header header) {
        add(header, true);
    }

    @Override
    public final void setHeader(Header header) {
        String line = HeaderEdit.line(header);
        if (HeaderTable.find(header.getName()) != HeaderName.CONTENT_LENGTH) {
            HeaderEdit.replace(this, header.getName(), List.of(line));
            forget(header.getName());
        }
    }

    @Override
    public final void removeHeader(String name) {
        if (HeaderTable.find(name) != HeaderName.CONTENT_LENGTH) {
            HeaderEdit.replace(this, name, List.of());
            forget(name);
        }
    }

    @Override
    public final void removeFirst(String name) {
        removeOne(name, true);
    }

    @Override
    public final void removeLast(String name) {
        removeOne(name, false);
    }

    /** Removes one value; the others of that name are written anew. */
    private void removeOne(String name, boolean first) {
        List<Header> all = readable(name);
        List<String> left = new ArrayList<>();
        for (int i = first ? 1 : 0; i < all.size() - (first ? 0 : 1); i++) {
            left.add(HeaderEdit.line(all.get(i)));
        }
        if (!all.isEmpty() && HeaderTable.find(name) != HeaderName.CONTENT_LENGTH) {
            HeaderEdit.replace(this, name, left);
            forget(name);
        }
    }

    /** Sets the body: bytes as they are, anything else as its text in UTF-8. */
    @Override
    public final void setContent(Object content, ContentTypeHeader type) throws ParseException {
        setHeader(type);
        body(
                content instanceof byte[] bytes
                        ? bytes.clone()
                        : content.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Removes the body and the headers that describe it. */
    @Override
    public final void removeContent() {
        for (String name : List.of("Content-Type", "Content-Encoding", "Content-Disposition", "Content-Language")) {
            removeHeader(name);
        }
        body(new byte[0]);
    }

    private void body(byte[] content) {
        HeaderEdit.body(this, content);
        forget(HeaderName.CONTENT_LENGTH.text());
    }

    @Override
    public final byte @Nullable [] getRawContent() {
        index();
        return end == bodyStart ? null : Arrays.copyOfRange(data, bodyStart, end);
    }

    /** The body as text if Content-Type says that it is some or SDP, else as bytes; null if there is none. */
    @Override
    public final @Nullable Object getContent() {
        byte[] raw = getRawContent();
        int at = find(HeaderName.CONTENT_TYPE);
        String type = at < 0 ? "" : text(at).toLowerCase(Locale.ROOT);
        boolean text = type.startsWith("text/") || type.startsWith("application/sdp");
        return raw != null && text ? new String(raw, StandardCharsets.UTF_8) : raw;
    }

    /** Takes nothing but SIP/2.0. */
    @Override
    public final void setSIPVersion(String version) throws ParseException {
        if (!version.equals("SIP/2.0")) {
            throw new ParseException("only SIP/2.0", 0);
        }
    }

    @Override
    public final String getSIPVersion() {
        return "SIP/2.0";
    }

    /** A message of its own with the same bytes. */
    @Override
    public final Object clone() {
        byte[] copy = Arrays.copyOfRange(data, start, start + size());
        SipMessage message = MessageParser.parse(copy, 0, copy.length);
        if (message == null) {
            throw new IllegalStateException("a message that cannot be read");
        }
        return message;
    }

    /** Whether both have the same bytes. */
    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof JainMessage that
                && Arrays.equals(data, start, start + size(), that.data, that.start, that.start + that.size());
    }

    @Override
    public final int hashCode() {
        int hash = 1;
        for (int i = start; i < start + size(); i++) {
            hash = hash * 31 + data[i];
        }
        return hash;
    }
}
