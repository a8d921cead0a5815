package io.switchboard.sip.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** The world around {@link DeliveryMachine}: a store, devices that answer as they like, and crashes. */
final class DeliveryWalk {
    private static final List<String> DEVICES = List.of("a", "b", "c");
    private static final List<String> SENDERS = List.of("x", "y");

    private final Random random;
    private final String name;
    private DeliveryState state = DeliveryState.EMPTY;
    private final WalkStore store;
    private final Map<String, Set<Long>> sending = new LinkedHashMap<>();
    private final Set<String> present = new LinkedHashSet<>();
    private final Map<String, Map<String, List<Long>>> received = new HashMap<>();
    private final Map<Long, String> senders = new HashMap<>();
    private final Map<Long, Integer> answers = new HashMap<>();
    private final Set<Long> dead = new HashSet<>();
    private final Set<Long> taken = new HashSet<>();
    /** Devices that do not want a message, with its number: they never will. */
    private final Set<String> refusals = new HashSet<>();

    private final Set<Long> fleeting = new HashSet<>();
    private final Set<Long> unsure = new HashSet<>();
    /** Messages that had died, which a crash has undone. */
    private final Set<Long> revived = new HashSet<>();

    private boolean retry;
    private long next = 1;

    DeliveryWalk(Random random, String name) {
        this.random = random;
        this.name = name;
        this.store = new WalkStore(random.nextBoolean());
    }

    void walk() {
        for (int i = 0; i < 80; i++) {
            turn();
        }
        // At last everybody is there and takes everything.
        for (int i = 0; i < 10_000 && !quiet(); i++) {
            settle();
        }
        assertThat(quiet()).as("%s: comes to rest: %s", name, state).isTrue();
        answers.forEach((id, status) -> {
            if (status < 300 && !dead.contains(id)) {
                assertThat(taken).as("%s: promised message %d", name, id).contains(id);
            }
        });
        assertThat(store.anyWaits()).as("%s: something waits", name).isFalse();
    }

