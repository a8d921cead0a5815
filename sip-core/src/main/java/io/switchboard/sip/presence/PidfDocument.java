package io.switchboard.sip.presence;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A presence document (RFC 3863) as it was published, with the places of the elements beneath its root, so that they can
 * be shown among those of other documents without a byte changed.
 *
 * @param text all of it
 * @param entity the root's entity attribute
 * @param namespaces URIs that the root declares, by prefix; "" is the default one, and always there
 * @param elements what stands beneath the root, in its order
 */
record PidfDocument(String text, String entity, Map<String, String> namespaces, List<Element> elements) {
    /** Media type. */
    static final String TYPE = "application/pidf+xml";
    /** Namespace of presence, tuple and note. */
    static final String NAMESPACE = "urn:ietf:params:xml:ns:pidf";

    PidfDocument {
        namespaces = Collections.unmodifiableMap(new LinkedHashMap<>(namespaces)); // in their order
        elements = List.copyOf(elements);
    }

    /** The document's bytes, as they were published. */
    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Bytes that it takes in memory, roughly. */
    long size() {
        return text.length();
    }

    /**
     * One element beneath the root.
     *
     * @param namespace its namespace, empty for none
     * @param name local name
     * @param id its id attribute, empty if it has none
     * @param start where its start tag begins in the text
     * @param end where its end tag ends
     * @param declares prefixes that its own start tag declares
     */
    record Element(String namespace, String name, String id, int start, int end, Set<String> declares) {
        Element {
            declares = Set.copyOf(declares);
        }

        boolean isTuple() {
            return name.equals("tuple") && namespace.equals(NAMESPACE);
        }

        boolean isNote() {
            return name.equals("note") && namespace.equals(NAMESPACE);
        }
    }
}
