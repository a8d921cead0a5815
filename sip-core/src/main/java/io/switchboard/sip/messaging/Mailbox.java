package io.switchboard.sip.messaging;

import io.switchboard.sip.call.Party;
import io.switchboard.sip.lane.LaneTimer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The shell of {@link DeliveryMachine} for one user; it is there only while something is under way. */
final class Mailbox extends LaneTimer {
    private static final long FIRST_RETRY = 5_000;
    private static final long LONGEST_RETRY = 300_000;

    /** A message in memory, and the timer of its sender's patience. */
    private final class Open extends LaneTimer {
        private final Letter letter;
        private @Nullable Answer answer;
        /** Whether it counts as waiting. */
        private boolean counted;
        /** Whether it may have been sent by an earlier attempt. */
        private boolean old;
        /** Whether nothing of it is kept, wherever it goes. */
        private boolean fleeting;

        Open(Letter letter, @Nullable Answer answer) {
            this.letter = letter;
            this.answer = answer;
        }

        @Override
        protected void expired() {
            fire(new DeliveryEvent.Waited(letter.id()));
        }
    }

    final Messages office;
    private final String aor;
    private final Map<String, Phone> phones = new HashMap<>();
    private final Map<Long, Open> open = new HashMap<>();
    private final ArrayDeque<DeliveryEvent> events = new ArrayDeque<>(4);
    private DeliveryState state = DeliveryState.EMPTY;
    private boolean busy;

    Mailbox(Messages office, String aor) {
        this.office = office;
        this.aor = aor;
    }

    /** Learns where the user's devices are. */
    void look() {
        for (Phone phone : office.phones(aor)) {
            phones.put(phone.device(), phone);
            fire(new DeliveryEvent.Registered(phone.device(), office.waiting.behind(aor, phone.device())));
        }
    }

    /** A device has registered. */
    void registered(String device) {
        for (Phone phone : office.phones(aor)) {
            phones.put(phone.device(), phone);
        }
        if (phones.containsKey(device)) {
            fire(new DeliveryEvent.Registered(device, office.waiting.behind(aor, device)));
        }
    }

    /** Devices are not registered any more, or not reachable. */
    void lookAgain() {
        Set<String> gone = new HashSet<>(state.outlets().keySet());
        for (Phone phone : office.phones(aor)) {
            phones.put(phone.device(), phone);
            gone.remove(phone.device());
        }
        gone.forEach(device -> fire(new DeliveryEvent.Gone(device)));
    }

    int size() {
        return open.size();
    }

    void arrived(Letter letter, Answer answer, boolean fleeting) {
        Open one = new Open(letter, answer);
        one.fleeting = fleeting;
        open.put(letter.id(), one);
        fire(new DeliveryEvent.Arrived(letter.id(), letter.sender(), fleeting));
        if (one.answer != null) {
            office.lane.arm(one, office.settings.answerMillis());
        }
    }

    /** The server's own, which is kept before anything else. */
    void own(Letter letter, Answer answer) {
        open.put(letter.id(), new Open(letter, answer));
        fire(new DeliveryEvent.Arrived(letter.id(), letter.sender(), false));
        fire(new DeliveryEvent.Waited(letter.id()));
    }

    void expired(Letter letter) {
        Open one = open.computeIfAbsent(letter.id(), id -> new Open(letter, null));
        one.counted = true;
        fire(new DeliveryEvent.Expired(letter.id()));
        if (!state.letters().containsKey(letter.id())) {
            open.remove(letter.id());
        }
    }

    @Override
    protected void expired() {
        lookAgain();
        look();
        fire(new DeliveryEvent.RetryDue());
    }

    /** Takes an event, after those that wait already. */
    void fire(DeliveryEvent event) {
        events.add(event);
        if (busy) {
            return;
        }
        busy = true;
        try {
            for (DeliveryEvent next = events.poll(); next != null; next = events.poll()) {
                DeliveryMachine.Step step = DeliveryMachine.step(state, next);
                state = step.next();
                for (DeliveryEffect effect : step.effects()) {
                    perform(effect);
                }
            }
        } catch (RuntimeException e) {
            crashed(e);
        } finally {
            busy = false;
        }
        if (state.idle()) {
            office.discard(aor, this);
        }
    }

    /** What was kept is still in the store, and is looked for when a phone registers. */
    private void crashed(RuntimeException failure) {
        office.crashed(aor, failure);
        office.lane.cancel(this);
        events.clear();
        state = DeliveryState.EMPTY;
        for (Open one : List.copyOf(open.values())) {
            office.lane.cancel(one);
            answer(one, 500);
        }
        open.clear();
    }