    private void turn() {
        String device = DEVICES.get(random.nextInt(DEVICES.size()));
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> arrive();
            case 3, 4 -> commit(random.nextInt(8) > 0);
            case 5 -> {
                present.add(device);
                fire(new DeliveryEvent.Registered(device, store.behind(device)));
            }
            case 6 -> {
                present.remove(device);
                fire(new DeliveryEvent.Gone(device));
            }
            case 7, 8, 9, 10 -> answer(device, random.nextInt(10));
            case 11 -> {
                if (next > 1) {
                    fire(new DeliveryEvent.Waited(1 + random.nextInt((int) next - 1)));
                }
            }
            case 12 -> {
                if (retry) {
                    retry = false;
                    fire(new DeliveryEvent.RetryDue());
                }
            }
            case 13 -> store.again();
            case 14 -> {
                if (next > 1) {
                    store.end(1 + random.nextLong(next - 1));
                    expire();
                }
            }
            default -> {
                if (random.nextInt(6) == 0) {
                    crash();
                }
            }
        }
    }

    private void arrive() {
        if (state.idle()) {
            begin();
        }
        long id = next++;
        String sender = SENDERS.get(random.nextInt(SENDERS.size()));
        senders.put(id, sender);
        boolean passing = random.nextInt(10) == 0;
        if (passing) {
            fleeting.add(id);
        }
        fire(new DeliveryEvent.Arrived(id, sender, passing));
    }

    /** As the mailbox does that is made when something happens. */
    private void begin() {
        state = DeliveryState.EMPTY;
        for (String device : present) {
            fire(new DeliveryEvent.Registered(device, store.behind(device)));
        }
    }

    private void commit(boolean well) {
        DeliveryEvent event = store.next(well);
        if (event != null) {
            fire(event);
        }
    }

    private void expire() {
        store.expire(found -> {
            if (state.idle() && !found.isEmpty()) {
                begin();
            }
            found.forEach(id -> fire(new DeliveryEvent.Expired(id)));
            return null;
        });
    }

    private void answer(String device, int how) {
        Set<Long> under = sending.getOrDefault(device, Set.of());
        if (under.isEmpty()) {
            return;
        }
        long id = new ArrayList<>(under).get(random.nextInt(under.size()));
        under.remove(id);
        if (how == 6) {
            refusals.add(device + id);
        }
        if (refusals.contains(device + id)) {
            fire(new DeliveryEvent.Refused(id, device, 400));
        } else if (how < 6) {
            receive(device, id);
            fire(new DeliveryEvent.Accepted(id, device));
        } else {
            if (how == 9) {
                receive(device, id); // and the answer is lost
                unsure.add(id);
            }
            fire(new DeliveryEvent.Failed(id, device));
        }
    }

    private void receive(String device, long id) {
        assertThat(dead).as("%s: %s gets %d, which is dead", name, device, id).doesNotContain(id);
        taken.add(id);
        List<Long> had = received.computeIfAbsent(device, d -> new HashMap<>())
                .computeIfAbsent(String.valueOf(senders.get(id)), s -> new ArrayList<>());
        if (had.contains(id)) {
            assertThat(unsure).as("%s: %s gets %d twice", name, device, id).contains(id);
        } else {
            assertThat(revived.contains(id) ? List.<Long>of() : had)
                    .as("%s: %s gets %d after %s", name, device, id, had)
                    .allMatch(before -> before < id);
            had.add(id);
        }
    }

    /** Only what was committed survives; who was there is there again. */
    private void crash() {
        Set<Long> undone = new HashSet<>(dead);
        undone.retainAll(store.ids()); // which had not been noted yet
        dead.removeAll(undone);
        revived.addAll(undone);
        unsure.addAll(store.crash());
        sending.clear();
        retry = false;
        for (long id = 1; id < next; id++) {
            if (!answers.containsKey(id) && !store.holds(id)) {
                answers.put(id, 408); // the sender knows that it was not taken
            }
        }
        begin();
    }

    private void settle() {
        for (String device : DEVICES) {
            if (present.add(device)) {
                fire(new DeliveryEvent.Registered(device, true));
            }
        }
        store.again();
        commit(true);
        expire();
        commit(true);
        if (retry) {
            retry = false;
            fire(new DeliveryEvent.RetryDue());
        }
        for (String device : DEVICES) {
            answer(device, 0);
        }
    }

    private boolean quiet() {
        return store.idle()
                && !retry
                && sending.values().stream().allMatch(Set::isEmpty)
                && present.containsAll(DEVICES)
                && state.idle()
                && DEVICES.stream().noneMatch(store::behind);
    }

    private void fire(DeliveryEvent event) {
        DeliveryMachine.Step step = DeliveryMachine.step(state, event);
        state = step.next();
        for (DeliveryEffect effect : step.effects()) {
            perform(effect);
        }
    }

    private void perform(DeliveryEffect effect) {
        switch (effect) {
            case DeliveryEffect.Send e ->
                sending.computeIfAbsent(e.device(), d -> new LinkedHashSet<>()).add(e.id());
            case DeliveryEffect.Load e -> store.load(e.device(), e.after());
            case DeliveryEffect.Store e -> {
                assertThat(fleeting).as("%s: %d is never kept", name, e.id()).doesNotContain(e.id());
                store.add(e.id(), sender(e.id()));
            }
            case DeliveryEffect.Answer e ->
                assertThat(answers.put(e.id(), e.status()))
                        .as("%s: %d is answered once", name, e.id())
                        .isNull();
            case DeliveryEffect.Deliver e when fleeting.contains(e.id()) -> {}
            case DeliveryEffect.Deliver e -> {
                Set<String> owed = new HashSet<>(DEVICES);
                owed.removeAll(e.refused());
                owed.remove(e.device());
                store.delivered(e.id(), sender(e.id()), owed);
            }
            case DeliveryEffect.Serve e -> store.served(e.id(), e.device());
            case DeliveryEffect.Bury e -> {
                assertThat(dead.add(e.id()))
                        .as("%s: %d dies once", name, e.id())
                        .isTrue();
                store.died(e.id());
            }
            case DeliveryEffect.Release e -> {}
            case DeliveryEffect.Retry e -> {
                assertThat(retry).as("%s: one timer", name).isFalse();
                retry = true;
            }
        }
    }

    private String sender(long id) {
        return String.valueOf(senders.get(id));
    }
}
