package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lamp for messages that wait (RFC 3842). */
class MessageLampTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void lampOfAnAccountThatIsRemovedIsToldSo() {
        Setup setup = new Setup().account("alice", "1001").account("bob", "1002");
        try (SwitchboardServer server = SwitchboardServer.start(folder, setup);
                PresencePhone alice = new PresencePhone(server, "alice");
                PresencePhone bob = new PresencePhone(server, "bob")) {
            String lines = "Event: message-summary\r\nExpires: 600\r\n";
            assertThat(alice.subscribe("alice", lines).status()).isEqualTo(200);
            assertThat(bob.subscribe("bob", lines).status()).isEqualTo(200);
            bob.notified();
            setup.without("bob");
            server.reload();
            assertThat(bob.over().header("Subscription-State")).isEqualTo("terminated;reason=noresource");
            Await.until(
                    () -> "one of two is left: " + server.counters(),
                    Duration.ofSeconds(10),
                    () -> server.counters().get("subscriptions") == 1);
            alice.unsubscribe("alice", "message-summary");
        }
    }

    @Test
    void lampIsLitWhileMessagesWait() {
        Setup setup = new Setup().account("alice", "1001").account("bob", "1002");
        try (SwitchboardServer server = SwitchboardServer.start(folder, setup);
                PresencePhone lamp = new PresencePhone(server, "bob");
                PresencePhone alice = new PresencePhone(server, "alice");
                SipPeer sender = SipPeer.udp(Setup.PBX, setup.port());
                SipPeer phone = SipPeer.udp("127.0.0.1", setup.port())) {
            String event = "Event: message-summary\r\n";
            assertThat(alice.subscribe("bob", event).status()).as("of another").isEqualTo(603);
            assertThat(lamp.subscribe("bob", event + "Expires: 600\r\n").status())
                    .isEqualTo(200);
            Message dark = lamp.notified();
            assertThat(dark.header("Content-Type")).isEqualTo("application/simple-message-summary");
            assertThat(dark.body())
                    .contains(
                            "Messages-Waiting: no\r\n",
                            "Message-Account: sip:bob@" + Setup.DOMAIN + "\r\n",
                            "Text-Message: 0/0");
            for (int i = 1; i <= 2; i++) {
                sender.send(Texting.text(sender, "0201234567", "bob", "lamp-" + i, "are you there?"));
                assertThat(sender.await("SIP/2.0 ").status()).isEqualTo(202);
                assertThat(lamp.told("Text-Message: " + i + "/0").body()).contains("Messages-Waiting: yes");
            }
            Registering.register(phone, "bob");
            Texting.take(phone);
            Texting.take(phone);
            lamp.told("Messages-Waiting: no");
            lamp.unsubscribe("bob", "message-summary");
            Await.until(
                    () -> "a subscription is left: " + server.counters(),
                    Duration.ofSeconds(10),
                    () -> server.counters().get("subscriptions") == 0);
        }
    }
}
