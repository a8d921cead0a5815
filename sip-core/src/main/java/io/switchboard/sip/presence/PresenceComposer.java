package io.switchboard.sip.presence;

import com.google.common.base.Utf8;
import io.switchboard.sip.event.EventPackage;
import io.switchboard.sip.presence.PidfDocument.Element;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes one document of all that a user's phones have published (RFC 4479 section 3.3, by union). Pure.
 *
 * <p>A single publication under the user's own name passes as it is. Of several the elements pass as they are, the newest
 * publication's first: tuples and whatever else has an id all, but an id once; of elements without one, such as notes,
 * those of the newest publication that has such elements. Of persons there is one (section 3.2), the newest. A document
 * has bounds, so that a NOTIFY with it can be sent: what does not fit, the oldest, is left out.
 */
final class PresenceComposer {
    private static final String DATA_MODEL = "urn:ietf:params:xml:ns:pidf:data-model";
    private static final String END = "</presence>\n";
    private static final int MOST_ELEMENTS = 200;

    private final Map<String, String> namespaces = new LinkedHashMap<>();
    private final Set<String> ids = new HashSet<>();
    private final List<String> tuples = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    /** Bytes, those of the root included. */
    private long size;
    /** Whether nothing had to be left out. */
    private boolean whole = true;

    private PresenceComposer(String entity, List<PidfDocument> published) {
        namespaces.put("", PidfDocument.NAMESPACE);
        take(head(entity, namespaces));
        take(END);
        Set<String> kinds = new HashSet<>();
        for (int i = published.size() - 1; i >= 0 && whole; i--) {
            add(published.get(i), kinds);
        }
    }

    /** Whether a document holds all that is in these publications; parameters as of {@link #compose}. */
    static boolean fits(String entity, List<PidfDocument> published) {
        return passes(entity, published) || new PresenceComposer(entity, published).whole;
    }

    private static boolean passes(String entity, List<PidfDocument> published) {
        return published.size() == 1 && published.get(0).entity().equals(entity);
    }

    /**
     * The document.
     *
     * @param entity the user's SIP URI
     * @param published what has been published, the oldest first
     * @param registered whether a phone of the user can be reached; counts for those who publish nothing
     */
    static byte[] compose(String entity, List<PidfDocument> published, boolean registered) {
        if (published.isEmpty()) {
            String text =
                    head(entity, Map.of("", PidfDocument.NAMESPACE)) + "<tuple id=\"registration\"><status><basic>"
                            + (registered ? "open" : "closed") + "</basic></status></tuple></presence>\n";
            return text.getBytes(StandardCharsets.UTF_8);
        }
        if (passes(entity, published)) {
            return published.get(0).bytes();
        }
        PresenceComposer composer = new PresenceComposer(entity, published);
        StringBuilder text = new StringBuilder(2048).append(head(entity, composer.namespaces));
        composer.tuples.forEach(text::append); // the schema's order, RFC 3863 section 4.4
        composer.notes.forEach(text::append);
        composer.others.forEach(text::append);
        return text.append(END).toString().getBytes(StandardCharsets.UTF_8);
    }

    private void add(PidfDocument document, Set<String> kinds) {
        Map<String, String> foreign = new LinkedHashMap<>();
        StringBuilder declared = new StringBuilder();
        document.namespaces().forEach((prefix, uri) -> {
            String taken = namespaces.get(prefix);
            if (taken == null) {
                declare(declared, prefix, uri);
            } else if (!taken.equals(uri)) {
                foreign.put(prefix, uri);
            }
        });
        if (!take(declared)) {
            return;
        }
        document.namespaces().forEach(namespaces::putIfAbsent);
        Set<String> own = new HashSet<>();
        for (Element element : document.elements()) {
            boolean single = element.id().isEmpty() || isPerson(element);
            String kind = '{' + element.namespace() + '}' + element.name();
            boolean told = (single && kinds.contains(kind)) || (!element.id().isEmpty() && !ids.add(element.id()));
            if (told) {
                continue;
            }
            if (single) {
                own.add(kind);
            }
            String text = fragment(document.text(), element, foreign);
            whole = tuples.size() + notes.size() + others.size() < MOST_ELEMENTS;
            if (!whole || !take(text)) {
                return;
            }
            (element.isTuple() ? tuples : element.isNote() ? notes : others).add(text);
        }
        kinds.addAll(own);
    }

    private boolean take(CharSequence text) {
        long next = size + Utf8.encodedLength(text);
        if (next > EventPackage.MOST_BYTES) {
            whole = false;
            return false;
        }
        size = next;
        return true;
    }

    private static boolean isPerson(Element element) {
        return element.name().equals("person") && element.namespace().equals(DATA_MODEL);
    }

    /** The element's bytes; where a prefix means something else in the common root, its meaning is said in the start tag. */
    private static String fragment(String text, Element element, Map<String, String> foreign) {
        StringBuilder fragment = new StringBuilder(element.end() - element.start() + 16);
        int name = element.start() + 1;
        while (" \t\r\n/>".indexOf(text.charAt(name)) < 0) {
            name++;
        }
        fragment.append(text, element.start(), name);
        foreign.forEach((prefix, uri) -> {
            if (!element.declares().contains(prefix)) {
                declare(fragment, prefix, uri);
            }
        });
        return fragment.append(text, name, element.end()).toString();
    }

    private static String head(String entity, Map<String, String> namespaces) {
        StringBuilder head = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<presence");
        namespaces.forEach((prefix, uri) -> declare(head, prefix, uri));
        return head.append(" entity=\"").append(escaped(entity)).append("\">").toString();
    }

    private static void declare(StringBuilder tag, String prefix, String uri) {
        tag.append(prefix.isEmpty() ? " xmlns" : " xmlns:")
                .append(prefix)
                .append("=\"")
                .append(escaped(uri))
                .append('"');
    }

    /** As an attribute's value. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
