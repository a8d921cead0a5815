package io.switchboard.sip.presence;

import io.switchboard.sip.event.EventPackage;
import io.switchboard.sip.message.SipRequest;

/** The watcher information of presence (RFC 3857): who watches me. For the user alone. */
public final class WatcherInfoPackage implements EventPackage {
    private final Presences presences;

    /** Of these users. */
    public WatcherInfoPackage(Presences presences) {
        this.presences = presences;
    }

    @Override
    public String name() {
        return "presence.winfo";
    }

    @Override
    public String contentType() {
        return "application/watcherinfo+xml";
    }

    @Override
    public Lookup find(SipRequest subscribe, String from) {
        return presences.observed(subscribe.requestUri(), from);
    }
}
