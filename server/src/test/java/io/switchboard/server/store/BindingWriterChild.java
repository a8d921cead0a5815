package io.switchboard.server.store;

import io.switchboard.sip.registrar.Binding;
import io.switchboard.sip.registrar.BindingChange;
import io.switchboard.sip.registrar.BindingStore.Outcome;
import io.switchboard.sip.transport.Hop;
import io.switchboard.sip.transport.Protocol;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A process that saves bindings until it is killed, and prints {@code user cseq} once each is durable. Arguments: the
 * folder, the first cseq, and {@code sql} or {@code journal}.
 */
final class BindingWriterChild {
    /** So that checkpoints are made all the time, and have some time. */
    static final JournaledBindingStore.Limits SMALL =
            new JournaledBindingStore.Limits(512 * 1024, 100_000, Duration.ofMinutes(5));

    private BindingWriterChild() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.US_ASCII);
        Database database = new Database(Database.embedded(Path.of(arguments[0])), "", "");
        Path journals = Path.of(arguments[0]).resolve("bindings");
        Duration spacing = Duration.ofMillis(2);
        GroupCommitStore store = arguments[2].equals("sql")
                ? new SqlBindingStore(database, spacing)
                : new JournaledBindingStore(database, journals, spacing, SMALL);
        Semaphore window = new Semaphore(200);
        for (long cseq = Long.parseLong(arguments[1]); ; cseq++) {
            window.acquire();
            int user = (int) (cseq % 500);
            String line = user + " " + cseq + "\n";
            BindingChange change = new BindingChange(aor(user), List.of(binding(user, cseq, null)), List.of());
            store.save(change, Runnable::run, outcome -> {
                if (outcome == Outcome.SAVED) {
                    out.print(line);
                    out.flush();
                }
                window.release();
            });
        }
    }

    static String aor(int user) {
        return "user" + user + "@example.com";
    }

    static Binding binding(int user, long cseq, @Nullable String instance) {
        return new Binding(
                aor(user),
                "sip:user" + user + "@127.0.0.1:5062",
                700,
                Long.MAX_VALUE,
                "call-" + user,
                cseq,
                List.of("<sip:edge.example.com;lr>", "<sip:edge2.example.com;lr>"),
                instance,
                0,
                "Linphone/5.2",
                new Hop(Protocol.UDP, new InetSocketAddress(InetAddress.getLoopbackAddress(), 5062), "", null));
    }
}
