package io.switchboard.sip.messaging;

import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random orders of messages, answers, registrations, failures of the store and crashes. What was answered 200 or 202
 * reaches a device or dies and is told; each device gets each sender's messages in order; and nothing comes twice, but
 * what a device had taken without our knowing.
 */
class DeliveryWalkTest {
    @Test
    void everyWalkKeepsWhatWasPromised() {
        for (long seed = 0; seed < 20_000; seed++) {
            new DeliveryWalk(new Random(seed), "seed " + seed).walk();
        }
    }
}
