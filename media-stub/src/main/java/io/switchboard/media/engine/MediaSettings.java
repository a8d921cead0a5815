package io.switchboard.media.engine;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * How the media plane is set up.
 *
 * @param addresses where it listens, the preferred first; at least one, and one of each family at most
 * @param firstPort the first UDP port, 1024 to 65534; 0 lets the system choose all ports
 * @param lastPort the last UDP port; not looked at where {@code onePort} is set
 * @param onePort whether all participants of a lane share one socket, {@code firstPort} of the first lane and two more
 *     for each further one; streams are told apart by their senders' addresses
 * @param lanes threads that mix, 1 to 64
 * @param learning how long after the first packet the sender's address may still change
 * @param deadAfter how long nothing has to come from a phone that sends until it is told dead; zero for never
 * @param heldDeadAfter the same for one that does not send, so that only RTCP comes; zero for never
 * @param leastDelayMillis the least that packets wait, in ms
 * @param greatestDelayMillis the most that they are let wait, in ms
 */
public record MediaSettings(
        List<MediaAddress> addresses,
        int firstPort,
        int lastPort,
        boolean onePort,
        int lanes,
        Duration learning,
        Duration deadAfter,
        Duration heldDeadAfter,
        int leastDelayMillis,
        int greatestDelayMillis) {

    /**
     * An address of ours.
     *
     * @param bind where sockets are bound; may be a wildcard
     * @param advertised the numeric address of the same family that phones are told
     */
    public record MediaAddress(InetAddress bind, String advertised) {
        public MediaAddress {
            if (Addresses.of(advertised, 1) == null || advertised.contains(":") != (bind instanceof Inet6Address)) {
                throw new IllegalArgumentException(
                        "no address of the family of " + bind.getHostAddress() + " to tell phones: " + advertised);
            }
        }

        boolean ip6() {
            return bind instanceof Inet6Address;
        }
    }

    public MediaSettings {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("no address");
        }
        if (firstPort != 0 && !onePort && lastPort < firstPort + 1) {
            throw new IllegalArgumentException("no pair of ports from " + firstPort + " to " + lastPort);
        }
        if (lanes < 1 || lanes > 64) {
            throw new IllegalArgumentException("lanes: 1 to 64, not " + lanes);
        }
    }

    /** Ports that the system chooses on one address, one lane, and usual times. */
    public static MediaSettings on(InetAddress address) {
        return new MediaSettings(
                List.of(new MediaAddress(address, address.getHostAddress())),
                0,
                0,
                false,
                1,
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Duration.ofMinutes(10),
                20,
                200);
    }

    /** The same on other ports. */
    public MediaSettings withPorts(int first, int last) {
        return new MediaSettings(
                addresses,
                first,
                last,
                false,
                lanes,
                learning,
                deadAfter,
                heldDeadAfter,
                leastDelayMillis,
                greatestDelayMillis);
    }

    /** The same with one port for each lane. */
    public MediaSettings withOnePort(int port) {
        return new MediaSettings(
                addresses,
                port,
                port,
                true,
                lanes,
                learning,
                deadAfter,
                heldDeadAfter,
                leastDelayMillis,
                greatestDelayMillis);
    }

    /** The same with other lanes. */
    public MediaSettings withLanes(int count) {
        return new MediaSettings(
                addresses,
                firstPort,
                lastPort,
                onePort,
                count,
                learning,
                deadAfter,
                heldDeadAfter,
                leastDelayMillis,
                greatestDelayMillis);
    }

    /** The same with other times of silence. */
    public MediaSettings withDeadAfter(Duration sending, Duration held) {
        return new MediaSettings(
                addresses,
                firstPort,
                lastPort,
                onePort,
                lanes,
                learning,
                sending,
                held,
                leastDelayMillis,
                greatestDelayMillis);
    }
}
