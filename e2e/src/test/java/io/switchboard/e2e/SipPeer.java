package io.switchboard.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A phone, trunk or proxy that a test plays by hand, message by message: for what SIPp cannot say. Bytes are kept as
 * characters of ISO 8859-1. What is repeated to the letter is seen once.
 */
final class SipPeer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final Link link;
    private final Set<String> seen = new HashSet<>();

    private SipPeer(Link link) {
        this.link = link;
    }

    /** A free UDP port at an address of this machine; talks to the port of the server at the same kind of address. */
    static SipPeer udp(String address, int server) {
        return udp(address, 0, server);
    }

    static SipPeer udp(String address, int port, int server) {
        try {
            InetAddress local = InetAddress.getByName(address);
            InetAddress remote = InetAddress.getByName(address.contains(":") ? "::1" : "127.0.0.1");
            return new SipPeer(new Link.Datagrams(
                    new DatagramSocket(new InetSocketAddress(local, port)), new InetSocketAddress(remote, server)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the next TCP connection at a port of 127.0.0.1. */
    static SipPeer tcp(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return new SipPeer(new Link.Stream(socket, null, "TCP"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Over a connection that there is. */
    static SipPeer over(Socket connected, String transport) {
        return new SipPeer(new Link.Stream(null, connected, transport));
    }

    /** Host and port, as they stand in a URI. */
    String address() {
        return link.local();
    }

    int port() {
        return Integer.parseInt(address().substring(address().lastIndexOf(':') + 1));
    }

    /** A Via of this peer with its line end. */
    String via() {
        return "Via: SIP/2.0/" + link.transport() + " " + address() + ";branch=" + SipClient.branch() + ";rport\r\n";
    }

    /** A Contact of this peer with its line end. */
    String contact(String user) {
        String transport = link.transport().equals("UDP") ? "" : ";transport=" + link.transport();
        return "Contact: <sip:" + user + "@" + address() + transport + ">\r\n";
    }

    void send(String text) {
        try {
            link.write(text.getBytes(ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next message that was not there before; null if none comes in time. */
    @Nullable Message receive(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (true) {
                long left = (end - System.nanoTime()) / 1_000_000;
                String text = left <= 0 ? null : link.read((int) left);
                if (text == null) {
                    return null;
                }
                if (!text.isBlank() && seen.add(text)) {
                    return Message.parse(text);
                }
            }
        } catch (SocketTimeoutException late) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next message, but for 100 responses; it has to begin like this. */
    Message expect(String start) {
        Message message;
        do {
            message = receive(PATIENCE);
            if (message == null) {
                throw new AssertionError("no " + start + " came to " + link.local() + "; what came before:\n"
                        + String.join("----\n", seen));
            }
        } while (message.status() == 100);
        if (!message.start().startsWith(start)) {
            throw new AssertionError(start + " was awaited, this came:\n" + message);
        }
        return message;
    }

    /** The next INVITE, ACK or other request, or response, that begins like this; others are passed over. */
    Message await(String start) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Message message = receive(Duration.ofNanos(end - System.nanoTime()));
            if (message == null) {
                throw new AssertionError(
                        "no " + start + " came to " + link.local() + "; what came:\n" + String.join("----\n", seen));
            }
            if (message.start().startsWith(start)) {
                return message;
            }
        }
    }

    /** Answers a request; headers have their line ends. */
    void respond(Message request, String status, String toTag, String headers, String body) {
        StringBuilder text = new StringBuilder("SIP/2.0 ").append(status).append("\r\n");
        request.all("Via").forEach(via -> text.append("Via: ").append(via).append("\r\n"));
        request.all("Record-Route")
                .forEach(route -> text.append("Record-Route: ").append(route).append("\r\n"));
        String to = request.header("To");
        text.append("From: ").append(request.header("From")).append("\r\nTo: ").append(to);
        text.append(toTag.isEmpty() || to.contains(";tag=") ? "" : ";tag=" + toTag);
        text.append("\r\nCall-ID: ").append(request.header("Call-ID"));
        text.append("\r\nCSeq: ").append(request.header("CSeq")).append("\r\n").append(headers);
        send(text.append("Content-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body)
                .toString());
    }

    @Override
    public void close() {
        try {
            link.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
