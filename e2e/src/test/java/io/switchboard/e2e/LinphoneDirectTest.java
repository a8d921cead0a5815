package io.switchboard.e2e;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two phones without a server: what the fixture says is so. */
class LinphoneDirectTest {
    @Test
    void twoPhonesHearEachOtherHoldAndDecline(@TempDir Path folder) {
        try (Linphone alice = Linphone.start(folder, new Linphone.Setup("alice", 440, "udp", null));
                Linphone bob = Linphone.start(folder, new Linphone.Setup("bob", 770, "udp", null))) {
            alice.call(bob.address());
            bob.rings();
            bob.answer();
            alice.talks();
            alice.hears(bob.tone());
            bob.hears(alice.tone());
            alice.hold();
            alice.doesNotHear(bob.tone());
            alice.resume();
            alice.hears(bob.tone());
            bob.hears(alice.tone());
            bob.hangUp();
            alice.ended();

            alice.call(bob.address());
            bob.rings();
            bob.decline();
            alice.ended();
        }
    }
}
