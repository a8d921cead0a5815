package io.switchboard.sip.conference;

import io.switchboard.sip.event.EventPackage;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipUri;

/** The conference event package (RFC 4575): who is in a room. */
public final class ConferencePackage implements EventPackage {
    private final Conferences conferences;

    /** Of these rooms. */
    public ConferencePackage(Conferences conferences) {
        this.conferences = conferences;
    }

    @Override
    public String name() {
        return "conference";
    }

    @Override
    public String contentType() {
        return ConferenceDocument.TYPE;
    }

    @Override
    public Lookup find(SipRequest subscribe, String from) {
        if (!from.startsWith(ACCOUNT)) {
            return new Lookup.Refused(403); // who is in a room is no business of a carrier's
        }
        String room;
        try {
            room = SipUri.parse(subscribe.requestUri()).user();
        } catch (IllegalArgumentException e) {
            return new Lookup.Refused(416);
        }
        return conferences.watched(room, from);
    }
}
