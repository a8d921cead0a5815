package io.switchboard.sip.mwi;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.event.EventPackage.Lookup;
import io.switchboard.sip.event.EventSource;
import io.switchboard.sip.message.MessageParser;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.messaging.MessagesWaiting;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MessageSummaryPackageTest {
    private final Map<String, Integer> waiting = new HashMap<>();
    private final List<MessagesWaiting.Watcher> listeners = new ArrayList<>();
    private boolean there = true;
    private final MessageSummaryPackage summaries = new MessageSummaryPackage(
            new MessagesWaiting() {
                @Override
                public int waiting(String aor) {
                    return waiting.getOrDefault(aor, 0);
                }

                @Override
                public void watch(Watcher watcher) {
                    listeners.add(watcher);
                }
            },
            uri -> uri.equals("sip:alice@example.test") && there ? "alice@example.test" : null);

    private Lookup find(String uri, String from) {
        byte[] bytes = ("SUBSCRIBE " + uri + " SIP/2.0\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        return summaries.find((SipRequest) Objects.requireNonNull(MessageParser.parse(bytes, 0, bytes.length)), from);
    }

    private static final class Lamp implements EventSource.Watcher {
        final List<String> shown = new ArrayList<>();

        @Override
        public void changed(byte[] change) {
            shown.add(new String(change, StandardCharsets.UTF_8));
        }

        @Override
        public void ended(byte[] last, String reason) {
            shown.add(reason + " " + last.length);
        }
    }

    private void waits(String aor, int count) {
        waiting.put(aor, count);
        listeners.forEach(listener -> listener.changed(aor, count));
    }

    @Test
    void lampFollowsTheMessages() {
        Lookup found = find("sip:alice@example.test", "account:alice@example.test");
        EventSource source = ((Lookup.Found) found).source();
        assertThat(new String(source.full(), StandardCharsets.UTF_8))
                .isEqualTo(String.join(
                        "\r\n",
                        "Messages-Waiting: no",
                        "Message-Account: sip:alice@example.test",
                        "Text-Message: 0/0",
                        "Voice-Message: 0/0",
                        ""));
        Lamp lamp = new Lamp();
        source.watch(lamp);
        waits("bob@example.test", 7);
        waits("alice@example.test", 2);
        assertThat(lamp.shown).hasSize(1);
        assertThat(lamp.shown.get(0)).startsWith("Messages-Waiting: yes\r\n").contains("Text-Message: 2/0\r\n");
        source.unwatch(lamp);
        waits("alice@example.test", 3);
        assertThat(lamp.shown).hasSize(1);
        assertThat(new String(source.full(), StandardCharsets.UTF_8)).contains("Text-Message: 3/0");
    }

    @Test
    void lampOfAnAccountThatIsGoneIsToldSo() {
        EventSource source = ((Lookup.Found) find("sip:alice@example.test", "account:alice@example.test")).source();
        Lamp lamp = new Lamp();
        source.watch(lamp);
        summaries.accountsChanged();
        assertThat(lamp.shown).isEmpty();
        there = false;
        summaries.accountsChanged();
        assertThat(lamp.shown).containsExactly("noresource 0");
    }

    @Test
    void othersAreRefusedWhetherTheAccountExistsOrNot() {
        assertThat(find("sip:alice@example.test", "account:bob@example.test")).isEqualTo(Lookup.DECLINED);
        assertThat(find("sip:nobody@example.test", "account:bob@example.test")).isEqualTo(Lookup.DECLINED);
        assertThat(find("sip:alice@example.test", "trunk:pbx")).isEqualTo(new Lookup.Refused(403));
    }
}
