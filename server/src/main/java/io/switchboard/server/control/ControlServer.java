package io.switchboard.server.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers commands on a socket in the data folder, which only the server's user may open: one line in, one line out.
 * Each connection has a virtual thread of its own.
 */
public final class ControlServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ControlServer.class);
    private static final int LONGEST = 4096;

    private final Path file;
    private final ServerSocketChannel socket;

    private ControlServer(Path file, ServerSocketChannel socket) {
        this.file = file;
        this.socket = socket;
    }

    /** Where the socket of a data folder is. */
    public static Path file(Path data) {
        return data.resolve("control.sock");
    }

    /**
     * Begins to answer.
     *
     * @param commands gives the answer to a command, without line end
     */
    public static ControlServer start(Path data, UnaryOperator<String> commands) throws IOException {
        Path file = file(data);
        Files.deleteIfExists(file);
        ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        socket.bind(UnixDomainSocketAddress.of(file));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        ControlServer server = new ControlServer(file, socket);
        Thread.ofVirtual().name("control").start(() -> server.accept(commands));
        return server;
    }

    private void accept(UnaryOperator<String> commands) {
        while (true) {
            try {
                SocketChannel client = socket.accept();
                Thread.ofVirtual().name("control-client").start(() -> answer(client, commands));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                log.warn("control socket failed", e);
                return;
            }
        }
    }

    private static void answer(SocketChannel client, UnaryOperator<String> commands) {
        try (client;
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(Channels.newInputStream(client), StandardCharsets.UTF_8), LONGEST);
                OutputStream out = Channels.newOutputStream(client)) {
            String command = in.readLine();
            if (command != null && command.length() <= LONGEST) {
                out.write((commands.apply(command) + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (IOException e) {
            log.debug("control client went away", e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        Files.deleteIfExists(file);
    }
}
