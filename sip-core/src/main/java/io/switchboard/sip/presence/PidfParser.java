package io.switchboard.sip.presence;

import io.switchboard.sip.presence.PidfDocument.Element;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads published presence documents (RFC 3863). They come from the network: no document type, no entities, and bounds
 * on size, depth and number of elements.
 */
final class PidfParser {
    /** Bytes of one document at most. */
    static final int MOST_BYTES = 32 * 1024;

    private static final int MOST_CHILDREN = 50;
    private static final int MOST_ELEMENTS = 1000;
    private static final int DEEPEST = 20;
    private static final XMLInputFactory XML = factory();

    private final XMLStreamReader xml;
    private final List<String[]> children = new ArrayList<>();
    private final List<Set<String>> declared = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private final Map<String, String> namespaces = new LinkedHashMap<>();
    private String entity = "";
    private int elements;

    private PidfParser(XMLStreamReader xml) {
        this.xml = xml;
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    /** @throws PidfException if it is no presence document */
    static PidfDocument parse(byte[] body) throws PidfException {
        if (body.length > MOST_BYTES) {
            throw new PidfException("Document Too Large");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new PidfException("Not UTF-8");
        }
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        try {
            XMLStreamReader xml = XML.createXMLStreamReader(new StringReader(plain));
            try {
                return new PidfParser(xml).document(text);
            } finally {
                xml.close();
            }
        } catch (XMLStreamException e) {
            throw new PidfException("Not Well-Formed");
        }
    }

    private PidfDocument document(String text) throws XMLStreamException, PidfException {
        String encoding = xml.getCharacterEncodingScheme();
        if (encoding != null
                && !encoding.toUpperCase(Locale.ROOT).equals("UTF-8")
                && !encoding.toUpperCase(Locale.ROOT).equals("US-ASCII")) {
            throw new PidfException("Not UTF-8");
        }
        while (next() != XMLStreamConstants.START_ELEMENT) {
            // comments and the like before the root
        }
        root();
        while (next() != XMLStreamConstants.END_ELEMENT) {
            if (xml.isStartElement()) {
                child();
            }
        }
        while (xml.hasNext()) {
            next();
        }
        List<int[]> places = XmlChildren.of(text);
        if (places.size() != children.size()) {
            throw new PidfException("Not Well-Formed");
        }
        List<Element> all = new ArrayList<>(places.size());
        for (int i = 0; i < places.size(); i++) {
            String[] child = children.get(i);
            int[] place = places.get(i);
            all.add(new Element(child[0], child[1], child[2], place[0], place[1], declared.get(i)));
        }
        return new PidfDocument(text, entity, namespaces, all);
    }

    private int next() throws XMLStreamException, PidfException {
        int event = xml.next();
        if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw new PidfException("No Document Type Allowed");
        }
        if (event == XMLStreamConstants.START_ELEMENT && ++elements > MOST_ELEMENTS) {
            throw new PidfException("Too Many Elements");
        }
        return event;
    }

    private void root() throws PidfException {
        String named = xml.getAttributeValue(null, "entity");
        if (!is("presence") || named == null || named.isEmpty()) {
            throw new PidfException("Not a Presence Document");
        }
        entity = named;
        namespaces.put("", "");
        for (int i = 0; i < xml.getNamespaceCount(); i++) {
            namespaces.put(orEmpty(xml.getNamespacePrefix(i)), orEmpty(xml.getNamespaceURI(i)));
        }
    }

    private void child() throws XMLStreamException, PidfException {
        String id = orEmpty(xml.getAttributeValue(null, "id"));
        if (children.size() == MOST_CHILDREN) {
            throw new PidfException("Too Many Elements");
        }
        if (!id.isEmpty() && !ids.add(id)) {
            throw new PidfException("Two Elements With One Id");
        }
        Set<String> own = new HashSet<>();
        for (int i = 0; i < xml.getNamespaceCount(); i++) {
            own.add(orEmpty(xml.getNamespacePrefix(i)));
        }
        children.add(new String[] {orEmpty(xml.getNamespaceURI()), xml.getLocalName(), id});
        declared.add(own);
        boolean tuple = is("tuple");
        if (tuple && id.isEmpty()) {
            throw new PidfException("Tuple Without Id");
        }
        int statuses = 0;
        for (int depth = 1; depth > 0; ) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    statuses += tuple && depth == 1 && is("status") ? 1 : 0;
                    if (++depth > DEEPEST) {
                        throw new PidfException("Too Deep");
                    }
                    if (tuple && depth == 3 && is("basic")) {
                        basic();
                        depth--; // its end has been read
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> depth--;
                default -> {}
            }
        }
        if (tuple && statuses != 1) {
            throw new PidfException("Tuple Without Status"); // RFC 3863 section 4.1.2
        }
    }

    /** Section 4.1.4. */
    private void basic() throws XMLStreamException, PidfException {
        String basic = xml.getElementText().strip();
        if (!basic.equals("open") && !basic.equals("closed")) {
            throw new PidfException("Basic Neither Open Nor Closed");
        }
    }

    private boolean is(String name) {
        return xml.getLocalName().equals(name) && PidfDocument.NAMESPACE.equals(xml.getNamespaceURI());
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
