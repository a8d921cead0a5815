package io.switchboard.server.store;

import io.switchboard.sip.registrar.Binding;
import io.switchboard.sip.registrar.BindingChange;
import io.switchboard.sip.transport.Hop;
import io.switchboard.sip.transport.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The journal's form of changes: for each binding whether it is saved or gone, and its fields. Numbers are in groups of
 * seven bits, the lowest first; strings are their length in bytes, and UTF-8.
 */
final class BindingCodec {
    private static final int GONE = 0;
    private static final int SAVED = 1;

    private static final int USUAL = 64 * 1024;

    private byte[] buffer = new byte[USUAL];
    private int length;

    /** Told of each binding that a group of changes saves or removes, in order. */
    interface Reader {
        void saved(Binding binding);

        void gone(String aor, String key);
    }

    /** Begins a group, with room in front of it. */
    void clear(int room) {
        length = room;
        if (buffer.length > 16 * USUAL) {
            buffer = new byte[USUAL];
        }
    }

    /** The group is {@link #length} bytes of it, until it is next changed. */
    byte[] bytes() {
        return buffer;
    }

    int length() {
        return length;
    }

    /** Appends a change. */
    void append(BindingChange change) {
        for (Binding gone : change.removed()) {
            number(GONE);
            string(change.aor());
            string(gone.key());
        }
        for (Binding saved : change.saved()) {
            number(SAVED);
            append(saved);
        }
    }

    private void append(Binding binding) {
        string(binding.aor());
        string(binding.contact());
        number(binding.q());
        number(binding.expiresAt());
        string(binding.callId());
        number(binding.cseq());
        List<String> path = binding.path();
        number(path.size());
        for (int i = 0; i < path.size(); i++) {
            string(path.get(i));
        }
        String instance = binding.instance();
        number(instance == null ? 0 : 1);
        if (instance != null) {
            string(instance);
        }
        number(binding.regId());
        string(binding.userAgent());
        Hop hop = binding.hop();
        string(hop.protocol().name());
        byte[] address = hop.address().getAddress().getAddress();
        number(address.length);
        ensure(address.length);
        System.arraycopy(address, 0, buffer, length, address.length);
        length += address.length;
        number(hop.address().getPort());
        string(hop.serverName());
    }

    private void number(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7f) != 0) {
            buffer[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[length++] = (byte) rest;
    }

    @SuppressWarnings("deprecation") // getBytes(int, int, byte[], int) is the one copy of ASCII that allocates nothing
    private void string(String text) {
        int chars = text.length();
        for (int i = 0; i < chars; i++) {
            if (text.charAt(i) > 0x7f) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                number(bytes.length);
                ensure(bytes.length);
                System.arraycopy(bytes, 0, buffer, length, bytes.length);
                length += bytes.length;
                return;
            }
        }
        number(chars);
        ensure(chars);
        text.getBytes(0, chars, buffer, length);
        length += chars;
    }

    private void ensure(int more) {
        if (buffer.length - length < more) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + more));
        }
    }

    /**
     * Reads a group.
     *
     * @throws IllegalArgumentException if it is none
     */
    static void read(ByteBuffer group, Reader reader) {
        try {
            while (group.hasRemaining()) {
                if (number(group) == GONE) {
                    reader.gone(text(group), text(group));
                } else {
                    reader.saved(binding(group));
                }
            }
        } catch (BufferUnderflowException | IndexOutOfBoundsException | UnknownHostException e) {
            throw new IllegalArgumentException("no group of changes", e);
        }
    }

    private static Binding binding(ByteBuffer in) throws UnknownHostException {
        String aor = text(in);
        String contact = text(in);
        int q = (int) number(in);
        long expiresAt = number(in);
        String callId = text(in);
        long cseq = number(in);
        int count = (int) number(in);
        List<String> path = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            path.add(text(in));
        }
        String instance = number(in) == 0 ? null : text(in);
        int regId = (int) number(in);
        String userAgent = text(in);
        Protocol protocol = Protocol.valueOf(text(in));
        InetAddress address = InetAddress.getByAddress(bytes(in));
        InetSocketAddress socket = new InetSocketAddress(address, (int) number(in));
        Hop hop = new Hop(protocol, socket, text(in), null);
        return new Binding(
                aor, contact, q, expiresAt, callId, cseq, List.copyOf(path), instance, regId, userAgent, hop);
    }

    private static long number(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = in.get();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }

    private static String text(ByteBuffer in) {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(ByteBuffer in) {
        byte[] bytes = new byte[Math.min((int) number(in), in.remaining() + 1)];
        in.get(bytes);
        return bytes;
    }
}
