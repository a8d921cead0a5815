package io.switchboard.sip.presence;

import io.switchboard.sip.event.EventPackage;
import io.switchboard.sip.message.SipRequest;

/** The presence event package (RFC 3856): whether a user is there. */
public final class PresencePackage implements EventPackage {
    static final String NAME = "presence";

    private final Presences presences;

    /** Of these users. */
    public PresencePackage(Presences presences) {
        this.presences = presences;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String contentType() {
        return PidfDocument.TYPE;
    }

    @Override
    public Lookup find(SipRequest subscribe, String from) {
        return presences.watched(subscribe.requestUri(), from);
    }
}
