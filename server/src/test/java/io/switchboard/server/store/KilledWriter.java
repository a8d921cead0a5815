package io.switchboard.server.store;

import static io.switchboard.server.store.BindingWriterChild.aor;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs {@link BindingWriterChild} and kills it. */
final class KilledWriter {
    private KilledWriter() {}

    /**
     * Lets a writer run until it is killed at a random moment.
     *
     * @param kind {@code sql} or {@code journal}
     * @param acknowledged takes the last cseq of each address of record that was announced
     * @return the next cseq
     */
    static long run(Path directory, String kind, Random random, long from, Map<String, Long> acknowledged)
            throws Exception {
        Process child = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "--enable-native-access=ALL-UNNAMED",
                        BindingWriterChild.class.getName(),
                        directory.toString(),
                        Long.toString(from),
                        kind)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long next = from;
        int killAt = 200 + random.nextInt(kind.equals("sql") ? 3_000 : 12_000);
        try (BufferedReader in = child.inputReader()) {
            for (int lines = 0; ; lines++) {
                if (lines == killAt) {
                    child.toHandle().destroyForcibly();
                }
                String line = readLine(in);
                if (line == null) {
                    break;
                }
                String[] words = line.split(" ", -1);
                // The last line may have been cut by the kill; others may be of the log.
                if (words.length == 2
                        && line.chars().allMatch(c -> c == ' ' || Character.isDigit(c))
                        && !words[1].isEmpty()
                        && Long.parseLong(words[1]) >= next) {
                    next = Long.parseLong(words[1]) + 1;
                    acknowledged.put(aor(Integer.parseInt(words[0])), next - 1);
                }
            }
        }
        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return next;
    }

    private static @Nullable String readLine(BufferedReader in) {
        try {
            return in.readLine();
        } catch (IOException e) {
            return null; // the pipe was closed by the kill
        }
    }
}
