package io.switchboard.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A scenario of src/test/resources/sipp to be run by SIPp, and the options to run it with. */
final class Sipp {
    private static final Duration START = Duration.ofSeconds(10);

    private final String scenario;
    private final List<String> options = new ArrayList<>();
    private final Map<String, String> values = new HashMap<>(
            Map.of("me", "sipp", "header", ".*", "extra", "X-Test: none", "login", "nobody", "password", "none"));
    private int port = Ports.free();
    private String transport = "udp";
    private String address = "127.0.0.1";
    private @Nullable String remote;
    private int calls = 1;
    private boolean traced = true;
    private Duration limit = Duration.ofSeconds(40);

    private Sipp(String scenario) {
        this.scenario = scenario;
    }

    /** A scenario by the name of its file, without .xml. */
    static Sipp scenario(String name) {
        return new Sipp(name);
    }

    /** Where the messages go; without it the scenario waits for calls. */
    Sipp to(String host, int remotePort) {
        remote = host + ":" + remotePort;
        return this;
    }

    /** The address of this machine to call from; 127.0.0.1 without it. */
    Sipp from(String local) {
        address = local;
        return this;
    }

    /** The port to use; a free one without it. */
    Sipp port(int local) {
        port = local;
        return this;
    }

    int port() {
        return port;
    }

    /** One socket for all calls: udp (as without it) or tcp. */
    Sipp over(String udpOrTcp) {
        transport = udpOrTcp;
        return this;
    }

    /** How many calls to make or to take before the end; 1 without it. */
    Sipp calls(int count) {
        calls = count;
        return this;
    }

    /** A load: this many calls a second. Its messages are not traced. */
    Sipp rate(int perSecond, int atOnce) {
        traced = false;
        return with("-r", Integer.toString(perSecond), "-l", Integer.toString(atOnce));
    }

    /** What {{name}} stands for in the scenario. */
    Sipp fill(String name, String value) {
        values.put(name, value);
        return this;
    }

    /** Whom to call: the user part of the request URI, [service] in the scenario. */
    Sipp dial(String number) {
        return with("-s", number);
    }

    /** An account that answers the challenges of the server at this port, by MD5: SIPp knows nothing else. */
    Sipp login(String account, int serverPort) {
        fill("login", account).fill("password", Setup.password(account));
        return with("-auth_uri", "switchboard@127.0.0.1:" + serverPort);
    }

