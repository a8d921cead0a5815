package io.switchboard.server.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A client that sends bytes as the test wrote them. */
final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final OutputStream out;
    private final BufferedReader in;

    /** A whole answer; header names in lower case. */
    record Answer(int status, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** @param window bytes that the system receives before the test reads, 0 for the usual number */
    RawClient(InetSocketAddress server, int window) throws IOException {
        socket = new Socket();
        if (window > 0) {
            socket.setReceiveBufferSize(window);
        }
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(server);
        out = socket.getOutputStream();
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** The next line; "end" after the last. */
    String line() throws IOException {
        String line = in.readLine();
        return line == null ? "end" : line;
    }

    /** Status and headers, in one. */
    Answer head() throws IOException {
        String status = line();
        if (!status.startsWith("HTTP/")) {
            throw new IOException("no answer but " + status);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty() && !line.equals("end"); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Answer(Integer.parseInt(status.split(" ", 3)[1]), headers, "");
    }

    Answer answer() throws IOException {
        Answer head = head();
        char[] body = new char[Integer.parseInt(head.headers().getOrDefault("content-length", "0"))];
        for (int at = 0; at < body.length; ) {
            int read = in.read(body, at, body.length - at);
            if (read < 0) {
                throw new IOException("the answer was cut");
            }
            at += read;
        }
        return new Answer(head.status(), head.headers(), new String(body));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
