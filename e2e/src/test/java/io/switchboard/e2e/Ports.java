package io.switchboard.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Ports that nobody uses, for processes that have to be told one before they start. */
final class Ports {
    /** Below the range from which the system takes ports for outgoing connections. */
    private static final int FIRST = 15_000;

    private static final int LAST = 31_999;
    private static final Random RANDOM = new Random();
    private static final Set<Integer> GIVEN = new HashSet<>();

    private Ports() {}

    /** A port that is free on 127.0.0.1 for both UDP and TCP, and was not given before in this run. */
    static synchronized int free() {
        while (true) {
            int port = FIRST + RANDOM.nextInt(LAST - FIRST);
            if (isFree(port) && GIVEN.add(port)) {
                return port;
            }
        }
    }

    /** Whether some process has bound the port; Linux tells it without any packet. */
    static boolean listening(String udpOrTcp, int port) {
        try (Stream<String> sockets = Files.lines(Path.of("/proc/net/" + udpOrTcp))) {
            String local = String.format("00007F:%04X 00000000:0000 ", port);
            return sockets.anyMatch(socket -> socket.contains(local));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket tcp = new ServerSocket();
                DatagramSocket udp = new DatagramSocket(null)) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            tcp.bind(address);
            udp.bind(address);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
