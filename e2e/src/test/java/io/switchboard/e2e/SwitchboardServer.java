package io.switchboard.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The packaged server in a folder of its own: started, stopped, killed and started again. */
final class SwitchboardServer implements AutoCloseable {
    private static final Duration READY = Duration.ofMinutes(1);
    private static final Duration STOPPED = Duration.ofMinutes(1);
    private static final Path COMMAND =
            Path.of("..", "scripts", "switchboard").toAbsolutePath().normalize();

    private final Setup setup;
    private final Path folder;
    private final Path config;
    private final Path data;
    private ChildProcess process;

    private SwitchboardServer(Setup setup, Path folder) {
        this.setup = setup;
        this.folder = folder;
        this.config = folder.resolve("config");
        this.data = folder.resolve("data");
        setup.write(config);
        process = launch();
    }

    /** Starts a server in a folder and waits until it is ready. */
    static SwitchboardServer start(Path folder, Setup setup) {
        SwitchboardServer server = new SwitchboardServer(setup, folder);
        server.ready();
        return server;
    }

    private ChildProcess launch() {
        return ChildProcess.start(
                "switchboard",
                folder,
                Map.of("SWITCHBOARD_JAVA_OPTS", "-Dio.netty.leakDetection.level=paranoid"),
                List.of(COMMAND.toString(), "serve", "--config", config.toString(), "--data", data.toString()));
    }

    private void ready() {
        process.await("Switchboard is ready", 0, READY);
    }

    int port() {
        return setup.port();
    }

    Path config() {
        return config;
    }

    Path data() {
        return data;
    }

    ChildProcess process() {
        return process;
    }

    /** Runs the command with arguments to its end; gives the output, whose first line is the exit code. */
    static String command(Path folder, String... arguments) {
        List<String> command = new ArrayList<>(List.of(COMMAND.toString()));
        command.addAll(List.of(arguments));
        ChildProcess run = ChildProcess.start("switchboard " + arguments[0], folder, Map.of(), command);
        int code = run.exitCode(READY);
        return code + "\n" + run.output();
    }

    /** Reads the configuration again, changed or not, and waits until it is in service. */
    void reload() {
        int mark = process.mark();
        setup.write(config);
        process.signal("HUP");
        process.await(" serving ", mark, READY);
    }

    /** Ends it the hard way: no handler runs. */
    void kill() {
        process.close();
    }

    /** Starts it again on the same folders and ports. */
    void startAgain() {
        process = launch();
        ready();
    }

    /** Asks it to stop and waits for its end; the exit code is 0 or that of SIGTERM. */
    int stop() {
        process.signal("TERM");
        return process.exitCode(STOPPED);
    }

    /** What the server counts now, as switchboard status gets it. */
    Counters counters() {
        return Counters.parse(ask("status"));
    }

    /** Sends a command as the switchboard command does: one line over the socket in its data folder. */
    String ask(String command) {
        try (SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(data.resolve("control.sock")))) {
            socket.write(ByteBuffer.wrap((command + "\n").getBytes(UTF_8)));
            BufferedReader in = new BufferedReader(Channels.newReader(socket, UTF_8));
            return String.valueOf(in.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException("no answer to " + command + "; the server said:\n" + process.tail(), e);
        }
    }

    /** The lines of all call records that are there. */
    List<String> records() {
        Path folder = data.resolve("records");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
                lines.addAll(Files.readAllLines(file, UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    @Override
    public void close() {
        process.close();
    }
}
