package io.switchboard.sip.body;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.message.NameAddr;
import io.switchboard.sip.message.SipUri;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Lists of recipients (RFC 4826, as RFC 5363 uses them): lists may be nested; attributes such as copyControl (RFC 5364)
 * and elements of other namespaces are passed over; references to lists elsewhere are not followed.
 */
final class ResourceLists {
    static final String TYPE = "application/resource-lists+xml";
    /** Recipients of one request. */
    static final int MOST_ENTRIES = 100;

    private static final String NAMESPACE = "urn:ietf:params:xml:ns:resource-lists";
    private static final int DEEPEST = 16;
    private static final int LONGEST_URI = 512;
    private static final XMLInputFactory XML = factory();

    private final Map<String, String> uris = new LinkedHashMap<>();
    private int entries;

    private ResourceLists() {}

    /** No document type, hence no entities; nothing outside of the document is ever read. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing else is read");
        });
        return factory;
    }

    /**
     * Reads documents.
     *
     * @return URIs (sip, sips, tel), without headers, each once, in their order
     * @throws BodyException 400 if one is not well-formed or no list, or has an entry that is no such URI; 413 if there are
     *     more than {@link #MOST_ENTRIES} entries
     */
    static ImmutableList<String> read(List<byte[]> documents) throws BodyException {
        ResourceLists lists = new ResourceLists();
        for (byte[] document : documents) {
            lists.read(document);
        }
        return ImmutableList.copyOf(lists.uris.values());
    }

    private void read(byte[] document) throws BodyException {
        try {
            XMLStreamReader xml = XML.createXMLStreamReader(new ByteArrayInputStream(document));
            try {
                walk(xml);
            } finally {
                xml.close();
            }
        } catch (XMLStreamException e) {
            throw new BodyException(400, "Malformed Resource List", e);
        }
    }

    private void walk(XMLStreamReader xml) throws XMLStreamException, BodyException {
        List<String> path = new ArrayList<>();
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    String name = NAMESPACE.equals(xml.getNamespaceURI()) ? xml.getLocalName() : "";
                    String parent = path.isEmpty() ? "" : path.get(path.size() - 1);
                    if (path.isEmpty() && !name.equals("resource-lists")) {
                        throw new BodyException(400, "Not A Resource List");
                    }
                    if (path.size() == DEEPEST) {
                        throw new BodyException(400, "Resource List Too Deep");
                    }
                    if (name.equals("entry") && parent.equals("list")) {
                        entry(xml.getAttributeValue(null, "uri"));
                    }
                    path.add(name);
                }
                case XMLStreamConstants.END_ELEMENT -> path.remove(path.size() - 1);
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new BodyException(400, "Resource List With A Document Type");
                default -> {}
            }
        }
    }

    private void entry(@Nullable String uri) throws BodyException {
        if (++entries > MOST_ENTRIES) {
            throw new BodyException(413, "Too Many Recipients");
        }
        String text = uri == null ? "" : uri.strip();
        if (text.isEmpty() || text.length() > LONGEST_URI) {
            throw new BodyException(400, "Recipient Without A URI");
        }
        try {
            uris.putIfAbsent(key(text), withoutHeaders(text));
        } catch (IllegalArgumentException e) {
            throw new BodyException(400, "Recipient Not A SIP Or Telephone URI", e);
        }
    }

    /** What makes two URIs the same recipient: who, and where. */
    private static String key(String uri) {
        if (uri.regionMatches(true, 0, "tel:", 0, 4)) {
            String number = NameAddr.parse("<" + uri + ">").user().replaceAll("[-.()]", "");
            if (!number.matches("[+]?[0-9A-Fa-f*#]+")) {
                throw new IllegalArgumentException("no number");
            }
            return "tel:" + number.toLowerCase(Locale.ROOT);
        }
        SipUri sip = SipUri.parse(uri);
        if (sip.user().isEmpty()) {
            throw new IllegalArgumentException("nobody");
        }
        return sip.user() + "@" + sip.host() + ":" + sip.port();
    }

    private static String withoutHeaders(String uri) {
        int headers = uri.indexOf('?');
        return headers < 0 ? uri : uri.substring(0, headers);
    }
}