    private void perform(DeliveryEffect effect) {
        switch (effect) {
            case DeliveryEffect.Send e -> send(get(e.id()), e.device());
            case DeliveryEffect.Load e -> load(e.device(), e.after());
            case DeliveryEffect.Store e -> store(get(e.id()));
            case DeliveryEffect.Answer e -> answer(get(e.id()), e.status());
            case DeliveryEffect.Deliver e -> delivered(get(e.id()), e);
            case DeliveryEffect.Serve e -> served(get(e.id()), e.device());
            case DeliveryEffect.Bury e -> died(get(e.id()), e);
            case DeliveryEffect.Release e -> {
                Open one = open.remove(e.id());
                if (one != null) {
                    office.lane.cancel(one);
                }
            }
            case DeliveryEffect.Retry e ->
                office.lane.arm(this, Math.min(LONGEST_RETRY, FIRST_RETRY << Math.min(10, e.failures() - 1)));
        }
    }

    private Open get(long id) {
        Open one = open.get(id);
        if (one == null) {
            throw new IllegalStateException("message " + id + " is not in memory");
        }
        return one;
    }

    private void send(Open one, String device) {
        Phone phone = phones.get(device);
        if (phone == null) {
            fire(new DeliveryEvent.Failed(one.letter.id(), device));
        } else {
            send(one, phone);
        }
    }

    private void send(Open one, Phone phone) {
        long cseq = Attempt.cseq(one.letter, one.old, office.lane.wallClock());
        if (phone.destination().party() instanceof Party.Trunk) {
            new TrunkDelivery(this, one.letter, phone).begin(cseq);
        } else {
            office.sent++;
            new Attempt(this, one.letter, phone, cseq).send();
        }
    }

    private void load(String device, long after) {
        office.ledger.due(aor, device, after, page -> {
            if (page == null) {
                fire(new DeliveryEvent.NotLoaded(device));
                return;
            }
            for (MessageStore.Due each : page.due()) {
                Letter letter = each.letter();
                if (!state.letters().containsKey(letter.id())) {
                    Open one = new Open(letter, null);
                    one.counted = !each.taken();
                    one.old = true;
                    open.put(letter.id(), one);
                }
            }
            if (page.nothing()) {
                office.waiting.nothing(aor, device);
            }
            fire(new DeliveryEvent.Loaded(
                    device,
                    page.due().stream()
                            .map(each -> new DeliveryEvent.Due(
                                    each.letter().id(), each.letter().sender(), each.taken()))
                            .toList(),
                    page.last()));
            open.keySet().retainAll(state.letters().keySet());
        });
    }

    private void store(Open one) {
        count(one, true);
        office.store.save(new MessageStore.Change.Add(one.letter), office.lane, outcome -> {
            boolean well = outcome == MessageStore.Outcome.SAVED;
            if (!well) {
                count(one, false);
            }
            fire(new DeliveryEvent.Stored(one.letter.id(), well));
        });
    }

    private void count(Open one, boolean waits) {
        if (one.counted != waits) {
            one.counted = waits;
            office.waiting.add(aor, waits ? 1 : -1);
        }
    }

    private void answer(Open one, int status) {
        office.lane.cancel(one);
        Answer answer = one.answer;
        one.answer = null;
        if (answer != null) {
            office.answered(one.letter, status);
            answer.tell(status);
        }
    }

    private void delivered(Open one, DeliveryEffect.Deliver effect) {
        office.delivered++;
        if (one.fleeting) {
            return; // other devices get it if they are there, and never later
        }
        office.observer.delivered(one.letter);
        Set<String> without = new HashSet<>(effect.refused());
        without.add(effect.device());
        Set<String> owed = office.others(aor, without);
        long now = office.lane.wallClock();
        office.waiting.owe(aor, owed, now);
        boolean history = office.keepsHistory();
        MessageStore.Change change = new MessageStore.Change.Delivered(one.letter, now, owed, history);
        if (one.counted || !owed.isEmpty()) {
            office.ledger.save(change);
        } else if (history) {
            office.ledger.saveForHistory(change);
        }
        count(one, false);
    }

    private void served(Open one, String device) {
        if (!one.fleeting) {
            office.ledger.save(new MessageStore.Change.Served(one.letter.id(), aor, device, office.keepsHistory()));
        }
    }

    private void died(Open one, DeliveryEffect.Bury effect) {
        office.ledger.save(new MessageStore.Change.Died(
                one.letter.id(), office.lane.wallClock(), effect.status(), office.keepsHistory()));
        count(one, false);
        if (effect.told()) {
            office.returned(one.letter, effect.status());
        }
    }
}
