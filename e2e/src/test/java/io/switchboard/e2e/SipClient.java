package io.switchboard.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A bare socket to the server: any bytes go out, and whole messages come in. It can also register. */
final class SipClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final @Nullable DatagramSocket udp;
    private final @Nullable Socket tcp;
    private final String transport;
    private int cseq;

    private SipClient(@Nullable DatagramSocket udp, @Nullable Socket tcp, String transport) {
        this.udp = udp;
        this.tcp = tcp;
        this.transport = transport;
    }

    /** A socket to a port of 127.0.0.1, from another address of this machine if one is given. */
    static SipClient connect(String transport, String from, int port) {
        try {
            InetSocketAddress server = new InetSocketAddress(loopback("127.0.0.1"), port);
            InetSocketAddress local = new InetSocketAddress(loopback(from), 0);
            if (transport.equals("udp")) {
                DatagramSocket socket = new DatagramSocket(local);
                socket.connect(server);
                return new SipClient(socket, null, "UDP");
            }
            Socket socket = new Socket();
            socket.bind(local);
            socket.connect(server);
            socket.setTcpNoDelay(true);
            return new SipClient(null, socket, "TCP");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A numeric address; nothing is looked up. */
    private static InetAddress loopback(String address) throws UnknownHostException {
        String[] parts = address.split("\\.", 4);
        byte[] bytes = new byte[parts.length];
        for (int i = 0; i < parts.length; i++) {
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        return InetAddress.getByAddress(bytes);
    }

    static SipClient connect(String transport, int port) {
        return connect(transport, "127.0.0.1", port);
    }

    int localPort() {
        return udp != null ? udp.getLocalPort() : socket().getLocalPort();
    }

    private Socket socket() {
        if (tcp == null) {
            throw new IllegalStateException("no TCP");
        }
        return tcp;
    }

    /** Via, Max-Forwards and a Contact of this socket, each with its line end. */
    String hopHeaders(String branch) {
        String local = "127.0.0.1:" + localPort();
        return "Via: SIP/2.0/" + transport + " " + local + ";branch=" + branch + ";rport\r\nMax-Forwards: 70\r\n";
    }

    static String branch() {
        return "z9hG4bK" + UUID.randomUUID();
    }

    void send(String text) {
        send(text.getBytes(UTF_8));
    }

    void send(byte[] bytes) {
        try {
            if (udp != null) {
                udp.send(new DatagramPacket(bytes, bytes.length));
            } else {
                socket().getOutputStream().write(bytes);
                socket().getOutputStream().flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next message; fails if none comes. */
    Message receive() {
        Message message = receive(PATIENCE);
        if (message == null) {
            throw new AssertionError("no message came within " + PATIENCE.toSeconds() + " s");
        }
        return message;
    }

    /** The next message; null if none comes in time, or if the server closes the connection. */
    @Nullable Message receive(Duration limit) {
        try {
            if (udp != null) {
                DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
                udp.setSoTimeout((int) limit.toMillis());
                udp.receive(packet);
                return Message.parse(new String(packet.getData(), 0, packet.getLength(), UTF_8));
            }
            socket().setSoTimeout((int) limit.toMillis());
            return frame(socket().getInputStream());
        } catch (SocketTimeoutException late) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable Message frame(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!bytes.toString(UTF_8).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return null;
            }
            bytes.write(b);
        }
        Message head = Message.parse(bytes.toString(UTF_8));
        String length = head.header("Content-Length");
        bytes.writeBytes(in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length)));
        return Message.parse(bytes.toString(UTF_8));
    }

    /** The next final response; provisional ones are passed over. */
    Message receiveFinal() {
        while (true) {
            Message message = receive();
            if (message.status() >= 200) {
                return message;
            }
        }
    }

    /** Whether the server has closed the connection. */
    boolean closedByServer(Duration limit) {
        try {
            socket().setSoTimeout((int) limit.toMillis());
            return socket().getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /**
     * Registers with digest.
     *
     * @param algorithm MD5 or SHA-256, which has to be offered
     * @param headers Contact and whatever else, each with its line end
     * @return the final answer after at most one challenge
     */
    Message register(String user, String password, String algorithm, String headers) {
        return authenticated(
                "REGISTER", "sip:" + Setup.DOMAIN, user, user, password, algorithm, user + "@" + Setup.DOMAIN, headers);
    }

    /** Any request with digest; the From's user and the digest's may differ. */
    Message authenticated(
            String method,
            String uri,
            String from,
            String login,
            String password,
            String algorithm,
            String to,
            String headers) {
        String callId = UUID.randomUUID().toString();
        String tag = UUID.randomUUID().toString().substring(0, 8);
        Message first = exchange(method, uri, from, to, tag, callId, headers);
        if (first.status() != 401 && first.status() != 407) {
            return first;
        }
        acknowledge(method, uri, first);
        boolean proxy = first.status() == 407;
        String challenge = first.all(proxy ? "Proxy-Authenticate" : "WWW-Authenticate").stream()
                .filter(c -> Digest.parameter(c, "algorithm").equalsIgnoreCase(algorithm))
                .findFirst()
                .orElseThrow(() -> new AssertionError(algorithm + " is not offered: " + first));
        String answer = Digest.answer(challenge, login, password, method, uri, 1);
        Message last = exchange(
                method,
                uri,
                from,
                to,
                tag,
                callId,
                (proxy ? "Proxy-" : "") + "Authorization: " + answer + "\r\n" + headers);
        acknowledge(method, uri, last);
        return last;
    }

    private Message exchange(
            String method, String uri, String from, String to, String tag, String callId, String headers) {
        send(method + " " + uri + " SIP/2.0\r\n" + hopHeaders(branch()) + "From: <sip:" + from + "@" + Setup.DOMAIN
                + ">;tag=" + tag + "\r\nTo: <sip:" + to + ">\r\nCall-ID: " + callId + "\r\nCSeq: " + ++cseq + " "
                + method + "\r\n" + headers + "Content-Length: 0\r\n\r\n");
        return receiveFinal();
    }

    /** ACK for a refused INVITE; nothing for other methods. */
    private void acknowledge(String method, String uri, Message response) {
        if (method.equals("INVITE") && response.status() >= 300) {
            send("ACK " + uri + " SIP/2.0\r\nVia: " + response.header("Via") + "\r\nMax-Forwards: 70\r\nFrom: "
                    + response.header("From") + "\r\nTo: " + response.header("To") + "\r\nCall-ID: "
                    + response.header("Call-ID") + "\r\nCSeq: " + cseq + " ACK\r\nContent-Length: 0\r\n\r\n");
        }
    }

    /** Registers phones of an account at ports of 127.0.0.1, in place of all that it had, and goes. */
    static void registerPhones(SwitchboardServer server, String transport, String user, int... ports) {
        try (SipClient client = connect(transport, server.port())) {
            client.registered(user, "Contact: *\r\nExpires: 0\r\n");
            for (int port : ports) {
                client.registered(
                        user,
                        "Contact: <sip:" + user + "@127.0.0.1:" + port + ";transport=" + transport
                                + ">\r\nExpires: 600\r\n");
            }
        }
    }

    private void registered(String user, String headers) {
        Message answer = register(user, Setup.password(user), "MD5", headers); // which all accounts have
        if (answer.status() != 200) {
            throw new AssertionError("registration of " + user + " with " + headers + ": " + answer);
        }
    }

    @Override
    public void close() {
        try {
            if (udp != null) {
                udp.close();
            } else {
                socket().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return transport + Arrays.asList(localPort());
    }
}
