package io.switchboard.server.node;

import com.google.common.net.InetAddresses;
import io.switchboard.media.engine.MediaSettings;
import io.switchboard.media.engine.RtpMediaEngine;
import io.switchboard.routing.Numbering;
import io.switchboard.server.config.Configuration;
import io.switchboard.server.config.Listener;
import io.switchboard.server.config.LocalAccount;
import io.switchboard.server.config.Settings;
import io.switchboard.server.config.SipTrunk;
import io.switchboard.server.config.SourceAddress;
import io.switchboard.sip.auth.Account;
import io.switchboard.sip.auth.AccountDirectory;
import io.switchboard.sip.auth.DigestClient;
import io.switchboard.sip.auth.DigestGatekeeper;
import io.switchboard.sip.auth.DigestVerifier;
import io.switchboard.sip.auth.TrunkDirectory;
import io.switchboard.sip.auth.TrunkSource;
import io.switchboard.sip.call.CallSettings;
import io.switchboard.sip.call.Party;
import io.switchboard.sip.conference.Conferences;
import io.switchboard.sip.conference.FactorySettings;
import io.switchboard.sip.event.SubscriptionLimits;
import io.switchboard.sip.exchange.ExchangeSettings;
import io.switchboard.sip.exchange.TrunkPeer;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.messaging.MessageSettings;
import io.switchboard.sip.presence.PresenceSettings;
import io.switchboard.sip.registrar.RegistrarPolicy;
import io.switchboard.sip.transport.ListenerSettings;
import io.switchboard.sip.transport.LocalAddresses;
import io.switchboard.sip.transport.TransportLimits;
import io.switchboard.sip.transport.TransportSettings;
import io.switchboard.sip.transport.dns.DnsSettings;
import io.switchboard.sip.transport.tls.TlsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Turns the administrator's configuration into what the rooms of the SIP core take. */
final class Snapshots {
    private final RandomTokens tokens;
    private final DigestVerifier verifier;

    Snapshots(RandomTokens tokens, DigestVerifier verifier) {
        this.tokens = tokens;
        this.verifier = verifier;
    }

    ExchangeSettings exchange(Configuration from) {
        List<Account> accounts = new ArrayList<>(from.accounts().size());
        Map<String, Integer> limits = new HashMap<>();
        for (LocalAccount account : from.accounts().values()) {
            accounts.add(account.account());
            if (account.maxCalls() > 0) {
                limits.put(account.account().user(), account.maxCalls());
            }
        }
        Set<String> users = users(from);
        Numbering numbering = from.plan().numbering();
        Predicate<String> ours =
                user -> users.contains(user.toLowerCase(Locale.ROOT)) || users.contains(numbering.normalise(user));
        Map<String, TrunkPeer> peers = new HashMap<>();
        for (SipTrunk trunk : from.trunks().values()) {
            peers.put(trunk.name(), peer(trunk, ours));
        }
        DigestGatekeeper gatekeeper = new DigestGatekeeper(
                verifier,
                new AccountDirectory(
                        from.domains(), accounts, from.authentication().algorithms()),
                trunks(from.trunks().values()));
        return new ExchangeSettings(
                gatekeeper,
                switch (from.authentication().inDialog()) {
                    case DIGEST -> ExchangeSettings.InDialog.DIGEST;
                    case SOURCE -> ExchangeSettings.InDialog.SOURCE;
                },
                from.plan(),
                Map.copyOf(peers),
                Map.copyOf(limits),
                calls(from),
                from.timers().ringTimeout().toMillis());
    }

    /** Names, in lower case, and numbers of all accounts. */
    private static Set<String> users(Configuration from) {
        Set<String> users = new HashSet<>();
        for (LocalAccount account : from.accounts().values()) {
            users.add(account.account().user().toLowerCase(Locale.ROOT));
            if (!account.number().isEmpty()) {
                users.add(account.number());
                users.add(from.plan().numbering().normalise(account.number()));
            }
        }
        return users;
    }

    private static CallSettings calls(Configuration from) {
        return new CallSettings(
                from.domain(),
                (int) from.timers().t1().toMillis(),
                (int) from.timers().t2().toMillis(),
                (int) from.timers().sessionExpires().toSeconds(),
                (int) from.timers().minSe().toSeconds(),
                from.limits().maxCalls(),
                switch (from.transfer().by()) {
                    case SERVER -> CallSettings.ReferBy.SERVER;
                    case PHONE -> CallSettings.ReferBy.PHONE;
                },
                from.conferences().directAtTwo(),
                pickup(from));
    }

    /** Whoever shares a group may. */
    private static CallSettings.PickupRights pickup(Configuration from) {
        Map<String, Set<String>> groups = new HashMap<>();
        from.accounts().values().forEach(account -> groups.put(account.account().user(), account.pickup()));
        return (picker, ringing) ->
                !Collections.disjoint(groups.getOrDefault(picker, Set.of()), groups.getOrDefault(ringing, Set.of()));
    }

    private TrunkPeer peer(SipTrunk trunk, Predicate<String> ours) {
        SipTrunk.Credentials login = trunk.credentials();
        Party.Credentials credentials = login == null
                ? null
                : new DigestClient(login.username(), login.password(), login.realm(), tokens)::answer;
        Party.Trunk party = new Party.Trunk(
                trunk.name(),
                trunk.identityIn(),
                trunk.identityOut(),
                trunk.routing().maxCalls(),
                credentials,
                ours,
                trunk.transfers());
        return new TrunkPeer(party, SipUri.parse(trunk.uri()), trunk.probe().toMillis());
    }

