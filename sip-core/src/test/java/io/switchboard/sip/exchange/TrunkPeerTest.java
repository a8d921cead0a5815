package io.switchboard.sip.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.call.Party;
import io.switchboard.sip.message.SipUri;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrunkPeerTest {
    private final TrunkPeer peer = new TrunkPeer(
            new Party.Trunk("t", false, false, 0, null, user -> false),
            SipUri.parse("sip:a.example:5070;transport=tcp"),
            0);

    @Test
    void numberStandsInTheRequestUriAndInTo() {
        assertThat(peer.numberUri("+31201234567")).isEqualTo("sip:+31201234567@a.example:5070;transport=tcp");
        assertThat(peer.shownUri("+31201234567")).isEqualTo("sip:+31201234567@a.example:5070");
        assertThat(peer.numberUri("")).isEqualTo("sip:a.example:5070;transport=tcp");
    }

    /** Whatever was dialled, it is a user part and nothing else (RFC 3261 section 25.1). */
    @ParameterizedTest
    @ValueSource(strings = {"1@evil.example", "1>;tag=x", "1\r\nX: y", "1 2", "%31", "\u00fc#", "a:b", "1;x=y?z"})
    void numberIsNoWayOutOfTheUserPart(String number) {
        SipUri uri = SipUri.parse(peer.numberUri(number));
        assertThat(uri.host()).isEqualTo("a.example");
        assertThat(uri.user()).isEqualTo(number);
        assertThat(SipUri.parse(peer.shownUri(number)).user()).isEqualTo(number);
    }
}
