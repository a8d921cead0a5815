package io.switchboard.server.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.switchboard.server.config.Configuration;
import io.switchboard.server.config.ConfigurationException;
import io.switchboard.server.config.ConfigurationLoader;
import io.switchboard.server.config.Problem;
import io.switchboard.server.control.ControlServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node as a process in the foreground: signals, control socket, reload. */
public final class Service {
    private static final Logger log = LoggerFactory.getLogger(Service.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONFERENCE = "conference ";
    private static final String MESSAGES = "messages ";
    private static final String CALL = "call ";

    private final Node node;
    private final Path folder;
    private final ReentrantLock reloading = new ReentrantLock();

    private Service(Node node, Path folder) {
        this.node = node;
        this.folder = folder;
    }

    /**
     * Serves until the process is told to stop.
     *
     * @param folder where the configuration came from, to be read again at a reload
     * @throws IOException if it cannot start
     */
    public static void run(Configuration configuration, Path folder, Path data) throws IOException {
        Node node = Node.start(configuration, data);
        Service service = new Service(node, folder);
        ControlServer control = ControlServer.start(data, service::answer);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            try {
                control.close();
            } catch (IOException e) {
                log.warn("control socket was not closed well", e);
            }
            node.stop();
            Logs.flush();
            stopped.countDown();
        }));
        Signals.on("HUP", service::reload);
        long uptime = ManagementFactory.getRuntimeMXBean().getUptime();
        log.info("Switchboard is ready, {} ms after its start: {}", uptime, configuration);
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String answer(String command) {
        try {
            if (command.startsWith(CONFERENCE)) {
                String about = command.substring(CONFERENCE.length());
                return JSON.writeValueAsString(node.conferences(rooms -> RoomControl.answer(rooms, about)));
            }
            if (command.startsWith(CALL)) {
                return JSON.writeValueAsString(CallOrders.answer(node, command.substring(CALL.length())));
            }
            if (command.startsWith(MESSAGES)) {
                return JSON.writeValueAsString(node.messages(command.substring(MESSAGES.length())));
            }
            return switch (command) {
                case "status" -> JSON.writeValueAsString(node.counters());
                case "reload" -> JSON.writeValueAsString(Map.of("problems", reload()));
                default -> JSON.writeValueAsString(Map.of("problems", List.of("unknown command " + command)));
            };
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("counters and texts are always JSON", e);
        }
    }

    /** Reads and checks everything anew, then swaps it in one step; with any problem the old one stays. */
    private List<String> reload() {
        reloading.lock();
        try {
            node.reconfigure(ConfigurationLoader.load(folder));
            return List.of();
        } catch (ConfigurationException e) {
            List<String> problems = e.problems().stream().map(Problem::toString).toList();
            problems.forEach(problem -> log.error("reload: {}", problem));
            log.error("reload: the old configuration stays in service");
            return problems;
        } catch (IOException | RuntimeException e) {
            log.error("reload failed, the old configuration stays in service", e);
            return List.of(String.valueOf(e.getMessage()));
        } finally {
            reloading.unlock();
        }
    }
}
