package io.switchboard.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One baresip with a folder of its own, without window and sound card. It plays a tone and writes down what it hears; it
 * answers every call. Debian's knows no digest but MD5: the server has to offer that alone.
 */
final class Baresip implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<String> MODULES =
            List.of("/usr/lib/baresip/modules", "/usr/lib64/baresip/modules", "/usr/local/lib/baresip/modules");

    private final Path home;
    private final String user;
    private final double tone;
    private final ChildProcess process;

    private Baresip(Path home, String user, double tone, ChildProcess process) {
        this.home = home;
        this.user = user;
        this.tone = tone;
        this.process = process;
    }

    /**
     * Starts a phone, which registers at the server.
     *
     * @param dial what it calls at once, empty for nothing
     */
    static Baresip start(Path parent, String user, double tone, int server, String dial) {
        Path home = parent.resolve("baresip-" + user + "-" + System.nanoTime());
        int media = 30_000 + Ports.free() % 10_000;
        String modules = MODULES.stream()
                .filter(folder -> Files.isDirectory(Path.of(folder)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no modules of baresip in " + MODULES));
        try {
            Files.createDirectories(home);
            Tones.write(home.resolve("tone.wav"), tone, 120);
            Files.writeString(home.resolve("contacts"), "");
            Files.writeString(
                    home.resolve("accounts"),
                    "<sip:" + user + "@" + Setup.DOMAIN + ">;auth_user=" + user + ";auth_pass=" + Setup.password(user)
                            + ";outbound=\"sip:127.0.0.1:" + server
                            + ";transport=udp\";regint=600;answermode=auto\n");
            // Without a player what is decoded goes to sndfile's files alone.
            Files.writeString(
                    home.resolve("config"),
                    String.join(
                            "\n",
                            "sip_listen 127.0.0.1:" + Ports.free(),
                            "net_interface 127.0.0.1",
                            "rtp_ports " + media + "-" + (media + 20),
                            "audio_source aufile," + home.resolve("tone.wav"),
                            "ausrc_srate 8000",
                            "auplay_srate 8000",
                            "snd_path " + home,
                            "module_path " + modules,
                            "module g711.so",
                            "module aufile.so",
                            "module sndfile.so",
                            "module_tmp account.so",
                            "module_app menu.so",
                            ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = dial.isEmpty()
                ? List.of("stdbuf", "-oL", "baresip", "-f", home.toString())
                : List.of(
                        "stdbuf",
                        "-oL",
                        "baresip",
                        "-f",
                        home.toString(),
                        "-e",
                        "/dial sip:" + dial + "@" + Setup.DOMAIN);
        Baresip phone = new Baresip(
                home,
                user,
                tone,
                ChildProcess.start("baresip " + user, home, Map.of("HOME", home.toString()), command));
        phone.process.await(user + "@" + Setup.DOMAIN + ": .*200 OK", 0, PATIENCE);
        return phone;
    }

    /** What this phone plays. */
    double tone() {
        return tone;
    }

    /** Waits until a call has sound. */
    void talks() {
        process.await("audio: source started", 0, PATIENCE);
    }

    /** Waits until each of these tones is heard, among others that are as loud. */
    void hearsAmong(double... hertz) {
        for (double each : hertz) {
            Await.until(
                    user + " hears " + each + " Hz among others; it said:\n" + process.tail(),
                    PATIENCE,
                    () -> heard().map(file -> Tones.heardAmong(file, each)).orElse(false));
        }
    }

    /** What it has heard so far; the newest file if there were several calls. */
    private Optional<Path> heard() {
        try (Stream<Path> files = Files.list(home)) {
            return files.filter(file -> file.getFileName().toString().endsWith("-dec.wav"))
                    .max(java.util.Comparator.naturalOrder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the call is over. */
    void ended() {
        process.await("session closed", 0, PATIENCE);
    }

    /** Ends it in good order: it hangs up and unregisters. */
    void quit() {
        process.signal("TERM");
        process.exitCode(PATIENCE);
    }

    @Override
    public void close() {
        process.close();
    }
}
