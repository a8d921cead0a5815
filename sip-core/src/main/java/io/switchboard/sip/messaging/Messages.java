package io.switchboard.sip.messaging;

import io.switchboard.sip.auth.Account;
import io.switchboard.sip.call.Party;
import io.switchboard.sip.lane.Lane;
import io.switchboard.sip.lane.RandomTokens;
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

    final Lane lane;
    final TransactionLayer layer;
    final Resolver resolver;
    final MessageStore store;
    private final Phones phones;
    final Rooms rooms;
    final RandomTokens tokens;
    final Waiting waiting = new Waiting();
    final Letters letters;
    final SenderRates rates = new SenderRates();
    final KnownDevices devices = new KnownDevices();
    MessageSettings settings;
    Trunks trunks = (trunk, user) -> null;
    MessageObserver observer = MessageObserver.NOBODY;
    long sent;
    long delivered;
    long accepted;
    private long kept;
    private long refused;
    private long crashes;
    private final Map<String, Mailbox> boxes = new HashMap<>();
    final Ledger ledger = new Ledger(this);
    private final Undelivered undelivered = new Undelivered(this);
    final Intake intake = new Intake(this);

    /** An office that keeps what is in the store; see {@link #start}. */
    public Messages(
            Lane lane,
            TransactionLayer layer,
            Resolver resolver,
            MessageStore store,
            Phones phones,
            Rooms rooms,
            RandomTokens tokens,
            MessageSettings settings) {
        this.lane = lane;
        this.layer = layer;
        this.resolver = resolver;
        this.store = store;
        this.phones = phones;
        this.rooms = rooms;
        this.tokens = tokens;
        this.settings = settings;
        this.letters = new Letters(lane, tokens);
    }

    /** Takes over what the store gave at the start, and sends what can be sent; in the lane. */
    public void start(MessageStore.Summary summary) {
        letters.after(summary.lastId());
        waiting.load(summary, lane.wallClock());
        devices.load(summary.devices());
        for (String aor : waiting.users()) {
            if (!phones(aor).isEmpty()) {
                box(aor);
            }
        }
        undelivered.begin();
    }

    /** Says where trunks are, to tell senders behind them; before the start. */
    public void trunks(Trunks where) {
        trunks = where;
    }

    /** Tells somebody what becomes of messages; before the start. */
    public void observe(MessageObserver who) {
        observer = who;
    }

    /** Swaps the settings, in the lane. What waits keeps its time. */
    public void configure(MessageSettings next) {
        settings = next;
    }

    // ---- what the exchange asks

    /** Takes a MESSAGE outside of dialogs from a sender who is known. */
    public void accept(ServerTransaction transaction, Party sender, MessagePlanner planner) {
        intake.accept(transaction.request(), sender, planner, new Reply.Direct(transaction, sender, tokens));
    }

    /** Takes a MESSAGE of somebody who is in a room, sent inside the room's dialog. */
    public void accept(ServerTransaction transaction, Party sender, String room) {
        intake.accept(transaction.request(), sender, room, new Reply.Direct(transaction, sender, tokens));
    }

    /** Whether a MESSAGE inside a call may pass to the other side, by its length and the sender's rate; else answers it. */
    public boolean passes(ServerTransaction transaction, Party sender) {
        return intake.may(transaction.request(), sender, new Reply.Direct(transaction, sender, tokens));
    }

    /**
     * Sends a message in the name of an account, with its rights; it is the account that is told if the message dies.
     *
     * @param end told when that is known, perhaps before this returns
     * @return the message's Call-ID
     */
    public String send(Account from, SipUri target, MessageContent content, MessagePlanner planner, MessageEnd end) {
        SipRequest request = letters.sent(from, target, content, settings);
        intake.accept(request, new Party.Phone(from, 0), planner, new OnceReply(end));
        return request.callId();
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
        if (lasting && settings.otherDevicesMillis() > 0 && MessageStore.fits(device, MessageStore.LONGEST_DEVICE)) {
            note(aor, device);
        }
        Mailbox box = boxes.get(aor);
        if (box != null) {
            box.registered(device);
        } else if (waiting.behind(aor, device)) {
            box(aor);
        }
    }

    /** Notes a device if the store has time for that: all of them may register within a minute. */
    private void note(String aor, String device) {
        long now = lane.wallClock();
        long window = settings.otherDevicesMillis();
        String instead = store.isBusy() ? null : devices.note(aor, device, now, window);
        if (instead == null) {
            return;
        }
        store.save(new MessageStore.Change.Seen(aor, device, now, instead), lane, outcome -> {
            if (outcome == MessageStore.Outcome.FAILED) {
                devices.notStored(aor, device, now, window);
            }
        });
    }

    /** Some of a user's devices are not registered any more. */
    public void gone(String aor) {
        Mailbox box = boxes.get(aor);
        if (box != null) {
            box.lookAgain();
        }
    }

    // ---- for the mailboxes

    Mailbox box(String aor) {
        Mailbox box = boxes.get(aor);
        if (box == null) {
            box = new Mailbox(this, aor);
            boxes.put(aor, box);
            box.look();
            boxes.put(aor, box); // with nothing under way it was discarded at once
        }
        return box;
    }

    /** A user's devices; the trunk of a sender behind one. */
    List<Phone> phones(String recipient) {
        TrunkSender sender = TrunkSender.of(recipient);
        return sender == null ? phones.of(recipient) : sender.phones(trunks);
    }

    /** Messages for a user that are in memory. */
    int underWay(String aor) {
        Mailbox box = boxes.get(aor);
        return box == null ? 0 : box.size();
    }

    void discard(String aor, Mailbox box) {
        lane.cancel(box);
        boxes.remove(aor, box);
    }

    boolean keepsHistory() {
        return settings.historyMillis() > 0;
    }

    Set<String> others(String aor, Set<String> without) {
        return settings.otherDevicesMillis() == 0
                ? Set.of()
                : devices.others(aor, phones(aor), without, lane.wallClock(), settings.otherDevicesMillis());
    }

    void answered(int status) {
        if (status == 202) {
            kept++;
        } else if (status >= 300) {
            refused++;
        }
    }

    void answered(Letter letter, int status) {
        answered(status);
        if (status == 202) {
            observer.kept(letter);
        }
    }

    void returned(Letter letter, int status) {
        observer.died(letter, status);
        undelivered.tell(letter, status);
    }

    /** One of several readers does not get a message that others have. */
    void untaken(Letter letter, int status) {
        undelivered.tell(letter, status);
    }

    void expired(Letter letter) {
        box(letter.recipient()).expired(letter);
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
    public MessageFigures figures() {
        return new MessageFigures(
                waiting.total(), boxes.size(), accepted, kept, delivered, sent, refused, crashes, ledger.lostChanges());
    }
}
