package io.switchboard.sip.messaging;

import io.switchboard.sip.call.HeaderRules;
import io.switchboard.sip.call.Party;
import io.switchboard.sip.lane.Lane;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.transaction.ServerTransaction;
import io.switchboard.sip.transaction.TransactionLayer;
import io.switchboard.sip.transport.Resolver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of a lane. One for a user goes to his devices, or is kept for them; one for a trunk passes through. A
 * message for a user who is there is not written to the disk before its sender is answered.
 */
public final class Messages implements MessagesWaiting {
    private static final Logger log = LoggerFactory.getLogger(Messages.class);
    private static final int FULL_PAUSE = 60;
    private static final int BOX_PAUSE = 600;

    final Lane lane;
    final TransactionLayer layer;
    final Resolver resolver;
    final MessageStore store;
    final Phones phones;
    final RandomTokens tokens;
    final Waiting waiting = new Waiting();
    final Letters letters;
    final SenderRates rates = new SenderRates();
    final KnownDevices devices = new KnownDevices();
    MessageSettings settings;
    long sent;
    long delivered;
    private long accepted;
    private long kept;
    private long refused;
    private long crashes;
    private final Map<String, Mailbox> boxes = new HashMap<>();
    private final Undelivered undelivered = new Undelivered(this);

    /** An office that keeps what is in the store; see {@link #start}. */
    public Messages(
            Lane lane,
            TransactionLayer layer,
            Resolver resolver,
            MessageStore store,
            Phones phones,
            RandomTokens tokens,
            MessageSettings settings) {
        this.lane = lane;
        this.layer = layer;
        this.resolver = resolver;
        this.store = store;
        this.phones = phones;
        this.tokens = tokens;
        this.settings = settings;
        this.letters = new Letters(lane, tokens);
    }

    /** Takes over what the store gave at the start, and sends what can be sent; in the lane. */
    public void start(MessageStore.Summary summary) {
        letters.after(summary.lastId());
        waiting.load(summary);
        devices.load(summary.devices());
        for (String aor : waiting.users()) {
            if (!phones.of(aor).isEmpty()) {
                box(aor);
            }
        }
        undelivered.begin();
    }

    /** Swaps the settings, in the lane. What waits keeps its time. */
    public void configure(MessageSettings next) {
        settings = next;
    }

    // ---- what the exchange asks

    /** Takes a MESSAGE outside of dialogs from a sender who is known. */
    public void accept(ServerTransaction transaction, Party sender, MessagePlanner planner) {
        SipRequest request = transaction.request();
        if (request.bodyLength() > settings.maxBytes()) {
            refuse(transaction, 413, "Message Longer Than " + settings.maxBytes() + " Bytes", 0);
            return;
        }
        if (!rates.take(sender.label(), sender instanceof Party.Phone ? settings.perMinute() : 0, lane.now())) {
            refuse(transaction, 480, "Too Many Messages", SenderRates.pause(settings.perMinute()));
            return;
        }
        SipUri target;
        try {
            target = SipUri.parse(request.requestUri());
        } catch (IllegalArgumentException e) {
            refuse(transaction, 416, "", 0);
            return;
        }
        switch (planner.plan(request, target, sender)) {
            case MessageRoute.Refuse no -> refuse(transaction, no.status(), no.reason(), 0);
            case MessageRoute.To to -> take(transaction, sender, to, 0);
        }
    }

    void take(ServerTransaction transaction, Party sender, MessageRoute.To to, int step) {
        switch (to.steps().get(step)) {
            case MessageRoute.Step.User user -> forUser(transaction, sender, user);
            case MessageRoute.Step.Trunk trunk -> {
                if (trunk.destination() != null) {
                    new TrunkRelay(this, transaction, sender, to, step, trunk.destination()).begin();
                } else {
                    int next = to.next().after(step, 503);
                    if (next < 0) {
                        refuse(transaction, 503, "", 0);
                    } else {
                        take(transaction, sender, to, next);
                    }
                }
            }
            case MessageRoute.Step.Room room -> refuse(transaction, 501, "Rooms Take No Messages", 0);
        }
    }

