package io.switchboard.sip.conference;

import io.switchboard.sip.conference.RoomView.ParticipantView;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Documents of the conference event package (RFC 4575). It keeps what was told last, and makes of what changes the
 * smallest document that tells it: each has a version higher by one.
 */
final class ConferenceInfo {
    static final String TYPE = "application/conference-info+xml";
    private static final String NAMESPACE = "urn:ietf:params:xml:ns:conference-info";
    /** What is told of, and how it is called (section 5.7.2). */
    private static final Map<String, String> STATUS =
            Map.of("in", "connected", "dialling", "dialing-out", "alerting", "alerting");

    private static final XMLOutputFactory XML = XMLOutputFactory.newDefaultFactory();

    private final String entity;
    private RoomView told;
    private int version = 1;

    /** @param entity URI of the room */
    ConferenceInfo(String entity, RoomView first) {
        this.entity = entity;
        this.told = first;
    }

    /** The whole state, as it was told last. */
    byte[] full() {
        return document("full", told, byUri(told.participants()), Map.of());
    }

    /** What has changed since the last time, empty for nothing. */
    byte[] change(RoomView now) {
        Map<String, List<ParticipantView>> before = byUri(told.participants());
        Map<String, List<ParticipantView>> after = byUri(now.participants());
        Map<String, List<ParticipantView>> changed = new LinkedHashMap<>();
        after.forEach((uri, views) -> {
            if (!views.equals(before.get(uri))) {
                changed.put(uri, views);
            }
        });
        Map<String, List<ParticipantView>> gone = new LinkedHashMap<>(before);
        gone.keySet().removeAll(after.keySet());
        if (changed.isEmpty() && gone.isEmpty() && now.locked() == told.locked()) {
            return new byte[0];
        }
        told = now;
        version++;
        return document("partial", now, changed, gone);
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

    private byte[] document(
            String state,
            RoomView room,
            Map<String, List<ParticipantView>> users,
            Map<String, List<ParticipantView>> gone) {
        StringWriter text = new StringWriter(512);
        try {
            XMLStreamWriter xml = XML.createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("conference-info");
            xml.writeDefaultNamespace(NAMESPACE);
            xml.writeAttribute("entity", entity);
            xml.writeAttribute("state", state);
            xml.writeAttribute("version", Integer.toString(version));
            xml.writeStartElement("conference-state");
            element(
                    xml,
                    "user-count",
                    Integer.toString(byUri(room.participants()).size()));
            element(xml, "active", "true");
            element(xml, "locked", Boolean.toString(room.locked()));
            xml.writeEndElement();
            if (!users.isEmpty() || !gone.isEmpty()) {
                xml.writeStartElement("users");
                if (state.equals("partial")) {
                    xml.writeAttribute("state", "partial");
                }
                for (Map.Entry<String, List<ParticipantView>> user : users.entrySet()) {
                    user(xml, user.getKey(), user.getValue());
                }
                for (String uri : gone.keySet()) {
                    xml.writeEmptyElement("user");
                    xml.writeAttribute("entity", uri);
                    xml.writeAttribute("state", "deleted");
                }
                xml.writeEndElement();
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a document that is written to memory", e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void user(XMLStreamWriter xml, String uri, List<ParticipantView> phones) throws XMLStreamException {
        xml.writeStartElement("user");
        xml.writeAttribute("entity", uri);
        xml.writeAttribute("state", "full");
        xml.writeStartElement("roles");
        element(xml, "entry", phones.stream().anyMatch(ParticipantView::moderator) ? "admin" : "participant");
        xml.writeEndElement();
        for (ParticipantView phone : phones) {
            xml.writeStartElement("endpoint");
            xml.writeAttribute("entity", uri + ";participant=" + phone.id());
            element(xml, "status", STATUS.getOrDefault(phone.stage(), "connected"));
            element(xml, "joining-method", phone.dialled() ? "dialed-out" : "dialed-in");
            if (!phone.stage().equals("in")) {
                xml.writeEndElement();
                continue;
            }
            xml.writeStartElement("media");
            xml.writeAttribute("id", "1");
            element(xml, "type", "audio");
            // As the participant sees it: muted, it only receives.
            element(
                    xml,
                    "status",
                    phone.muted() ? (phone.deaf() ? "inactive" : "recvonly") : phone.deaf() ? "sendonly" : "sendrecv");
            xml.writeEndElement();
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static void element(XMLStreamWriter xml, String name, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(text);
        xml.writeEndElement();
    }
}
