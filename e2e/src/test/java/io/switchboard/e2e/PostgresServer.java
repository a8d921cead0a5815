package io.switchboard.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The system's PostgreSQL with a database of its own, at a free port; its superuser is switchboard, without password. */
final class PostgresServer implements AutoCloseable {
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path folder;
    private final int port = Ports.free();
    private final ChildProcess process;

    private PostgresServer(Path folder) {
        this.folder = folder;
        String data = folder.resolve("data").toString();
        ChildProcess made =
                program("initdb", "-D", data, "-U", "switchboard", "-A", "trust", "-E", "UTF8", "--no-sync");
        if (made.exitCode(PATIENCE) != 0) {
            throw new AssertionError("no database was made:\n" + made.output());
        }
        process = program(
                "postgres",
                "-D",
                data,
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=" + folder);
        process.await("ready to accept connections", 0, PATIENCE);
    }

    static PostgresServer start() {
        try {
            // It refuses to be run by root: another user has to come in.
            Path folder = Files.createTempDirectory("switchboard-postgres");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
            return new PostgresServer(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=switchboard";
    }

    private static ChildProcess program(String name, String... arguments) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        }
        command.add(find(name));
        command.addAll(List.of(arguments));
        return ChildProcess.start(name, Path.of("/"), Map.of(), command);
    }

    private static String find(String name) {
        if (!Files.isDirectory(DEBIAN)) {
            return name;
        }
        try (Stream<Path> versions = Files.list(DEBIAN)) {
            return versions.map(version -> version.resolve("bin").resolve(name))
                    .filter(Files::isExecutable)
                    .max(Comparator.naturalOrder())
                    .map(Path::toString)
                    .orElse(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.signal("QUIT"); // at once, its children too
        process.exitCode(PATIENCE);
        ChildProcess.start("rm", Path.of("/"), Map.of(), List.of("rm", "-rf", folder.toString()))
                .exitCode(PATIENCE);
    }
}
