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

    /** 202 says nothing of the single one: who does not get it is told by a message, once the others have it. */
    @Test
    void whoDoesNotGetWhatOthersGetIsToldToTheSender() {
        registered.put("alice@example.test", List.of(alice.phone()));
        register(bob);
        String[] uris = {"sip:bob@example.test", "sip:nobody@example.test", "tel:+4940", "sip:carol@example.test"};
        alice.send(alice.message("list")
                .header(HeaderName.REQUIRE, "recipient-list-message")
                .body("multipart/mixed;boundary=b", listed(uris)));
        pass();
        assertThat(alice.statuses()).containsExactly(202);
        String end = " of Thu, 01 Jan 2026 00:00:00 GMT was not delivered: it was refused (404).";
        assertThat(alice.texts())
                .containsExactly(
                        "Your message to nobody@example.test" + end, "Your message to +4940@example.test" + end);
        assertThat(alice.received)
                .allSatisfy(
                        told -> assertThat(told.value(HeaderName.IN_REPLY_TO)).isEqualTo("alice1"));
        alice.send(alice.message("list")
                .header(HeaderName.REQUIRE, "recipient-list-message")
                .header(HeaderName.EXPIRES, "0")
                .body("multipart/mixed;boundary=b", listed(uris)));
        pass();
        assertThat(alice.texts()).as("it was for the moment").hasSize(2);
        bob.reply = request -> 415;
        members.addAll(List.of(BOB, "carol@example.test", "alice@example.test"));
        alice.text("3000", "hello");
        pass();
        assertThat(alice.statuses()).containsExactly(202, 202, 202);
        assertThat(alice.texts()).hasSize(3).last().asString().contains("bob@example.test", "(415)");
    }

    /** RFC 5438: it is the reader's notification that has to name the message. */
    @Test
    void whoAskedForItGetsANotificationForEachOnTheList() {
        registered.put("alice@example.test", List.of(alice.phone()));
        register(bob);
        String cpim = "NS: imdn <urn:ietf:params:imdn>\r\nimdn.Message-ID: Abc1\r\n"
                + "imdn.Disposition-Notification: negative-delivery\r\n\r\nContent-Type: text/plain\r\n\r\nto all";
        String body = new String(listed("sip:bob@example.test", "sip:nobody@example.test"), StandardCharsets.UTF_8)
                .replace("Content-Type: text/plain\r\n\r\nto all", "Content-Type: message/cpim\r\n\r\n" + cpim);
        alice.send(alice.message("list")
                .header(HeaderName.REQUIRE, "recipient-list-message")
                .body("multipart/mixed;boundary=b", body.getBytes(StandardCharsets.UTF_8)));
        pass();
        assertThat(bob.texts()).containsExactly(cpim);
        assertThat(bob.received.get(0).value(HeaderName.CONTENT_TYPE)).isEqualTo("message/cpim");
        assertThat(alice.texts()).hasSize(1);
        assertThat(alice.texts().get(0))
                .contains(
                        "<message-id>Abc1</message-id>",
                        "<recipient-uri>sip:nobody@example.test</recipient-uri>",
                        "<failed/>");
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
