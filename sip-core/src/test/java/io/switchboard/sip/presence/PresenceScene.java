package io.switchboard.sip.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipResponse;
import org.junit.jupiter.api.AfterEach;

/** The room for presence on a simulated network, of which nothing is left in the end. */
abstract class PresenceScene {
    PresenceFixture room = new PresenceFixture();

    @AfterEach
    void nothingIsLeftWhenAllHasExpired() {
        room.lane.advance(700_000);
        assertThat(room.lane.failures()).isEmpty();
        assertThat(room.subscriptions.size()).isZero();
        assertThat(room.presences.size()).isZero();
        assertThat(room.presences.publications()).isZero();
        room.lane.advance(64_000);
        assertThat(room.lane.timers()).isZero();
    }

    static String pidf(String id, String basic, String note) {
        return String.format(PresenceFixture.PIDF, id, basic, note);
    }

    static String etag(SipResponse response) {
        assertThat(response.status()).isEqualTo(200);
        return String.valueOf(response.value(HeaderName.SIP_ETAG));
    }
}
