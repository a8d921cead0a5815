package io.switchboard.server.node;

import io.switchboard.media.engine.RtpMediaEngine;
import io.switchboard.server.command.Commands;
import io.switchboard.server.command.InLane;
import io.switchboard.server.command.InService;
import io.switchboard.server.command.MessageCommands;
import io.switchboard.server.config.Configuration;
import io.switchboard.server.config.ConfigurationException;
import io.switchboard.server.config.ConfigurationLoader;
import io.switchboard.server.event.CallEvents;
import io.switchboard.server.event.EventLog;
import io.switchboard.server.event.MessageEvents;
import io.switchboard.server.event.RegistrationEvents;
import io.switchboard.server.event.RoomEvents;
import io.switchboard.server.records.JournaledCallRecords;
import io.switchboard.server.store.AddedRoutes;
import io.switchboard.server.store.Database;
import io.switchboard.server.store.GroupCommitStore;
import io.switchboard.server.store.JournaledBindingStore;
import io.switchboard.server.store.SqlBindingStore;
import io.switchboard.sip.auth.DigestVerifier;
import io.switchboard.sip.call.Calls;
import io.switchboard.sip.conference.ConferencePackage;
import io.switchboard.sip.conference.Conferences;
import io.switchboard.sip.conference.FactorySettings;
import io.switchboard.sip.event.Subscriptions;
import io.switchboard.sip.exchange.Exchange;
import io.switchboard.sip.exchange.ExchangeSettings;
import io.switchboard.sip.exchange.TrunkProbes;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.Validator;
import io.switchboard.sip.messaging.MessageSettings;
import io.switchboard.sip.messaging.MessageStore;
import io.switchboard.sip.messaging.Messages;
import io.switchboard.sip.registrar.Registrar;
import io.switchboard.sip.registrar.RegistrarPolicy;
import io.switchboard.sip.transaction.TimerValues;
import io.switchboard.sip.transaction.TransactionLimits;
import io.switchboard.sip.transaction.Transactions;
import io.switchboard.sip.transport.EventLoopLane;
import io.switchboard.sip.transport.ListenPoint;
import io.switchboard.sip.transport.Transports;
import io.switchboard.sip.transport.dns.DnsResolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running node. Made by {@link #start}; what it consists of is put together here by hand. */
public final class Node implements InService, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Node.class);
    /** Least time between two commits of bindings to a database that others read, and between two to our journal. */
    private static final Duration COMMITS = Duration.ofMillis(3);

    private static final Duration JOURNAL_WRITES = Duration.ofMillis(50);
    private static final long WAIT_SECONDS = 10;
    /** Events that are kept for those who follow them. */
    private static final int EVENTS = 4_096;

    private final EventLoopLane lane;
    private final InLane inLane;
    private final EventLog events = new EventLog(EVENTS, System::currentTimeMillis);
    private final AddedRoutes addedRoutes;
    private final Transports transports;
    private final Transactions transactions;
    private final DnsResolver resolver;
    private final Database database;
    private final GroupCommitStore store;
    private final JournaledCallRecords records;
    private final Calls calls;
    private final Registrar registrar;
    private final Exchange exchange;
    private final RtpMediaEngine media;
    private final Conferences conferences;
    private final Subscriptions subscriptions;
    private final MessageOffice office;
    private final PresenceRoom presence;
    private final Snapshots snapshots;
    private volatile Configuration configuration;

    private Node(Configuration written, Path data) throws IOException, ConfigurationException {
        Database.privately(data);
        lane = EventLoopLane.start("sip-lane-0");
        inLane = new InLane(lane);
        RandomTokens tokens = new RandomTokens();
        DigestVerifier verifier = new DigestVerifier(
                NonceKey.of(data), written.timers().nonceLifetime().toMillis(), lane::wallClock, tokens);
        snapshots = new Snapshots(tokens, verifier);
        database = new Database(
                written.store().jdbcUrl(data),
                written.store().username(),
                written.store().password());
        addedRoutes = new AddedRoutes(database);
        configuration = ConfigurationLoader.withRoutes(written, addedRoutes.load());
        store = database.isEmbedded()
                ? new JournaledBindingStore(database, data.resolve("bindings"), JOURNAL_WRITES)
                : new SqlBindingStore(database, COMMITS);
        records = new JournaledCallRecords(
                data.resolve(configuration.records().directory()),
                configuration.records().maxSize(),
                configuration.records().keepDays(),
                System::currentTimeMillis);
        transports = new Transports(lane, Snapshots.transport(configuration));
        TimerValues usual = TimerValues.DEFAULT;
        TimerValues timers = new TimerValues(
                (int) configuration.timers().t1().toMillis(),
                (int) configuration.timers().t2().toMillis(),
                usual.t4(),
                usual.trying());
        int most = configuration.limits().maxTransactions();
        transactions = new Transactions(
                lane,
                transports,
                new Validator(configuration.limits().maxMessageSize()),
                tokens,
                timers,
                new TransactionLimits(most, most, TransactionLimits.DEFAULT.retryAfter()));
        resolver = new DnsResolver(lane, transports, Snapshots.dns(configuration), new SecureRandom());
        transports.onHopFailure(resolver::failed);
        calls = new Calls(lane, transactions, resolver, new CallEvents(records, events), tokens);
        media = Snapshots.startMedia(configuration);
        conferences = new Conferences(
                lane, media, Files.createDirectories(data.resolve("recordings")).toAbsolutePath(), tokens);
        Snapshots.configure(conferences, configuration, Snapshots.factories(configuration));
        conferences.observe(new RoomEvents(events));
        calls.seating(conferences);
        subscriptions = new Subscriptions(lane, transactions, tokens, Snapshots.subscriptions(configuration));
        subscriptions.offer(new ConferencePackage(conferences));
        registrar = new Registrar(lane, store, Snapshots.registrar(configuration), tokens);
        registrar.observe(new RegistrationEvents(events));
        registrar.load(store.load(System.currentTimeMillis()));
        office = new MessageOffice(database, lane, transactions, resolver, tokens, Snapshots.messages(configuration));
        Messages messages = office.open(registrar, conferences, new MessageEvents(events));
        presence = PresenceRoom.open(lane, tokens, registrar, messages, subscriptions, configuration);
        TrunkProbes probes = new TrunkProbes(lane, transactions, resolver, tokens);
        exchange = new Exchange(
                lane,
                calls,
                registrar,
                new Registrations(registrar),
                probes,
                subscriptions,
                messages,
                presence.presences(),
                tokens,
                snapshots.exchange(configuration));
        conferences.dialler(exchange.dialler());
        transactions.user(exchange);
    }

    /**
     * Starts a node; when this returns it serves.
     *
     * @param data folder for the database, the call records and the nonce key; made where needed
     * @throws IOException if an address cannot be bound or the data folder cannot be used
     * @throws ConfigurationException if routes that were added earlier do not fit into the plan any more
     */
    public static Node start(Configuration configuration, Path data) throws IOException, ConfigurationException {
        Node node = new Node(configuration, data);
        try {
            node.transports.start(node.transactions);
            MessageStore.Summary found = node.office.summary();
            node.inLane.get(() -> {
                node.exchange.reconfigure(node.snapshots.exchange(node.configuration));
                node.office.messages().start(found);
                return true;
            });
        } catch (IOException | RuntimeException e) {
            node.close();
            throw e;
        }
        for (ListenPoint at : node.transports.listenPoints()) {
            log.info("listening on {} {} as {}", at.protocol(), at.bound(), at.sentBy());
        }
        return node;
    }

    /**
     * Takes a new configuration: accounts, trunks, dial plan, limits and timers of new calls, certificates. Calls that
     * run keep theirs. Listeners, name servers, store and data folders are those of the start.
     *
     * @throws IOException if a certificate cannot be read; then nothing is changed
     */
    @Override
    public void reconfigure(Configuration next) throws IOException {
        ExchangeSettings settings = snapshots.exchange(next);
        RegistrarPolicy policy = Snapshots.registrar(next);
        MessageSettings messages = Snapshots.messages(next);
        PresenceRoom.Change change = presence.change(next);
        FactorySettings factories = Snapshots.factories(next);
        transports.reload();
        inLane.get(() -> {
            exchange.reconfigure(settings);
            registrar.policy(policy);
            office.messages().configure(messages);
            presence.configure(change);
            Snapshots.configure(conferences, next, factories);
            return true;
        });
        boolean restart = !next.listeners().equals(configuration.listeners())
                || !next.dns().equals(configuration.dns())
                || !next.store().equals(configuration.store())
                || !next.media().equals(configuration.media())
                || !next.records().equals(configuration.records())
                || !next.api().equals(configuration.api());
        configuration = next;
        log.info(
                "serving {}{}",
                next,
                restart ? "; listeners, dns, store, media, records and api change at the next start" : "");
    }

    @Override
    public Configuration configuration() {
        return configuration;
    }

    @Override
    public Map<String, Long> counters() {
        return inLane.get(() -> {
            Map<String, Long> all = Counters.of(calls, registrar, transactions, transports, records, store);
            Counters.addRooms(all, conferences, media.counters());
            office.count(all);
            presence.count(all);
            return all;
        });
    }

    /**
     * The commands to this node.
     *
     * @param folder where its configuration came from
     */
    public Commands commands(Path folder) {
        MessageCommands messages = new MessageCommands(this, inLane, exchange, office.history());
        return Commands.over(this, inLane, calls, conferences, messages, addedRoutes, events, folder);
    }

    /** Stops gracefully: no new calls, time for the running ones, then BYE. Returns when all is closed. */
    public void stop() {
        Duration grace = configuration.timers().shutdownGrace();
        log.info("stopping: {} calls have {} s to end", calls.running(), grace.toSeconds());
        CompletableFuture<Void> drained = new CompletableFuture<>();
        lane.execute(() -> calls.drain(grace.toMillis(), () -> drained.complete(null)));
        try {
            drained.get(grace.toSeconds() + WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.warn("calls are left over", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
        log.info("stopped");
    }

    @Override
    public void close() {
        try {
            transports.stop().get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.warn("transports did not stop in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        resolver.close();
        media.close();
        store.close();
        office.close();
        try {
            records.close();
        } catch (IOException e) {
            log.warn("call records were not closed well", e);
        }
        database.close();
        lane.close();
    }

    /** The listeners' real addresses, ports resolved. */
    public List<ListenPoint> listenPoints() {
        return transports.listenPoints();
    }
}
