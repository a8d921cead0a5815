package io.switchboard.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** How bytes come and go. */
interface Link extends AutoCloseable {
    @Nullable String read(int millis) throws IOException;

    void write(byte[] bytes) throws IOException;

    String local();

    String transport();

    @Override
    void close() throws IOException;

    /** A UDP socket; answers go to where the last datagram came from. */
    final class Datagrams implements Link {
        private final DatagramSocket socket;
        private InetSocketAddress to;

        Datagrams(DatagramSocket socket, InetSocketAddress server) {
            this.socket = socket;
            this.to = server;
        }

        @Override
        public String read(int millis) throws IOException {
            DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
            socket.setSoTimeout(Math.max(1, millis));
            socket.receive(packet);
            SocketAddress from = packet.getSocketAddress();
            if (from instanceof InetSocketAddress server) {
                to = server;
            }
            return new String(packet.getData(), 0, packet.getLength(), ISO_8859_1);
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            socket.send(new DatagramPacket(bytes, bytes.length, to));
        }

        @Override
        public String local() {
            String host = socket.getLocalAddress().getHostAddress();
            return (host.contains(":") ? "[::1]" : host) + ":" + socket.getLocalPort();
        }

        @Override
        public String transport() {
            return "UDP";
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    /** A TCP connection, or a port that waits for one. */
    final class Stream implements Link {
        private final @Nullable ServerSocket listening;
        private final String transport;
        private @Nullable Socket socket;

        Stream(@Nullable ServerSocket listening, @Nullable Socket socket, String transport) {
            this.listening = listening;
            this.socket = socket;
            this.transport = transport;
        }

        private Socket socket(int millis) throws IOException {
            if (socket == null) {
                if (listening == null) {
                    throw new IOException("closed");
                }
                listening.setSoTimeout(Math.max(1, millis));
                socket = listening.accept();
            }
            return socket;
        }

        @Override
        public @Nullable String read(int millis) throws IOException {
            Socket from = socket(millis);
            from.setSoTimeout(Math.max(1, millis));
            InputStream in = from.getInputStream();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            while (!bytes.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
                int b = in.read();
                if (b < 0) {
                    return null;
                }
                bytes.write(b);
                if (bytes.toString(ISO_8859_1).equals("\r\n")) {
                    return bytes.toString(ISO_8859_1);
                }
            }
            String length = Message.parse(bytes.toString(ISO_8859_1)).header("Content-Length");
            bytes.writeBytes(in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length)));
            return bytes.toString(ISO_8859_1);
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            socket(1_000).getOutputStream().write(bytes);
        }

        @Override
        public String local() {
            int port = listening != null ? listening.getLocalPort() : socket == null ? 0 : socket.getLocalPort();
            return "127.0.0.1:" + port;
        }

        @Override
        public String transport() {
            return transport;
        }

        @Override
        public void close() throws IOException {
            if (listening != null) {
                listening.close();
            }
            if (socket != null) {
                socket.close();
            }
        }
    }
}
