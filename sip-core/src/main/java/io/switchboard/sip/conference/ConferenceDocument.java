package io.switchboard.sip.conference;

import com.google.common.base.CharMatcher;
import com.google.common.base.Utf8;
import io.switchboard.sip.conference.RoomView.ParticipantView;
import io.switchboard.sip.event.EventPackage;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * One document of the conference event package (RFC 4575) that is being written, as long as there is room in it: it is
 * never longer than {@link EventPackage#MOST_BYTES}.
 */
final class ConferenceDocument {
    static final String TYPE = "application/conference-info+xml";
    private static final String NAMESPACE = "urn:ietf:params:xml:ns:conference-info";
    /** What is told of, and how it is called (section 5.7.2). */
    private static final Map<String, String> STATUS =
            Map.of("in", "connected", "dialling", "dialing-out", "alerting", "alerting");

    private static final String IN_MEMORY = "a document that is written to memory";
    /** Phones of one user that are listed. */
    private static final int MOST_PHONES = 20;
    /** Bytes of what stands around the users, of a user and of a phone of his, but for their URIs, at most. */
    private static final int OF_ROOM = 1024;

    private static final int OF_USER = 90;
    private static final int OF_PHONE = 190;
    private static final int OF_BRIEF_USER = 40;
    private static final int OF_BRIEF_PHONE = 80;
    private static final CharMatcher ESCAPED = CharMatcher.anyOf("&<>\"'");
    private static final int ESCAPE = 5;

    private static final XMLOutputFactory XML = XMLOutputFactory.newDefaultFactory();

    /** How much is told. */
    enum Kind {
        /** All of the room. */
        FULL("full"),
        /** All of it, without roles and media. */
        BRIEF("full"),
        /** What has changed. */
        PARTIAL("partial");

        private final String state;

        Kind(String state) {
            this.state = state;
        }
    }

    /**
     * What stands at the top.
     *
     * @param entity URI of the room
     * @param version of the state, 1 and up
     * @param users how many there are
     */
    record Head(String entity, long version, int users, boolean locked) {}

    private final StringWriter text = new StringWriter(512);
    private final XMLStreamWriter xml;
    private final Kind kind;
    private int bytes = OF_ROOM;
    private boolean listing;

    ConferenceDocument(Kind kind, Head head) {
        this.kind = kind;
        try {
            this.xml = XML.createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("conference-info");
            xml.writeDefaultNamespace(NAMESPACE);
            xml.writeAttribute("entity", head.entity());
            xml.writeAttribute("state", kind.state);
            xml.writeAttribute("version", Long.toString(head.version()));
            xml.writeStartElement("conference-state");
            element("user-count", Integer.toString(head.users()));
            element("active", "true");
            element("locked", Boolean.toString(head.locked()));
            xml.writeEndElement();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(IN_MEMORY, e);
        }
    }

    /** Whether participants of this stage are told of: who waits outside or is leaving is not. */
    static boolean tellsOf(String stage) {
        return STATUS.containsKey(stage);
    }

    /**
     * A user and his phones, or, with null, that he is gone.
     *
     * @return false if there is no room for it; for the first one there is
     */
    boolean user(String uri, @Nullable List<ParticipantView> all) {
        try {
            if (all == null) {
                return gone(uri);
            }
            return there(uri, all.subList(0, Math.min(all.size(), MOST_PHONES)));
        } catch (XMLStreamException e) {
            throw new IllegalStateException(IN_MEMORY, e);
        }
    }

    private boolean begins(String uri, int phones) throws XMLStreamException {
        boolean brief = kind == Kind.BRIEF;
        int name = Utf8.encodedLength(uri) + ESCAPE * ESCAPED.countIn(uri);
        int more = name + (brief ? OF_BRIEF_USER : OF_USER) + phones * (name + (brief ? OF_BRIEF_PHONE : OF_PHONE));
        if (listing && bytes + more > EventPackage.MOST_BYTES) {
            return false;
        }
        bytes += more;
        if (!listing) {
            listing = true;
            xml.writeStartElement("users");
            if (kind == Kind.PARTIAL) {
                xml.writeAttribute("state", "partial");
            }
        }
        return true;
    }

    private boolean gone(String uri) throws XMLStreamException {
        if (!begins(uri, 0)) {
            return false;
        }
        xml.writeEmptyElement("user");
        xml.writeAttribute("entity", uri);
        xml.writeAttribute("state", "deleted");
        return true;
    }

    private boolean there(String uri, List<ParticipantView> phones) throws XMLStreamException {
        if (!begins(uri, phones.size())) {
            return false;
        }
        xml.writeStartElement("user");
        xml.writeAttribute("entity", uri);
        xml.writeAttribute("state", "full");
        if (kind != Kind.BRIEF) {
            xml.writeStartElement("roles");
            element("entry", phones.stream().anyMatch(ParticipantView::moderator) ? "admin" : "participant");
            xml.writeEndElement();
        }
        for (ParticipantView phone : phones) {
            xml.writeStartElement("endpoint");
            xml.writeAttribute("entity", uri + ";participant=" + phone.id());
            element("status", STATUS.getOrDefault(phone.stage(), "connected"));
            if (kind != Kind.BRIEF) {
                element("joining-method", phone.dialled() ? "dialed-out" : "dialed-in");
                media(phone);
            }
            xml.writeEndElement();
        }
        xml.writeEndElement();
        return true;
    }

    /** As the participant sees it: muted, it only receives. */
    private void media(ParticipantView phone) throws XMLStreamException {
        if (phone.stage().equals("in")) {
            xml.writeStartElement("media");
            xml.writeAttribute("id", "1");
            element("type", "audio");
            element(
                    "status",
                    phone.muted() ? (phone.deaf() ? "inactive" : "recvonly") : phone.deaf() ? "sendonly" : "sendrecv");
            xml.writeEndElement();
        }
    }

    private void element(String name, String content) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(content);
        xml.writeEndElement();
    }

    byte[] end() {
        try {
            xml.writeEndDocument(); // and what is open still
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(IN_MEMORY, e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
