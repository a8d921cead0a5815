package io.switchboard.server.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Asks a running server through its {@link ControlServer}. */
public final class ControlClient {
    private ControlClient() {}

    /**
     * Sends a command and gives its answer.
     *
     * @param data the server's data folder
     * @throws IOException if no server runs there
     */
    public static String ask(Path data, String command) throws IOException {
        try (SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(ControlServer.file(data)))) {
            ByteBuffer line = ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) {
                socket.write(line);
            }
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(Channels.newInputStream(socket), StandardCharsets.UTF_8));
            String answer = in.readLine();
            if (answer == null) {
                throw new IOException("the server closed the connection");
            }
            return answer;
        }
    }
}
