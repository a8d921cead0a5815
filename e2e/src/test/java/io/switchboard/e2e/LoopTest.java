package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that would go round for ever. */
class LoopTest {
    private final Setup setup = new Setup();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private SwitchboardServer server;

    @SuppressWarnings("NullAway.Init")
    private SipPeer pbx;

    /** The trunk mirror leads back to the server, which knows it by its own address. */
    @BeforeEach
    void start() {
        String mirror = "uri: \"sip:127.0.0.1:" + setup.port()
                + "\", sources: [127.0.0.1], numbers_in: dialled, numbers_out: dialled";
        setup.trunkOf("mirror", mirror).route("2000", "\"trunk:mirror\"");
        server = SwitchboardServer.start(folder, setup);
        pbx = SipPeer.udp(Setup.PBX, server.port());
    }

    @AfterEach
    void stop() {
        try {
            new Scene(server, "udp").assertNothingLeft();
        } finally {
            pbx.close();
            server.close();
        }
    }

    private int refusal(String number, String headers) {
        Conversation caller = Conversation.fromPbx(pbx, number).invite(headers);
        Message refusal = caller.finalOf("INVITE");
        caller.ackRefusal(refusal);
        return refusal.status();
    }

    /** RFC 3261 §16.3: the same request has been here before. */
    @Test
    void aLoopIsNoticed() {
        assertThat(refusal("2000", "")).isEqualTo(482);
    }

    @Test
    void whatMayNotBeForwardedIsRefused() {
        assertThat(refusal("2000", "Max-Forwards: 0\r\n")).isEqualTo(483);
    }
}
