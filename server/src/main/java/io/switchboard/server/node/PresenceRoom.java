package io.switchboard.server.node;

import io.switchboard.server.config.Configuration;
import io.switchboard.sip.event.Subscriptions;
import io.switchboard.sip.lane.Lane;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.messaging.MessagesWaiting;
import io.switchboard.sip.mwi.MessageSummaryPackage;
import io.switchboard.sip.presence.PresencePackage;
import io.switchboard.sip.presence.Presences;
import io.switchboard.sip.presence.WatcherInfoPackage;
import io.switchboard.sip.registrar.Binding;
import io.switchboard.sip.registrar.Registrar;
import io.switchboard.sip.registrar.RegistrationListener;
import java.util.Map;

/** Joins presence and the lamps for messages with the rooms that do not know them. */
final class PresenceRoom implements RegistrationListener {
    private final Presences presences;

    private PresenceRoom(Presences presences) {
        this.presences = presences;
    }

    static Presences open(
            Lane lane,
            RandomTokens tokens,
            Registrar registrar,
            MessagesWaiting messages,
            Subscriptions subscriptions,
            Configuration from) {
        Presences presences =
                new Presences(lane, tokens, aor -> !registrar.bindings(aor).isEmpty(), Snapshots.presence(from));
        registrar.listener(new PresenceRoom(presences));
        subscriptions.offer(new PresencePackage(presences));
        subscriptions.offer(new WatcherInfoPackage(presences));
        subscriptions.offer(new MessageSummaryPackage(messages, presences::find));
        return presences;
    }

    static void configure(Presences presences, Subscriptions subscriptions, Configuration next) {
        subscriptions.limits(Snapshots.subscriptions(next));
        presences.configure(Snapshots.presence(next));
    }

    static void addCounters(Map<String, Long> all, Presences presences, Subscriptions subscriptions) {
        all.put("subscriptions", (long) subscriptions.size());
        all.put("presentities", (long) presences.size());
        all.put("publications", (long) presences.publications());
    }

    @Override
    public void registered(Binding binding) {
        presences.registrationChanged(binding.aor());
    }

    @Override
    public void gone(String aor) {
        presences.registrationChanged(aor);
    }
}
