package io.switchboard.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A name server on loopback that knows what it was told, and nothing else (RFC 1035, RFC 2782, RFC 3403). */
final class NameServer implements AutoCloseable {
    private static final int A = 1;
    private static final int SRV = 33;
    private static final int NAPTR = 35;

    private final DatagramSocket socket;
    private final Map<String, List<byte[]>> records = new HashMap<>();

    NameServer() {
        try {
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("name-server").start(this::serve);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** What a record's data is written to. */
    private interface Data {
        void write(DataOutputStream out) throws IOException;
    }

    private NameServer add(String name, int type, Data data) {
        synchronized (records) {
            records.computeIfAbsent(type + " " + name.toLowerCase(Locale.ROOT), none -> new ArrayList<>())
                    .add(bytes(data));
        }
        return this;
    }

    NameServer naptr(String name, int order, String service, String replacement) {
        return add(name, NAPTR, out -> {
            out.writeShort(order);
            out.writeShort(0);
            text(out, "s");
            text(out, service);
            text(out, "");
            name(out, replacement);
        });
    }

    NameServer srv(String name, int priority, int port, String target) {
        return add(name, SRV, out -> {
            out.writeShort(priority);
            out.writeShort(0);
            out.writeShort(port);
            name(out, target);
        });
    }

    /** The name is this machine's. */
    NameServer here(String name) {
        return add(name, A, out -> out.write(InetAddress.getLoopbackAddress().getAddress()));
    }

    private static byte[] bytes(Data data) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            data.write(new DataOutputStream(bytes));
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        out.writeByte(text.length());
        out.write(text.getBytes(US_ASCII));
    }

    private static void name(DataOutputStream out, String name) throws IOException {
        for (String label : name.split("\\.", -1)) {
            text(out, label);
        }
        out.writeByte(0);
    }

    private void serve() {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
                socket.receive(packet);
                byte[] answer = answer(packet.getData());
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private byte[] answer(byte[] query) {
        StringBuilder name = new StringBuilder();
        int at = 12;
        while (query[at] != 0) {
            name.append(name.length() == 0 ? "" : ".").append(new String(query, at + 1, query[at], US_ASCII));
            at += 1 + query[at];
        }
        int type = (query[at + 1] & 0xff) << 8 | (query[at + 2] & 0xff);
        int end = at + 5;
        List<byte[]> found;
        synchronized (records) {
            found = List.copyOf(
                    records.getOrDefault(type + " " + name.toString().toLowerCase(Locale.ROOT), List.of()));
        }
        return bytes(out -> {
            out.write(query, 0, 2);
            out.writeShort(0x8580); // an authoritative answer without error
            out.writeShort(1);
            out.writeShort(found.size());
            out.writeInt(0);
            out.write(query, 12, end - 12);
            for (byte[] data : found) {
                out.writeShort(0xc00c); // the name that was asked for
                out.writeShort(type);
                out.writeShort(1);
                out.writeInt(60);
                out.writeShort(data.length);
                out.write(data);
            }
        });
    }

    @Override
    public void close() {
        socket.close();
    }
}
