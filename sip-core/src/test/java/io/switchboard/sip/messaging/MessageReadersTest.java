package io.switchboard.sip.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.auth.Account;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipUri;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages to rooms and lists, from the server, and who is told of them. */
class MessageReadersTest extends MessagesScene {
    @Test
    void whoIsInARoomReadsWhatTheOthersWrite() {
        register(bob);
        alice.text("3000", "nobody is there");
        pass();
        members.addAll(List.of(BOB, "carol@example.test"));
        alice.text("3000", "hello");
        pass();
        members.add("alice@example.test");
        alice.text("3000", "hello");
        pass();
        assertThat(alice.statuses()).as("carol is not registered").containsExactly(480, 403, 202);
        assertThat(bob.texts()).containsExactly("hello");
        assertThat(bob.received.get(0).value(HeaderName.FROM)).startsWith("<sip:alice@example.test>");
        assertThat(messages.waiting("carol@example.test")).isEqualTo(1);
        assertThat(alice.texts()).isEmpty();
    }

    private static byte[] listed(String... uris) {
        StringBuilder list =
                new StringBuilder("<resource-lists xmlns=\"urn:ietf:params:xml:ns:resource-lists\"><list>");
        for (String uri : uris) {
            list.append("<entry uri=\"").append(uri).append("\"/>");
        }
        return ("--b\r\nContent-Type: text/plain\r\n\r\nto all\r\n--b\r\n"
                        + "Content-Type: application/resource-lists+xml\r\nContent-Disposition: recipient-list\r\n\r\n"
                        + list + "</list></resource-lists>\r\n--b--\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** RFC 5365. */
    @Test
    void whoIsOnAListGetsWhatComesWithIt() {
        register(bob);
        alice.send(alice.message("list")
                .header(HeaderName.REQUIRE, "recipient-list-message")
                .body(
                        "multipart/mixed;boundary=b",
                        listed("sip:bob@example.test", "sip:9@example.test", "sip:nobody@example.test")));
        alice.send(alice.message("list")
                .header(HeaderName.REQUIRE, "recipient-list-message")
                .body("multipart/mixed;boundary=b", listed("sip:nobody@example.test")));
        alice.send(alice.message("list")
                .header(HeaderName.REQUIRE, "recipient-list-message")
                .body("text/plain", new byte[] {'x'}));
        pass();
        assertThat(bob.texts()).containsExactly("to all");
        assertThat(bob.received.get(0).value(HeaderName.CONTENT_TYPE)).isEqualTo("text/plain");
        assertThat(bob.received.get(0).has(HeaderName.REQUIRE)).isFalse();
        assertThat(carrier.texts()).containsExactly("to all");
        assertThat(alice.statuses()).containsExactlyInAnyOrder(202, 404, 400);
    }

    /** Who waits may send a list that is short enough; of one that is not there is nothing to wait for. */
    @Test
    void aListCountsForEachOnIt() {
        use(settings(100, 2, MessageSettings.Bounce.NONE));
        String[] three = {"sip:bob@example.test", "sip:carol@example.test", "sip:alice@example.test"};
        alice.send(alice.message("list")
                .header(HeaderName.REQUIRE, "recipient-list-message")
                .body("multipart/mixed;boundary=b", listed(three)));
        pass();
        alice.send(alice.message("list")
                .header(HeaderName.REQUIRE, "recipient-list-message")
                .body("multipart/mixed;boundary=b", listed(Arrays.copyOf(three, 2))));
        pass();
        assertThat(alice.statuses()).containsExactly(480, 480);
        assertThat(alice.answers.get(0).reason()).isEqualTo("More Recipients Than 2");
        assertThat(alice.answers.get(0).value(HeaderName.RETRY_AFTER)).isNull();
        assertThat(alice.answers.get(1).value(HeaderName.RETRY_AFTER)).isEqualTo("60");
    }

    @Test
    void theServerSendsToo() {
        List<Integer> told = new ArrayList<>();
        Account account = new Account("alice", "example.test", "", "", "");
        messages.send(
                account,
                SipUri.parse("sip:bob@example.test"),
                MessageContent.text("x", -1),
                (message, target, from) -> route(target.user()),
                (status, reason, retryAfter) -> told.add(status));
        pass();
        assertThat(told).containsExactly(202);
        register(bob);
        assertThat(bob.texts()).containsExactly("x");
    }

    /** The one who sends for an account learns the reason too, and may say how long it counts. */
    @Test
    void theServersMessageIsAnsweredWithReasons() {
        use(settings(1, 0, MessageSettings.Bounce.NONE));
        List<String> told = new ArrayList<>();
        Account account = new Account("alice", "example.test", "", "", "");
        for (int expires : new int[] {0, 30, 30}) {
            String callId = messages.send(
                    account,
                    SipUri.parse("sip:bob@example.test"),
                    new MessageContent("application/x", new byte[] {0, (byte) 0xff}, expires),
                    (message, target, from) -> route(target.user()),
                    (status, reason, retryAfter) -> told.add(status + " " + reason + " " + retryAfter));
            assertThat(callId).endsWith("@example.test");
            pass();
        }
        assertThat(told).containsExactly("480  0", "202  0", "480 Mailbox Full 600");
        Letter letter = store.rows.values().iterator().next().letter;
        assertThat(letter.expiresAt() - letter.acceptedAt()).isEqualTo(30_000);
        assertThat(letter.content().body()).containsExactly(0, 0xff);
    }

    @Test
    void whoObservesIsToldWhatBecomesOfMessages() {
        List<String> told = new ArrayList<>();
        messages.observe(new MessageObserver() {
            @Override
            public void kept(Letter letter) {
                told.add("kept " + letter.recipient());
            }

            @Override
            public void delivered(Letter letter) {
                told.add("delivered " + letter.recipient());
            }

            @Override
            public void died(Letter letter, int status) {
                told.add("died " + letter.recipient() + " " + status);
            }
        });
        alice.text("bob", "1");
        pass();
        register(bob);
        alice.text("bob", "2");
        pass();
        alice.send(alice.message("bob").body("application/im-iscomposing+xml", new byte[] {'x'}));
        pass();
        unregister();
        alice.send(alice.message("bob").header(HeaderName.EXPIRES, "10").body(Imdn.TYPE, new byte[] {'x'}));
        pass();
        lane.advance(20_000);
        assertThat(told)
                .containsExactly(
                        "kept " + BOB, "delivered " + BOB, "delivered " + BOB, "kept " + BOB, "died " + BOB + " 0");
    }

    @Test
    void whoCountsWhatWaitsIsTold() {
        List<String> told = new ArrayList<>();
        messages.watch((aor, waiting) -> told.add(aor + " " + waiting));
        alice.text("bob", "1");
        alice.text("bob", "2");
        pass();
        register(bob);
        assertThat(told).isEqualTo(Arrays.asList(BOB + " 1", BOB + " 2", BOB + " 1", BOB + " 0"));
    }
}
