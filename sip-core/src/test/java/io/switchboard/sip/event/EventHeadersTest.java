package io.switchboard.sip.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.RequestBuilder;
import javax.sip.message.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers of SUBSCRIBE. */
class EventHeadersTest {
    private static RequestBuilder subscribe() {
        return RequestBuilder.of(Request.SUBSCRIBE, "sip:3000@example.test");
    }

    private static long lastNotifyVersion(RequestBuilder request) {
        return EventHeaders.lastNotifyVersion(request.build("SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "7, 7",
        "007, 7",
        "4294967295, 4294967295",
        "9999999999, 9999999999",
        "10000000000, -1",
        "99999999999999999999, -1",
        "-1, -1",
        "+1, -1",
        "1.5, -1",
        "seven, -1",
        "7;x=y, -1",
        "'7, 8', -1",
        "'7 8', -1",
        "\u0667, -1",
    })
    void lastNotifyVersionIsANumber(String value, long version) {
        assertThat(lastNotifyVersion(subscribe().header(HeaderName.LAST_NOTIFY_VERSION, value)))
                .isEqualTo(version);
    }

    @Test
    void noneOrTwoSayNothing() {
        assertThat(lastNotifyVersion(subscribe())).isEqualTo(EventSource.UNKNOWN);
        assertThat(lastNotifyVersion(subscribe()
                        .header(HeaderName.LAST_NOTIFY_VERSION, "7")
                        .header(HeaderName.LAST_NOTIFY_VERSION, "7")))
                .isEqualTo(EventSource.UNKNOWN);
    }
}