    private static TrunkDirectory trunks(Collection<SipTrunk> trunks) {
        List<TrunkSource> sources = new ArrayList<>();
        Map<String, String> names = new HashMap<>();
        for (SipTrunk trunk : trunks) {
            for (SourceAddress source : trunk.sources()) {
                sources.add(new TrunkSource(trunk.name(), source.network(), source.bits(), source.port()));
            }
            for (String name : trunk.tlsNames()) {
                names.putIfAbsent(name, trunk.name());
            }
        }
        return new TrunkDirectory(sources, names);
    }

    static MessageSettings messages(Configuration from) {
        Settings.Messages messages = from.messages();
        return new MessageSettings(
                from.domain(),
                messages.maxSize(),
                (int) messages.answerAfter().toMillis(),
                messages.keep().toMillis(),
                messages.history().toMillis(),
                messages.otherDevices().toMillis(),
                messages.perUser(),
                messages.total(),
                messages.perMinute(),
                messages.bounce());
    }

    static PresenceSettings presence(Configuration from, PresenceUsers users) {
        Settings.Presence presence = from.presence();
        return new PresenceSettings(
                users,
                (int) presence.minExpires().toSeconds(),
                (int) presence.maxExpires().toSeconds(),
                presence.maxPublications(),
                presence.maxTotalSize(),
                presence.throttle().toMillis());
    }

    static SubscriptionLimits subscriptions(Configuration from) {
        return new SubscriptionLimits(
                from.limits().maxSubscriptions(), from.limits().maxSubscriptionsPerAccount());
    }

    static void configure(Conferences conferences, Configuration from, FactorySettings factories) {
        conferences.configure(from.conferences().rooms(), from.conferences().usual(), from.domain());
        conferences.configure(factories);
        conferences.announce(from.conferences().announcements());
    }

    static FactorySettings factories(Configuration from) {
        Map<String, FactorySettings.Answer> answers = new HashMap<>();
        from.accounts().forEach((user, account) -> {
            if (account.conferenceAnswer() != FactorySettings.Answer.AUTO) {
                answers.put(user, account.conferenceAnswer());
            }
        });
        Settings.Conferences conferences = from.conferences();
        return new FactorySettings(conferences.factories(), conferences.roomsPerAccount(), answers);
    }

    static RegistrarPolicy registrar(Configuration from) {
        return new RegistrarPolicy(
                (int) from.registration().minExpires().toSeconds(),
                (int) from.registration().defaultExpires().toSeconds(),
                (int) from.registration().maxExpires().toSeconds(),
                from.limits().maxContacts());
    }

    /** Starts the media plane; its sockets are bound with each participant, or now if all share one. */
    static RtpMediaEngine startMedia(Configuration from) throws IOException {
        Settings.Media media = from.media();
        List<MediaSettings.MediaAddress> addresses = new ArrayList<>();
        for (InetAddress address : media.addresses()) {
            InetAddress shown = address.isAnyLocalAddress() ? LocalAddresses.of(address) : address;
            for (InetAddress told : media.advertise()) {
                shown = told.getClass().equals(address.getClass()) ? told : shown;
            }
            addresses.add(new MediaSettings.MediaAddress(address, InetAddresses.toAddrString(shown)));
        }
        MediaSettings usual = MediaSettings.on(media.addresses().get(0));
        MediaSettings settings = new MediaSettings(
                addresses,
                media.firstPort(),
                media.lastPort(),
                media.firstPort() == media.lastPort(),
                usual.lanes(),
                usual.learning(),
                media.silence(),
                media.heldSilence(),
                usual.leastDelayMillis(),
                usual.greatestDelayMillis());
        try {
            return RtpMediaEngine.start(settings);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the media plane started", e);
        }
    }

    static DnsSettings dns(Configuration from) {
        return new DnsSettings(from.dns().servers(), (int) from.dns().timeout().toMillis());
    }

    static TransportSettings transport(Configuration from) {
        List<ListenerSettings> listeners = new ArrayList<>();
        TlsSettings tls = null;
        for (Listener listener : from.listeners()) {
            String host = listener.advertise();
            int port = 0;
            int colon = host.lastIndexOf(':');
            if (colon > host.lastIndexOf(']') && host.indexOf(':') == colon) {
                port = Integer.parseInt(host.substring(colon + 1));
                host = host.substring(0, colon);
            } else if (host.startsWith("[") && colon > host.lastIndexOf(']')) {
                port = Integer.parseInt(host.substring(colon + 1));
                host = host.substring(0, colon);
            }
            listeners.add(new ListenerSettings(
                    listener.protocol(),
                    listener.address().getAddress().getHostAddress(),
                    listener.address().getPort(),
                    host,
                    port));
            Listener.Tls files = listener.tls();
            if (files != null) {
                tls = new TlsSettings(files.certificate(), files.key(), files.trust(), files.trust() != null);
            }
        }
        TransportLimits usual = TransportLimits.USUAL;
        TransportLimits limits = new TransportLimits(
                from.limits().maxConnections(),
                from.limits().maxConnectionsPerSource(),
                usual.idleMillis(),
                usual.connectMillis(),
                usual.patienceMillis(),
                usual.queuedMessages(),
                usual.queuedBytes());
        return new TransportSettings(listeners, limits, tls);
    }
}
