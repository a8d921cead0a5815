package io.switchboard.server.node;

import io.switchboard.server.config.Configuration;
import io.switchboard.sip.event.SubscriptionLimits;
import io.switchboard.sip.event.Subscriptions;
import io.switchboard.sip.lane.Lane;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.messaging.MessagesWaiting;
import io.switchboard.sip.mwi.MessageSummaryPackage;
import io.switchboard.sip.presence.PresencePackage;
import io.switchboard.sip.presence.PresenceSettings;
import io.switchboard.sip.presence.Presences;
import io.switchboard.sip.presence.WatcherInfoPackage;
import io.switchboard.sip.registrar.Binding;
import io.switchboard.sip.registrar.Registrar;
import io.switchboard.sip.registrar.RegistrationListener;
import java.util.Map;

/** Joins presence and the lamps for messages with the rooms that do not know them. */
final class PresenceRoom implements RegistrationListener {
    private final Presences presences;
    private final Subscriptions subscriptions;
    private final MessageSummaryPackage summaries;
    private volatile PresenceUsers users;

    /** What a new configuration changes; made outside of the lane. */
    record Change(PresenceUsers users, PresenceSettings settings, SubscriptionLimits limits) {}

    private PresenceRoom(
            Presences presences, Subscriptions subscriptions, MessageSummaryPackage summaries, PresenceUsers users) {
        this.presences = presences;
        this.subscriptions = subscriptions;
        this.summaries = summaries;
        this.users = users;
    }

    static PresenceRoom open(
            Lane lane,
            RandomTokens tokens,
            Registrar registrar,
            MessagesWaiting messages,
            Subscriptions subscriptions,
            Configuration from) {
        PresenceUsers users = new PresenceUsers(from);
        Presences presences =
                new Presences(lane, tokens, aor -> !registrar.bindings(aor).isEmpty(), Snapshots.presence(from, users));
        MessageSummaryPackage summaries = new MessageSummaryPackage(messages, presences::find);
        PresenceRoom room = new PresenceRoom(presences, subscriptions, summaries, users);
        registrar.listener(room);
        subscriptions.offer(new PresencePackage(presences));
        subscriptions.offer(new WatcherInfoPackage(presences));
        subscriptions.offer(summaries);
        return room;
    }

    Presences presences() {
        return presences;
    }

    /** What a configuration changes; may take long where there are many accounts. */
    Change change(Configuration next) {
        PresenceUsers those = users.next(next);
        return new Change(those, Snapshots.presence(next, those), Snapshots.subscriptions(next));
    }

    /** Takes a change, in the lane. */
    void configure(Change change) {
        subscriptions.limits(change.limits());
        presences.configure(change.settings());
        if (!change.users().equals(users)) {
            users = change.users();
            summaries.accountsChanged();
        }
    }

    void count(Map<String, Long> all) {
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
