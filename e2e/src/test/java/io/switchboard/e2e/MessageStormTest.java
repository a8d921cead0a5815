package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand messages across a kill -9: what was answered arrives, and only what was under way comes twice. */
class MessageStormTest {
    private static final int MESSAGES = 1_000;
    private static final int SENDERS = 10;
    private static final int AT_ONCE = 40;
    private static final Duration QUIET = Duration.ofSeconds(3);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** What bob has got: when each text came first, how often, and in which order. */
    private final Map<String, Long> first = new ConcurrentHashMap<>();

    private final Map<String, Integer> times = new ConcurrentHashMap<>();
    private final Map<String, List<Integer>> order = new HashMap<>();
    private volatile boolean over;

    @Test
    void whatWasAcceptedArrives() throws Exception {
        Setup setup = new Setup().account("bob", "1002").setting("messages", "per_user", "2000");
        Set<String> accepted = new TreeSet<>();
        long killed = 0;
        try (SwitchboardServer server = SwitchboardServer.start(folder, setup);
                SipPeer pbx = SipPeer.udp(Setup.PBX, server.port());
                SipPeer bob = SipPeer.udp("127.0.0.1", server.port())) {
            Map<String, String> waiting = new LinkedHashMap<>();
            int next = 0;
            Thread phone = null;
            while (accepted.size() < MESSAGES) {
                while (next < MESSAGES && waiting.size() < AT_ONCE) {
                    String id = "storm-" + next;
                    String text = Texting.text(pbx, "s" + next % SENDERS, "bob", id, Integer.toString(next));
                    waiting.put(id, text);
                    pbx.send(text);
                    next++;
                }
                answers(pbx, waiting, accepted);
                if (phone == null && accepted.size() >= 300) {
                    Texting.register(bob, "bob", "1", 600);
                    phone = Thread.ofPlatform().start(() -> take(bob));
                }
                if (killed == 0 && accepted.size() >= 600) {
                    server.kill();
                    killed = System.nanoTime();
                    server.startAgain();
                    waiting.values().forEach(pbx::send); // before newer ones: the order is the sender's
                }
            }
            Await.until(
                    () -> first.size() + " of " + MESSAGES + " came",
                    Duration.ofMinutes(2),
                    () -> first.keySet().size() >= MESSAGES);
            Await.never("more than a thousand came", QUIET, () -> first.size() > MESSAGES);
            over = true;
            if (phone != null) {
                phone.join();
            }
        }
        long end = killed;
        List<String> twice = times.entrySet().stream()
                .filter(e -> e.getValue() > 1)
                .map(Map.Entry::getKey)
                .toList();
        System.out.printf(
                "storm: %d accepted, %d arrived, %d came twice after the kill: %s%n",
                accepted.size(), first.size(), twice.size(), twice);
        assertThat(first.keySet())
                .containsAll(accepted.stream().map(id -> id.substring(6)).toList());
        assertThat(twice)
                .as("each had come just before the kill, when it could not be noted any more")
                .hasSizeLessThanOrEqualTo(100)
                .allSatisfy(text -> assertThat(Duration.ofNanos(end - first.getOrDefault(text, 0L)))
                        .isBetween(Duration.ZERO, Duration.ofSeconds(2)));
        order.forEach((sender, numbers) ->
                assertThat(numbers).as("in the order of " + sender).isSorted());
    }

    /** Takes answers for a moment; what has none is sent again, as a UDP client does. */
    private static void answers(SipPeer pbx, Map<String, String> waiting, Set<String> accepted) {
        Message answer = pbx.receive(Duration.ofMillis(500));
        if (answer == null) {
            waiting.values().forEach(pbx::send);
            return;
        }
        String id = answer.header("Call-ID");
        if (answer.status() >= 200 && answer.status() < 300) {
            if (waiting.remove(id) != null) {
                accepted.add(id);
            }
        } else if (answer.status() >= 300) {
            throw new AssertionError("a message was refused: " + answer);
        }
    }

    private void take(SipPeer bob) {
        while (!over) {
            Message message = bob.receive(Duration.ofMillis(200));
            if (message != null && message.start().startsWith("MESSAGE ")) {
                String text = Texting.body(message);
                long now = System.nanoTime();
                if (first.putIfAbsent(text, now) == null) {
                    String from = message.header("From");
                    order.computeIfAbsent(from, f -> new ArrayList<>()).add(Integer.parseInt(text));
                }
                times.merge(text, 1, Integer::sum);
                bob.respond(message, "200 OK", "t", "", "");
            }
        }
    }
}
