package io.switchboard.e2e;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Linphones that are friends see each other come and go. */
class LinphonePresenceTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    private static final Setup SETUP = new Setup().account("alice", "1001").account("bob", "1002");

    @SuppressWarnings("NullAway.Init")
    private static SwitchboardServer server;

    @BeforeAll
    static void start() {
        server = SwitchboardServer.start(folder, SETUP);
    }

    @AfterAll
    static void stop() {
        server.close();
    }
}