    private void forUser(ServerTransaction transaction, Party sender, MessageRoute.Step.User user) {
        SipRequest request = transaction.request();
        Mailbox box = boxes.get(user.aor());
        if (waiting.of(user.aor()) >= settings.perUser() || (box != null && box.size() >= settings.perUser())) {
            refuse(transaction, 480, "Mailbox Full", BOX_PAUSE);
            return;
        }
        if (waiting.total() >= settings.total()) {
            refuse(transaction, 503, "Message Store Full", FULL_PAUSE);
            return;
        }
        accepted++;
        boolean returned = settings.bounce() != MessageSettings.Bounce.NONE && !Imdn.is(request);
        Letter letter = letters.of(request, sender, user.aor(), user.callerUser(), returned, settings);
        box(user.aor()).arrived(letter, Answer.to(transaction, tokens), Letters.fleeting(request));
    }

    private void refuse(ServerTransaction transaction, int status, String reason, int retryAfter) {
        refused++;
        ResponseBuilder response = ResponseBuilder.of(transaction.request(), HeaderRules.shown(status), reason)
                .toTag(tokens.token());
        if (retryAfter > 0) {
            response.header(HeaderName.RETRY_AFTER, Integer.toString(retryAfter));
        }
        transaction.respond(response.build());
    }

    /**
     * Sends a message of the server or of its administrator, which is kept first.
     *
     * @param from From value without tag
     * @param answer told 200 or 202, or why not
     */
    public void send(String aor, String from, String contentType, byte[] body, Answer answer) {
        post(letters.own(aor, from, "", "", contentType, body, settings), answer);
    }

    void post(Letter letter, Answer answer) {
        box(letter.recipient()).own(letter, answer);
    }

    // ---- what the registrar tells

    /**
     * A device has registered, or has registered again; see {@link Phone}.
     *
     * @param lasting whether messages can wait for it
     */
    public void registered(String aor, String device, boolean lasting) {
        if (lasting && settings.otherDevicesMillis() > 0) {
            long now = lane.wallClock();
            if (devices.note(aor, device, now, settings.otherDevicesMillis())) {
                save(new MessageStore.Change.Seen(aor, device, now));
            }
        }
        Mailbox box = boxes.get(aor);
        if (box != null) {
            box.registered(device);
        } else if (waiting.behind(aor, device)) {
            box(aor);
        }
    }

    /** Some of a user's devices are not registered any more. */
    public void gone(String aor) {
        Mailbox box = boxes.get(aor);
        if (box != null) {
            box.lookAgain();
        }
    }

    // ---- for the mailboxes

    private Mailbox box(String aor) {
        Mailbox box = boxes.get(aor);
        if (box == null) {
            box = new Mailbox(this, aor);
            boxes.put(aor, box);
            box.look();
            boxes.put(aor, box); // with nothing under way it was discarded at once
        }
        return box;
    }

    void discard(String aor, Mailbox box) {
        lane.cancel(box);
        boxes.remove(aor, box);
    }

    void save(MessageStore.Change change) {
        store.save(change, lane, well -> {
            if (!well) {
                undelivered.again(change);
            }
        });
    }

    boolean keepsHistory() {
        return settings.historyMillis() > 0;
    }

    Set<String> others(String aor, Set<String> without) {
        return settings.otherDevicesMillis() == 0
                ? Set.of()
                : devices.others(aor, phones.of(aor), without, lane.wallClock(), settings.otherDevicesMillis());
    }

    void answered(int status) {
        if (status == 202) {
            kept++;
        } else if (status >= 300) {
            refused++;
        }
    }

    void returned(Letter letter, int status) {
        undelivered.tell(letter, status);
    }

    void expired(List<Letter> due) {
        for (Letter letter : due) {
            box(letter.recipient()).expired(letter);
        }
    }

    void crashed(String aor, RuntimeException failure) {
        crashes++;
        log.error("messages for {}: handling failed; what was kept is sent at the next registration", aor, failure);
    }

    // ---- figures

    @Override
    public int waiting(String aor) {
        return waiting.of(aor);
    }

    @Override
    public void watch(Watcher watcher) {
        waiting.watch(watcher);
    }

    /** Users with something under way. */
    public int boxes() {
        return boxes.size();
    }

    /** Figures since the start, and what waits now. */
    public Figures figures() {
        return new Figures(waiting.total(), boxes.size(), accepted, kept, delivered, sent, refused, crashes);
    }

    /**
     * Figures.
     *
     * @param waiting messages that no device has yet
     * @param boxes users with something under way
     * @param accepted messages taken for local users
     * @param kept those answered 202
     * @param delivered those that a device has taken
     * @param sent MESSAGEs sent to devices and trunks
     * @param refused messages refused
     * @param crashes users whose messages were disturbed by an exception
     */
    public record Figures(
            int waiting, int boxes, long accepted, long kept, long delivered, long sent, long refused, long crashes) {}
}
