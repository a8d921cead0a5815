package io.switchboard.sip.mwi;

import io.switchboard.sip.event.EventPackage;
import io.switchboard.sip.event.EventSource;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.messaging.MessagesWaiting;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The message summary event package (RFC 3842): how many messages wait for a user. For the user alone. */
public final class MessageSummaryPackage implements EventPackage {
    private static final byte[] NOTHING = {};

    private final MessagesWaiting messages;
    private final Function<String, @Nullable String> accounts;
    private final Map<String, Set<EventSource.Watcher>> watchers = new HashMap<>();

    /**
     * Of these messages.
     *
     * @param accounts address of record of the account that a SIP URI names, null for none
     */
    public MessageSummaryPackage(MessagesWaiting messages, Function<String, @Nullable String> accounts) {
        this.messages = messages;
        this.accounts = accounts;
        messages.watch(this::changed);
    }

    @Override
    public String name() {
        return "message-summary";
    }

    @Override
    public String contentType() {
        return "application/simple-message-summary";
    }

    @Override
    public Lookup find(SipRequest subscribe, String from) {
        String aor = accounts.apply(subscribe.requestUri());
        if (!from.startsWith(ACCOUNT)) {
            return new Lookup.Refused(403);
        }
        return aor != null && from.equals(ACCOUNT + aor) ? new Lookup.Found(new Mailbox(aor)) : Lookup.DECLINED;
    }

    /** Other accounts are there now. Who watches for one that is gone is told so. */
    public void accountsChanged() {
        for (String aor : List.copyOf(watchers.keySet())) {
            if (accounts.apply(uri(aor)) == null) {
                for (EventSource.Watcher watcher : List.copyOf(watchers.getOrDefault(aor, Set.of()))) {
                    watcher.ended(NOTHING, "noresource");
                }
            }
        }
    }

    private void changed(String aor, int waiting) {
        Set<EventSource.Watcher> all = watchers.get(aor);
        if (all != null) {
            byte[] summary = summary(aor, waiting);
            for (EventSource.Watcher watcher : List.copyOf(all)) {
                watcher.changed(summary);
            }
        }
    }

    /** Section 5.2. Waiting messages are new ones; there is no voice mail, so none of those wait. */
    private static byte[] summary(String aor, int waiting) {
        return ("Messages-Waiting: " + (waiting > 0 ? "yes" : "no") + "\r\nMessage-Account: " + uri(aor)
                        + "\r\nText-Message: " + waiting + "/0\r\nVoice-Message: 0/0\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String uri(String aor) {
        int at = aor.lastIndexOf('@');
        return "sip:" + SipUri.escapedUser(aor.substring(0, at)) + aor.substring(at);
    }

    /** One user's. */
    private final class Mailbox implements EventSource {
        private final String aor;

        Mailbox(String aor) {
            this.aor = aor;
        }

        @Override
        public byte[] full() {
            return summary(aor, messages.waiting(aor));
        }

        @Override
        public void watch(Watcher watcher) {
            watchers.computeIfAbsent(aor, user -> new LinkedHashSet<>(2)).add(watcher);
        }

        @Override
        public void unwatch(Watcher watcher) {
            Set<Watcher> all = watchers.get(aor);
            if (all != null && all.remove(watcher) && all.isEmpty()) {
                watchers.remove(aor);
            }
        }
    }
}
