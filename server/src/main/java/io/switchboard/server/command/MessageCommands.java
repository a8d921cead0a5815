package io.switchboard.server.command;

import io.switchboard.server.command.Outcome.Why;
import io.switchboard.server.config.Configuration;
import io.switchboard.server.config.LocalAccount;
import io.switchboard.server.store.MessageHistory;
import io.switchboard.sip.auth.Account;
import io.switchboard.sip.exchange.Exchange;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.messaging.MessageContent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commands about messages. Each waits for its end; not for lanes. */
public final class MessageCommands {
    private static final Logger log = LoggerFactory.getLogger("switchboard.admin");
    /** Messages that are shown at once. */
    public static final int MOST = 1_000;
    /** Whom one order may send to. */
    public static final int MOST_RECIPIENTS = 100;
    /** Longer than any phone is waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final InService node;
    private final InLane lane;
    private final Exchange exchange;
    private final HistoryReader reader;

    /**
     * Commands over the messages of a lane.
     *
     * @param history what can be read of them
     */
    public MessageCommands(InService node, InLane lane, Exchange exchange, MessageHistory history) {
        this.node = node;
        this.lane = lane;
        this.exchange = exchange;
        this.reader = new HistoryReader(history);
    }

    /** How the sending to one recipient ended, if it has. */
    private record End(int status, String reason, int retryAfter) {}

    /** A message under way to one recipient; the target is what may be logged. */
    private record Sending(String to, SipUri target, String callId, CompletableFuture<End> end) {}

    /**
     * Sends a message in the name of an account, with its rights, to each of some recipients; returns when it is known
     * what became of each, or nobody is waited for any longer.
     *
     * @param from name or address of the account
     * @param to numbers, names, addresses of this server or SIP URIs; at most {@link #MOST_RECIPIENTS}
     * @return in the order of the recipients
     */
    public Outcome<List<MessageFate>> send(String from, List<String> to, MessageContent content, String by) {
        Configuration now = node.configuration();
        LocalAccount sender = now.accounts().get(name(from, now));
        if (sender == null) {
            return Outcome.failed(Why.NOT_FOUND, "there is no account " + from);
        }
        int longest = now.messages().maxSize();
        if (content.body().length > longest) {
            return Outcome.failed(
                    Why.TOO_LARGE,
                    "a message has " + longest + " bytes at most (messages.max_size in switchboard.yaml)");
        }
        List<String> problems = new ArrayList<>();
        List<SipUri> targets = new ArrayList<>();
        for (String each : to) {
            try {
                targets.add(SipUri.ofTarget(name(each, now), now.domain()));
            } catch (IllegalArgumentException e) {
                problems.add("to: not a number, a user or a SIP URI: " + each);
            }
        }
        if (to.isEmpty() || to.size() > MOST_RECIPIENTS) {
            problems.add("to: 1 to " + MOST_RECIPIENTS + " recipients are meant");
        }
        if (!problems.isEmpty()) {
            return new Outcome.Failed<>(Why.INVALID, "the message cannot be sent", problems, 0);
        }
        List<Sending> all = lane.get(() -> {
            List<Sending> begun = new ArrayList<>();
            for (int i = 0; i < to.size(); i++) {
                begun.add(begin(sender.account(), to.get(i), targets.get(i), content));
            }
            return begun;
        });
        return await(all, sender.account().aor(), by);
    }

    /** In the lane. A bug in the one is not the others'. */
    private Sending begin(Account from, String to, SipUri target, MessageContent content) {
        CompletableFuture<End> end = new CompletableFuture<>();
        String callId = "";
        try {
            callId = exchange.message(
                    from,
                    target,
                    content,
                    (status, reason, retryAfter) -> end.complete(new End(status, reason, retryAfter)));
        } catch (RuntimeException e) {
            log.error("the message from {} to {} failed", from.aor(), target, e);
            end.complete(new End(500, "", 0));
        }
        return new Sending(to, target, callId, end);
    }

    private static Outcome<List<MessageFate>> await(List<Sending> all, String from, String by) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<MessageFate> fates = new ArrayList<>();
        for (Sending each : all) {
            MessageFate fate;
            try {
                End end = each.end().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                fate = MessageFate.of(each.to(), each.callId(), end.status(), end.reason(), end.retryAfter());
            } catch (TimeoutException | ExecutionException e) {
                fate = MessageFate.pending(each.to(), each.callId());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Outcome.failed(Why.UNAVAILABLE, "the server is stopping");
            }
            log.info("message={} from={} to={} status={} by={}", each.callId(), from, each.target(), fate.status(), by);
            fates.add(fate);
        }
        return Outcome.done(fates);
    }

    /**
     * Messages that wait or have ended not long ago, the newest first.
     *
     * @param user name or address of whom they are from or to, "" for all
     * @param with the same of the other side, "" for all
     * @param before only those with a lower number
     * @param most 1 to {@link #MOST}
     */
    public Outcome<MessagePage> page(String user, String with, long before, int most, String by) {
        Configuration now = node.configuration();
        log.info("messages user={} with={} before={} read by={}", user, with, before, by);
        return reader.page(address(user, now), address(with, now), before, Math.clamp(most, 1, MOST));
    }

    private static String address(String user, Configuration now) {
        return user.isEmpty() || user.indexOf('@') >= 0 ? user : user + "@" + now.domain();
    }

    /** The name in an address of this server, as lists of messages have them; anything else as it is. */
    private static String name(String text, Configuration now) {
        int at = text.indexOf('@');
        boolean ours = at > 0 && text.indexOf(':') < 0 && text.substring(at + 1).equalsIgnoreCase(now.domain());
        return ours ? text.substring(0, at) : text;
    }
}
