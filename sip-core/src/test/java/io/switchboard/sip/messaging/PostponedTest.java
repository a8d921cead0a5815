package io.switchboard.sip.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.messaging.MessageStore.Change;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PostponedTest {
    private final Postponed postponed = new Postponed();

    private static Change delivered(long id, int bytes) {
        SipRequest content = RequestBuilder.of("MESSAGE", "sip:bob@example.test")
                .header(HeaderName.CALL_ID, "c")
                .body("text/plain", new byte[bytes])
                .build(Letters.NO_VIA);
        Letter letter = new Letter(id, "bob@example.test", "alice@example.test", "", 1, 2, content);
        return new Change.Delivered(letter, 3, Set.of("a"), true);
    }

    @Test
    void comesBackInOrderAndAThousandAtOnce() {
        for (long id = 1; id <= 2_500; id++) {
            assertThat(postponed.add(new Change.Died(id, 1, 0, true))).isTrue();
        }
        assertThat(postponed.round()).hasSize(1_000).first().isEqualTo(new Change.Died(1, 1, 0, true));
        assertThat(postponed.round()).hasSize(1_000);
        assertThat(postponed.round()).hasSize(500).last().isEqualTo(new Change.Died(2_500, 1, 0, true));
        assertThat(postponed.round()).isEmpty();
    }

    @Test
    void memoryIsBoundedAndGivenBack() {
        int megabyte = 1 << 20;
        int taken = 0;
        while (postponed.add(delivered(taken, megabyte))) {
            taken++;
        }
        assertThat(taken).isBetween(60, 63);
        assertThat(postponed.round()).hasSize(taken);
        for (int i = 0; i < taken; i++) {
            assertThat(postponed.add(delivered(i, megabyte))).isTrue();
        }
        assertThat(postponed.add(delivered(taken, megabyte))).isFalse();
    }
}
