package io.switchboard.sip.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.message.HeaderName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** message/cpim (RFC 3862): kept as it is, and unwrapped for who does not understand it. */
class CpimTest extends MessagesScene {
    private static final String HEAD = "From: <sip:alice@example.test>\r\nTo: <sip:bob@example.test>\r\n\r\n";

    private void send(String cpim) {
        alice.send(alice.message("bob").body("message/cpim", cpim.getBytes(UTF_8)));
        pass();
    }

    private void refusesCpim() {
        bob.reply = request -> "message/cpim".equals(request.value(HeaderName.CONTENT_TYPE)) ? 415 : 200;
    }

    @Test
    void whatIsInsideIsForEverybody() {
        register(bob);
        register(tablet);
        refusesCpim();
        String cpim = HEAD + "Content-Type: text/plain;charset=utf-8\r\n\r\nGr\u00fc\u00dfe";
        send(cpim);
        assertThat(bob.texts()).containsExactly(cpim, "Gr\u00fc\u00dfe");
        assertThat(bob.received.get(1).value(HeaderName.CONTENT_TYPE)).isEqualTo("text/plain;charset=utf-8");
        assertThat(bob.received.get(1).cseq()).isEqualTo(21);
        assertThat(tablet.texts()).containsExactly(cpim);
        assertThat(alice.statuses()).containsExactly(200);
    }

    /** What is left of it is not what was written: nobody is given it for that, and its sender learns why. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "From: <sip:alice@example.test>\r\n\r\n",
                HEAD,
                HEAD + "hello",
                HEAD + "Content-Type: text/plain\r\nhello without an empty line",
                HEAD + "Content-Type: text/plain\r\n",
                HEAD + "Content-Type: text/plain\rX-Own: 1\r\n\r\nhello",
                HEAD + "Content-Type: text/plain\u0000\r\n\r\nhello",
                HEAD + "Content-Type:\r\n\r\nhello",
                HEAD + "Content-Type: multipart/mixed;boundary=b\r\n\r\n--b--",
                HEAD + "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\naGk=",
                "From <sip:alice@example.test>\r\n\r\nContent-Type: text/plain\r\n\r\nhello",
            })
    void whatIsBrokenIsNotUnwrapped(String cpim) {
        register(bob);
        refusesCpim();
        send(cpim);
        assertThat(bob.texts()).containsExactly(cpim);
        assertThat(alice.statuses()).containsExactly(415);
        alice.text("bob", "still here");
        pass();
        assertThat(bob.texts()).containsExactly(cpim, "still here");
        assertThat(messages.boxes()).isZero();
    }

    /** Its bytes are the reader's. */
    @Test
    void whatIsBrokenIsPassedToWhoTakesIt() {
        register(bob);
        send(HEAD + "Content-Type: text/plain\r\nhello");
        assertThat(bob.texts()).containsExactly(HEAD + "Content-Type: text/plain\r\nhello");
        assertThat(alice.statuses()).containsExactly(200);
    }

    @Test
    void manyHeadersAreNotReadForEver() {
        register(bob);
        refusesCpim();
        String cpim = "X: y\r\n".repeat(200) + "\r\nContent-Type: text/plain\r\n\r\nhello";
        send(cpim);
        assertThat(alice.statuses()).containsExactly(415);
    }
}