    /** More of SIPp's own options. */
    Sipp with(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /** How long it may take at all; 40 s without it. */
    Sipp within(Duration duration) {
        limit = duration;
        return this;
    }

    /** Starts it and waits until it listens. */
    Running start() {
        try {
            Path folder = Files.createTempDirectory("sipp-" + scenario);
            Path file = folder.resolve(scenario + ".xml");
            try (InputStream in = Sipp.class.getResourceAsStream("/sipp/" + scenario + ".xml")) {
                if (in == null) {
                    throw new IllegalArgumentException("no scenario sipp/" + scenario + ".xml");
                }
                Files.writeString(file, filled(new String(in.readAllBytes(), UTF_8)));
            }
            ChildProcess process = ChildProcess.start("sipp " + scenario, folder, Map.of("TERM", "dumb"), command());
            Await.until(
                    "sipp " + scenario + " listens at " + port,
                    START,
                    () -> !process.alive()
                            || (transport.equals("tcp") && remote != null)
                            || Ports.listening(transport, port));
            return new Running(this, folder, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it to its end. */
    Result run() {
        try (Running running = start()) {
            return running.result();
        }
    }

    private String filled(String text) {
        String filled = text;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace("{{" + value.getKey() + "}}", value.getValue());
        }
        if (filled.contains("{{")) {
            throw new IllegalArgumentException(scenario + " has a blank left: "
                    + filled.substring(filled.indexOf("{{"), filled.indexOf("}}") + 2));
        }
        return filled;
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of("sipp"));
        if (remote != null) {
            command.add(remote);
        }
        command.addAll(List.of("-sf", scenario + ".xml", "-i", address, "-bind_local"));
        command.addAll(List.of("-p", Integer.toString(port), "-mp", Integer.toString(Ports.free())));
        command.addAll(List.of("-t", transport.equals("udp") ? "u1" : "t1", "-m", Integer.toString(calls)));
        command.addAll(List.of("-nostdin", "-timeout", limit.toSeconds() + "s", "-timeout_error"));
        command.addAll(List.of("-trace_stat", "-stf", "stat.csv", "-trace_err", "-error_file", "errors.log"));
        if (traced) {
            command.addAll(List.of("-trace_msg", "-message_file", "messages.log"));
        }
        command.addAll(options);
        return command;
    }

    /** What came of it. */
    record Result(String scenario, int exitCode, long successful, long failed, long retransmissions, String report) {
        /** Fails, with SIPp's own report, unless exactly this many calls went as the scenario says. */
        Result allGood(int calls) {
            if (exitCode != 0 || successful != calls || failed != 0) {
                throw new AssertionError("scenario " + scenario + ": exit code " + exitCode + ", " + successful + " of "
                        + calls + " calls went well, " + failed + " failed\n" + report);
            }
            return this;
        }
    }

    /** A scenario that runs. */
    static final class Running implements AutoCloseable {
        private final Sipp sipp;
        private final Path folder;
        private final ChildProcess process;

        private Running(Sipp sipp, Path folder, ChildProcess process) {
            this.sipp = sipp;
            this.folder = folder;
            this.process = process;
        }

        /** Waits for the end. */
        Result result() {
            int exitCode = process.exitCode(sipp.limit.plusSeconds(10));
            Map<String, String> last = statistics();
            String report =
                    file("errors.log") + "\n" + file("messages.log") + (exitCode == 0 ? "" : "\n" + process.tail());
            return new Result(
                    sipp.scenario,
                    exitCode,
                    Long.parseLong(last.getOrDefault("SuccessfulCall(C)", "0")),
                    Long.parseLong(last.getOrDefault("FailedCall(C)", "0")),
                    Long.parseLong(last.getOrDefault("Retransmissions(C)", "0")),
                    report);
        }

        /** Waits for the end, and for all of its calls to have gone as the scenario says. */
        Result allGood() {
            return result().allGood(sipp.calls);
        }

        ChildProcess process() {
            return process;
        }

        int port() {
            return sipp.port;
        }

        /** The first message that begins so, once it is there. */
        String awaitMessage(String begin) {
            Await.until(
                    "a message that begins with " + begin,
                    START,
                    () -> messages().contains("\n" + begin));
            String all = messages();
            int at = all.indexOf("\n" + begin) + 1;
            int end = all.indexOf("-----", at);
            return all.substring(at, end < 0 ? all.length() : end);
        }

        /** Ends a scenario that takes calls for ever, once the calls that run are over. */
        Result stop() {
            process.signal("USR1");
            return result();
        }

        /** All messages sent and received so far, as SIPp traces them. */
        String messages() {
            return read("messages.log");
        }

        private Map<String, String> statistics() {
            List<String> lines = read("stat.csv").lines().toList();
            Map<String, String> statistics = new HashMap<>();
            if (lines.size() > 1) {
                String[] names = lines.get(0).split(";", -1);
                String[] values = lines.get(lines.size() - 1).split(";", -1);
                for (int i = 0; i < Math.min(names.length, values.length); i++) {
                    statistics.put(names[i], values[i]);
                }
            }
            return statistics;
        }

        private String file(String name) {
            String text = read(name);
            return text.isEmpty() ? "" : "--- " + name + "\n" + ChildProcess.tail(text, 8_000);
        }

        private String read(String name) {
            Path file = folder.resolve(name);
            try {
                return Files.exists(file) ? Files.readString(file, UTF_8) : "";
            } catch (IOException e) {
                return "cannot read " + file + ": " + e;
            }
        }

        @Override
        public void close() {
            process.close();
        }
    }
}
