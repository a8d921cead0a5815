package io.switchboard.server.node;

import io.switchboard.server.api.Api;
import io.switchboard.server.api.ApiServer;
import io.switchboard.server.command.Commands;
import io.switchboard.server.config.Configuration;
import io.switchboard.server.config.ConfigurationException;
import io.switchboard.server.control.ControlCommands;
import io.switchboard.server.control.ControlServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node as a process in the foreground: signals, control socket, API. */
public final class Service {
    private static final Logger log = LoggerFactory.getLogger(Service.class);

    private final Node node;
    private final ControlServer control;
    private final @Nullable ApiServer api;

    private Service(Node node, Path folder, Path data) throws IOException {
        this.node = node;
        Commands commands = node.commands(folder);
        control = ControlServer.start(data, new ControlCommands(commands)::answer);
        api = node.configuration().api().enabled()
                ? ApiServer.start(node.configuration().api(), data, new Api(commands))
                : null;
        Signals.on("HUP", commands.plan()::reload);
    }

    /**
     * Serves until the process is told to stop.
     *
     * @param folder where the configuration came from, to be read again at a reload
     * @throws IOException if it cannot start
     * @throws ConfigurationException if routes that were added earlier do not fit into the plan any more
     */
    public static void run(Configuration configuration, Path folder, Path data)
            throws IOException, ConfigurationException {
        Node node = Node.start(configuration, data);
        Service service;
        try {
            service = new Service(node, folder, data);
        } catch (IOException | RuntimeException e) {
            node.close();
            throw e;
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            service.stop();
            stopped.countDown();
        }));
        // What stays of the start would be copied by the first collection, and hold up the sound of rooms for 20 ms.
        System.gc();
        long uptime = ManagementFactory.getRuntimeMXBean().getUptime();
        log.info("Switchboard is ready, {} ms after its start: {}", uptime, node.configuration());
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop() {
        try {
            control.close();
        } catch (IOException e) {
            log.warn("control socket was not closed well", e);
        }
        if (api != null) {
            api.close();
        }
        node.stop();
        Logs.flush();
    }
}
