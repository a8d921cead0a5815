package io.switchboard.sip.conference;

import com.google.common.base.CharMatcher;
import com.google.common.base.Utf8;
import io.switchboard.sip.conference.RoomView.ParticipantView;
import io.switchboard.sip.event.EventPackage;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Documents of the conference event package (RFC 4575). It keeps what was told last, and makes of what changes the
 * smallest document that tells it: each has a version higher by one. None is longer than {@link
 * EventPackage#MOST_BYTES}: what changes is told in parts, and the whole of a large room is told shortly, without roles
 * and media, and without those who find no room in it.
 */
final class ConferenceInfo {
    static final String TYPE = "application/conference-info+xml";
    private static final String NAMESPACE = "urn:ietf:params:xml:ns:conference-info";
    /** What is told of, and how it is called (section 5.7.2). */
    private static final Map<String, String> STATUS =
            Map.of("in", "connected", "dialling", "dialing-out", "alerting", "alerting");

    private static final byte[] NOTHING = {};
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

    private final String entity;
    private final Map<String, List<ParticipantView>> told;
    private boolean locked;
    private int users;
    private int version = 1;
    private boolean left;

    /** @param entity URI of the room */
    ConferenceInfo(String entity, RoomView first) {
        this.entity = entity;
        this.told = byUri(first.participants());
        this.locked = first.locked();
        this.users = told.size();
    }

    /** The whole state, as it was told last. */
    byte[] full() {
        try {
            Document whole = new Document("full", false);
            return (all(whole) ? whole : brief()).end();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(IN_MEMORY, e);
        }
    }

    private Document brief() throws XMLStreamException {
        Document brief = new Document("full", true);
        all(brief);
        return brief;
    }

    /** Lists those whom there is room for; false if not all of them. */
    private boolean all(Document document) throws XMLStreamException {
        for (Map.Entry<String, List<ParticipantView>> user : told.entrySet()) {
            if (!document.user(user.getKey(), user.getValue())) {
                return false;
            }
        }
        return true;
    }

    /** What has changed since the last time, or a part of it; empty for nothing. */
    byte[] change(RoomView now) {
        Map<String, List<ParticipantView>> after = byUri(now.participants());
        users = after.size();
        List<String> gone = new ArrayList<>(told.keySet());
        gone.removeAll(after.keySet());
        after.entrySet().removeIf(user -> user.getValue().equals(told.get(user.getKey())));
        left = false;
        if (after.isEmpty() && gone.isEmpty() && now.locked() == locked) {
            return NOTHING;
        }
        locked = now.locked();
        version++;
        try {
            Document part = new Document("partial", false);
            for (Iterator<String> uris = gone.iterator(); uris.hasNext() && !left; ) {
                String uri = uris.next();
                left = !part.gone(uri);
                if (!left) {
                    told.remove(uri);
                }
            }
            for (Iterator<Map.Entry<String, List<ParticipantView>>> all =
                            after.entrySet().iterator();
                    all.hasNext() && !left; ) {
                Map.Entry<String, List<ParticipantView>> user = all.next();
                left = !part.user(user.getKey(), user.getValue());
                if (!left) {
                    told.put(user.getKey(), user.getValue());
                }
            }
            return part.end();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(IN_MEMORY, e);
        }
    }

    /** Whether the last change was told in part, so that there is more to tell at once. */
    boolean left() {
        return left;
    }

    /** A user may be there with several phones; who waits outside or is leaving is not told of. */
    private static Map<String, List<ParticipantView>> byUri(Collection<ParticipantView> participants) {
        Map<String, List<ParticipantView>> users = new LinkedHashMap<>();
        for (ParticipantView each : participants) {
            if (STATUS.containsKey(each.stage())) {
                users.computeIfAbsent(each.uri(), uri -> new ArrayList<>(1)).add(each);
            }
        }
        return users;
    }

    /** One that is being written, as long as there is room in it. */
    private final class Document {
        private final StringWriter text = new StringWriter(512);
        private final XMLStreamWriter xml;
        private final boolean partial;
        private final boolean brief;
        private int bytes = OF_ROOM;
        private boolean listing;

        /** @param brief without roles and media */
        Document(String state, boolean brief) throws XMLStreamException {
            this.partial = state.equals("partial");
            this.brief = brief;
            this.xml = XML.createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("conference-info");
            xml.writeDefaultNamespace(NAMESPACE);
            xml.writeAttribute("entity", entity);
            xml.writeAttribute("state", state);
            xml.writeAttribute("version", Integer.toString(version));
            xml.writeStartElement("conference-state");
            element("user-count", Integer.toString(users));
            element("active", "true");
            element("locked", Boolean.toString(locked));
            xml.writeEndElement();
        }

        /** Whether there is room for a user with so many phones; for the first one there is. */
        private boolean begins(String uri, int phones) throws XMLStreamException {
            int name = Utf8.encodedLength(uri) + ESCAPE * ESCAPED.countIn(uri);
            int more = name + (brief ? OF_BRIEF_USER : OF_USER) + phones * (name + (brief ? OF_BRIEF_PHONE : OF_PHONE));
            if (listing && bytes + more > EventPackage.MOST_BYTES) {
                return false;
            }
            bytes += more;
            if (!listing) {
                listing = true;
                xml.writeStartElement("users");
                if (partial) {
                    xml.writeAttribute("state", "partial");
                }
            }
            return true;
        }

        boolean gone(String uri) throws XMLStreamException {
            if (!begins(uri, 0)) {
                return false;
            }
            xml.writeEmptyElement("user");
            xml.writeAttribute("entity", uri);
            xml.writeAttribute("state", "deleted");
            return true;
        }

        boolean user(String uri, List<ParticipantView> all) throws XMLStreamException {
            List<ParticipantView> phones = all.subList(0, Math.min(all.size(), MOST_PHONES));
            if (!begins(uri, phones.size())) {
                return false;
            }
            xml.writeStartElement("user");
            xml.writeAttribute("entity", uri);
            xml.writeAttribute("state", "full");
            if (!brief) {
                xml.writeStartElement("roles");
                element("entry", phones.stream().anyMatch(ParticipantView::moderator) ? "admin" : "participant");
                xml.writeEndElement();
            }
            for (ParticipantView phone : phones) {
                xml.writeStartElement("endpoint");
                xml.writeAttribute("entity", uri + ";participant=" + phone.id());
                element("status", STATUS.getOrDefault(phone.stage(), "connected"));
                if (!brief) {
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
                        phone.muted()
                                ? (phone.deaf() ? "inactive" : "recvonly")
                                : phone.deaf() ? "sendonly" : "sendrecv");
                xml.writeEndElement();
            }
        }

        private void element(String name, String content) throws XMLStreamException {
            xml.writeStartElement(name);
            xml.writeCharacters(content);
            xml.writeEndElement();
        }

        byte[] end() throws XMLStreamException {
            xml.writeEndDocument(); // and what is open still
            xml.close();
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }
    }
}
