package io.switchboard.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process whose output is kept, and can be waited for. It does not outlive the tests. */
final class ChildProcess implements AutoCloseable {
    private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ALIVE.forEach(Process::destroyForcibly)));
    }

    private final String name;
    private final Process process;
    private final StringBuilder output = new StringBuilder();
    private final Thread reader;
    private boolean ended;

    private ChildProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        ALIVE.add(process);
        reader = Thread.ofVirtual().start(this::read);
    }

    /** Starts a command in a folder; standard error goes where standard output goes. */
    static ChildProcess start(String name, Path folder, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            return new ChildProcess(name, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command + ": see docs/testing.md for what to install", e);
        }
    }

    private void read() {
        char[] chunk = new char[8192];
        try (Reader in = new InputStreamReader(process.getInputStream(), UTF_8)) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                synchronized (output) {
                    output.append(chunk, 0, n);
                    output.notifyAll();
                }
            }
        } catch (IOException gone) {
            // a killed process closes its pipe in the middle
        }
        synchronized (output) {
            ended = true;
            output.notifyAll();
        }
    }

    /** Where the output ends now: what comes later can be waited for by itself. */
    int mark() {
        synchronized (output) {
            return output.length();
        }
    }

    /** All output so far. */
    String output() {
        synchronized (output) {
            return output.toString();
        }
    }

    /**
     * What was waited for.
     *
     * @param text the last group of the pattern, or the whole match if it has none
     * @param end where the output goes on
     */
    record Said(String text, int end) {}

    /** Waits until the pattern is found in the output after the mark; fails with the output if it is not. */
    Said await(String regex, int mark, Duration limit) {
        Pattern pattern = Pattern.compile(regex);
        long deadline = System.nanoTime() + limit.toNanos();
        synchronized (output) {
            while (true) {
                Matcher matcher = pattern.matcher(output);
                if (matcher.find(Math.min(mark, output.length()))) {
                    return new Said(matcher.group(matcher.groupCount()), matcher.end());
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0 || ended) {
                    throw new AssertionError(name + (ended ? " ended" : " ran for " + limit.toSeconds() + " s")
                            + " without saying /" + regex + "/; it said:\n" + output.substring(mark));
                }
                try {
                    output.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    /** Whether the pattern is found in the output after the mark. */
    boolean said(String regex, int mark) {
        synchronized (output) {
            return Pattern.compile(regex).matcher(output).find(Math.min(mark, output.length()));
        }
    }

    /** Writes a line to the standard input. */
    void send(String line) {
        try {
            OutputStream in = process.getOutputStream();
            in.write((line + "\n").getBytes(UTF_8));
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " does not listen any more; it said:\n" + output(), e);
        }
    }

    /** Sends a signal by its name, such as HUP. */
    void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Waits for the end; fails, and kills it, if it does not come. */
    int exitCode(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                close();
                throw new AssertionError(name + " did not end within " + limit.toSeconds() + " s; it said:\n" + tail());
            }
            reader.join();
            ALIVE.remove(process);
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The last part of the output. */
    String tail() {
        return tail(output(), 6_000);
    }

    static String tail(String text, int limit) {
        return text.length() <= limit ? text : "… " + text.substring(text.length() - limit);
    }

    /** Kills it if it still runs, and its children with it. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ALIVE.remove(process);
    }
}
