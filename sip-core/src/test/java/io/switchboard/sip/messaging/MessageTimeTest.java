package io.switchboard.sip.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.RequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long messages count: Expires and Date (RFC 3428 section 7). It is the beginning of 2026. */
class MessageTimeTest extends MessagesScene {
    private void send(String expires, String date) {
        RequestBuilder message = alice.message("bob").header(HeaderName.EXPIRES, expires);
        if (!date.isEmpty()) {
            message.header(HeaderName.DATE, date);
        }
        alice.send(message.body("text/plain", new byte[] {'x'}));
        pass();
    }

    /** Ten minutes are the most here. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "30          | ~~                            | 30  | from now on",
                "30          | Thu, 01 Jan 2026 00:00:00 GMT | 30  | sent now",
                "3600        | Wed, 31 Dec 2025 23:01:00 GMT | 60  | sent 59 minutes ago",
                "60          | Thu, 01 Jan 2026 05:00:00 GMT | 60  | a clock that is ahead",
                "60          | yesterday                     | 60  | no date",
                "60          | Mon, 31 Dec 2025 23:00:00 GMT | 60  | no such day",
                "60          | Wed, 31 Dec 2025 23:00:00 CET | 60  | of no time zone of SIP",
                "4000000000  | ~~                            | 600 | for ever",
                "99999999999 | ~~                            | 600 | too large to be a number",
                "-5          | ~~                            | 600 | no number",
                "soon        | ~~                            | 600 | no number",
            })
    void expiresCountsFromDate(String expires, String date, long seconds, String why) {
        send(expires, date);
        assertThat(alice.statuses()).as(why).containsExactly(202);
        Letter letter = store.rows.firstEntry().getValue().letter;
        assertThat(letter.expiresAt() - letter.acceptedAt()).as(why).isBetween(1000 * seconds - 500, 1000 * seconds);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"0 | ~~", "00 | ~~", "60 | Wed, 31 Dec 2025 23:00:00 GMT", "3599 | Wed, 31 Dec 2025 23:00:00 GMT"})
    void whatIsOverIsDeliveredAtOnceOrNever(String expires, String date) {
        send(expires, date);
        assertThat(alice.statuses()).containsExactly(480);
        assertThat(store.rows).isEmpty();
        register(bob);
        assertThat(bob.texts()).isEmpty();
        send(expires, date);
        assertThat(bob.texts()).containsExactly("x");
        assertThat(alice.statuses()).containsExactly(480, 200);
    }

    /** What was written there is the reader's to judge. */
    @Test
    void aDateIsPassedOnAsItIs() {
        register(bob);
        send("60", "yesterday");
        assertThat(bob.received.get(0).values(HeaderName.DATE)).containsExactly("yesterday");
    }
}
