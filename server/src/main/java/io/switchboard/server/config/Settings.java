package io.switchboard.server.config;

import io.switchboard.sip.auth.DigestAlgorithm;
import io.switchboard.sip.conference.Announcements;
import io.switchboard.sip.conference.ConferenceSettings;
import io.switchboard.sip.messaging.MessageSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The parts of switchboard.yaml that are plain values. Times and sizes have been checked against their ranges. */
public final class Settings {
    private Settings() {}

    /**
     * Bounds.
     *
     * @param maxCalls calls at a time; above, INVITE gets 503
     * @param maxMessageSize bytes of one SIP message
     * @param maxContacts bindings of one address of record
     * @param maxConnections TCP and TLS connections in all
     * @param maxConnectionsPerSource the same from one address
     * @param maxTransactions transactions at a time
     * @param maxSubscriptions subscriptions at a time
     * @param maxSubscriptionsPerAccount the same of one account
     */
    public record Limits(
            int maxCalls,
            int maxMessageSize,
            int maxContacts,
            int maxConnections,
            int maxConnectionsPerSource,
            int maxTransactions,
            int maxSubscriptions,
            int maxSubscriptionsPerAccount) {}

    /** How long registrations last: shortest (else 423), what is given if none is asked for, longest. */
    public record Registration(Duration minExpires, Duration defaultExpires, Duration maxExpires) {}

    /**
     * Times.
     *
     * @param ringTimeout how long a user's phones ring
     * @param t1 estimate of the round trip (RFC 3261 section 17.1.1.1)
     * @param t2 longest interval between retransmissions
     * @param sessionExpires session interval that we ask for (RFC 4028)
     * @param minSe shortest session interval that we take
     * @param shutdownGrace how long running calls are given when the server stops
     * @param nonceLifetime how long a digest nonce is fresh
     */
    public record Timers(
            Duration ringTimeout,
            Duration t1,
            Duration t2,
            Duration sessionExpires,
            Duration minSe,
            Duration shutdownGrace,
            Duration nonceLifetime) {}

    /**
     * How requests are known to be a phone's.
     *
     * @param algorithms of digest, in the order in which they are offered; at least one
     * @param inDialog how requests inside its calls are known
     */
    public record Authentication(List<DigestAlgorithm> algorithms, InDialog inDialog) {
        /** Copies the list. */
        public Authentication {
            algorithms = List.copyOf(algorithms);
        }

        /** Proofs of a request inside a call. */
        public enum InDialog {
            /** The account's digest. */
            DIGEST,
            /** The address that the phone was last heard from in the call; the digest from elsewhere. */
            SOURCE
        }
    }

    /** Who carries out the transfers that phones ask for in their calls. */
    public record Transfer(By by) {
        /** Who. */
        public enum By {
            /** The server calls the target. */
            SERVER,
            /** The REFER goes to the phone on the other side, which calls the target. */
            PHONE
        }
    }

    /** How names are looked up: servers asked in this order, empty for those of the system; time for one answer. */
    public record Dns(List<InetSocketAddress> servers, Duration timeout) {
        /** Copies the list. */
        public Dns {
            servers = List.copyOf(servers);
        }
    }

    /** The database: JDBC URL, in which <code>${data}</code> stands for the data folder, and its login, may be empty. */
    public record Store(String url, String username, String password) {
        /** The URL for a data folder. */
        public String jdbcUrl(Path data) {
            return url.replace("${data}", data.toAbsolutePath().toString());
        }

        @Override
        public String toString() {
            return url;
        }
    }

    /** Call records: folder, relative to the data folder; size in bytes at which a file is closed; days it is kept. */
    public record Records(String directory, long maxSize, int keepDays) {}

    /**
     * Where media of rooms are received.
     *
     * @param addresses where sockets are bound, the preferred first; may be wildcards; one of each family at most
     * @param advertise the addresses that phones are told; without one of a family the bound one
     * @param firstPort first UDP port
     * @param lastPort last UDP port; the first for one that all share
     * @param silence how long nothing has to come from a phone until it counts as gone
     * @param heldSilence the same for one on hold
     */
    public record Media(
            List<InetAddress> addresses,
            List<InetAddress> advertise,
            int firstPort,
            int lastPort,
            Duration silence,
            Duration heldSilence) {
        /** Copies the lists. */
        public Media {
            addresses = List.copyOf(addresses);
            advertise = List.copyOf(advertise);
        }
    }

    /**
     * Conference rooms.
     *
     * @param usual settings of rooms without their own
     * @param rooms settings of those named
     * @param factories settings of the rooms that factories make
     * @param roomsPerAccount how many of these an account may have at a time
     * @param directAtTwo whether calls that became conferences are direct again when two are left
     * @param announcements what is played in place of tones
     */
    public record Conferences(
            ConferenceSettings usual,
            Map<String, ConferenceSettings> rooms,
            Map<String, ConferenceSettings> factories,
            int roomsPerAccount,
            boolean directAtTwo,
            Announcements announcements) {
        /** Copies the maps. */
        public Conferences {
            rooms = Map.copyOf(rooms);
            factories = Map.copyOf(factories);
        }
    }

    /**
     * The administrator's API.
     *
     * @param enabled whether it is served
     * @param listen a loopback address
     * @param hosts names in lower case by which it may be asked, besides this machine's own
     * @param tokens SHA-256 of each token in hex, by the token's name; besides the one in the data folder
     */
    public record Api(boolean enabled, InetSocketAddress listen, Set<String> hosts, Map<String, String> tokens) {
        /** Name of the token in the data folder. */
        public static final String LOCAL = "local";

        /** Copies the collections. */
        public Api {
            hosts = Set.copyOf(hosts);
            tokens = Map.copyOf(tokens);
        }
    }

    /**
     * Messages.
     *
     * @param maxSize bytes of a body
     * @param answerAfter how long a sender waits for a phone until the message is kept
     * @param keep how long a message waits at most
     * @param history how long it can be read afterwards, may be zero
     * @param otherDevices how long it waits for the user's other devices, may be zero
     * @param perUser messages that may wait for one user
     * @param total messages that may wait in all
     * @param perMinute messages that one account may send a minute, 0 for no limit
     * @param bounce what a sender is told of a message that died
     */
    public record Messages(
            int maxSize,
            Duration answerAfter,
            Duration keep,
            Duration history,
            Duration otherDevices,
            int perUser,
            int total,
            int perMinute,
            MessageSettings.Bounce bounce) {}

    /**
     * Presence.
     *
     * @param minExpires shortest publication (else 423)
     * @param maxExpires longest publication
     * @param maxPublications publications of one account at a time
     * @param maxTotalSize bytes of all published documents together
     * @param throttle least time between two notifications of one user's state
     */
    public record Presence(
            Duration minExpires, Duration maxExpires, int maxPublications, long maxTotalSize, Duration throttle) {}

    /** Logs: format and least level. */
    public record Logging(Format format, Level level) {
        /** Formats of log lines. */
        public enum Format {
            /** For people. */
            TEXT,
            /** One JSON object a line. */
            JSON
        }

        /** Levels, the quietest first. */
        public enum Level {
            ERROR,
            WARN,
            INFO,
            DEBUG,
            TRACE
        }
    }
}
