package io.switchboard.sip.messaging;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.switchboard.sip.messaging.DeliveryState.Held;
import io.switchboard.sip.messaging.DeliveryState.Kept;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The state of {@link DeliveryMachine} while it takes one step, and the effects so far. */
final class DeliveryDraft {
    private static final DeliveryState.Outlet FRESH = new DeliveryState.Outlet(
            ImmutableList.of(), ImmutableList.of(), false, false, false, 0, 0, false, false, false);

    final Map<String, OutletDraft> outlets = new LinkedHashMap<>();
    final List<DeliveryEffect> effects = new ArrayList<>();
    boolean retrying;
    int failures;
    private final Map<Long, LetterDraft> letters = new LinkedHashMap<>();

    DeliveryDraft(DeliveryState from) {
        from.letters().forEach((id, held) -> letters.put(id, new LetterDraft(held)));
        from.outlets().forEach((device, outlet) -> outlets.put(device, new OutletDraft(outlet)));
        retrying = from.retrying();
        failures = from.failures();
    }

    DeliveryMachine.Step done() {
        ImmutableMap.Builder<Long, Held> held = ImmutableMap.builder();
        letters.forEach((id, letter) -> held.put(id, letter.held()));
        ImmutableMap.Builder<String, DeliveryState.Outlet> frozen = ImmutableMap.builder();
        outlets.forEach((device, outlet) -> {
            if (!outlet.gone || !outlet.sending.isEmpty() || outlet.loading) {
                frozen.put(device, outlet.frozen());
            }
        });
        return new DeliveryMachine.Step(
                new DeliveryState(held.buildOrThrow(), frozen.buildOrThrow(), retrying, failures),
                ImmutableList.copyOf(effects));
    }

    @Nullable LetterDraft letter(long id) {
        return letters.get(id);
    }

    LetterDraft add(long id, String sender, boolean fleeting) {
        LetterDraft letter = new LetterDraft(new Held(id, sender, fleeting, Kept.NO, false, false, ImmutableMap.of()));
        letters.put(id, letter);
        return letter;
    }

    OutletDraft outlet(String device) {
        return outlets.computeIfAbsent(device, name -> new OutletDraft(FRESH));
    }

    void answer(LetterDraft letter, int status) {
        letter.answered = true;
        effects.add(new DeliveryEffect.Answer(letter.id, status));
    }

    void store(LetterDraft letter) {
        letter.kept = Kept.WRITING;
        effects.add(new DeliveryEffect.Store(letter.id));
    }

    void deliver(LetterDraft letter, String device) {
        effects.add(new DeliveryEffect.Deliver(letter.id, device, ImmutableSet.copyOf(letter.refused.keySet())));
    }

    void bury(LetterDraft letter, int status) {
        boolean told = letter.answered;
        if (!told) {
            answer(letter, status == 0 ? 480 : status);
        }
        if (letter.kept != Kept.NO && letter.kept != Kept.NEVER) {
            effects.add(new DeliveryEffect.Bury(letter.id, status, told));
        }
        release(letter);
    }

    private void release(LetterDraft letter) {
        letters.remove(letter.id);
        effects.add(new DeliveryEffect.Release(letter.id));
    }

    /** Sends what may be sent to a device; when that is all, asks the store for more. */
    void pump(String device, OutletDraft outlet) {
        if (!outlet.usable()) {
            return;
        }
        boolean waits = false;
        for (int i = 0; i < outlet.queue.size() && outlet.sending.size() < DeliveryMachine.WINDOW; ) {
            LetterDraft letter = letters.get(outlet.queue.get(i));
            if (letter == null) {
                outlet.queue.remove(i);
            } else if (!outlet.next(letter.id)) {
                break;
            } else if (underWay(outlet, letter.sender)) {
                waits = true;
                i++;
            } else {
                outlet.queue.remove(i);
                outlet.sending.add(letter.id);
                effects.add(new DeliveryEffect.Send(letter.id, device));
            }
        }
        if (outlet.more && !outlet.loading && !waits && outlet.sending.isEmpty()) {
            outlet.more = false;
            outlet.loading = true;
            effects.add(new DeliveryEffect.Load(device, outlet.after));
        }
    }

    private boolean underWay(OutletDraft outlet, String sender) {
        for (long id : outlet.sending) {
            LetterDraft letter = letters.get(id);
            if (letter != null && letter.sender.equals(sender)) {
                return true;
            }
        }
        return false;
    }

    /**
     * What was sent to a device is over; null if it is not known any more.
     *
     * @param reached whether it has answered
     */
    @Nullable OutletDraft over(long id, String device, boolean reached) {
        OutletDraft outlet = outlets.get(device);
        if (outlet != null) {
            outlet.sending.remove(id);
            outlet.failing = !reached;
        }
        return outlet;
    }

    /** A device has taken something: pauses are short again, if they are not for another. */
    void progress() {
        if (outlets.values().stream().noneMatch(outlet -> outlet.failing && !outlet.gone)) {
            failures = 0;
        }
    }

    void after(String device, @Nullable OutletDraft outlet) {
        if (outlet != null) {
            pump(device, outlet);
        }
    }

    /**
     * A device can be sent to, now or again: it gets what is in memory alone, and before that what is in the store, which
     * knows what has expired.
     *
     * @param behind whether there may be something in the store
     */
    void resume(String device, OutletDraft outlet, boolean behind) {
        outlet.stalled = false;
        outlet.gone = false;
        for (LetterDraft letter : letters.values()) {
            if (letter.kept != Kept.YES
                    && !letter.taken
                    && !letter.refused.containsKey(device)
                    && !outlet.holds(letter.id)) {
                outlet.add(letter.id);
            }
        }
        outlet.more |= behind;
        outlet.again |= outlet.loading;
        outlet.upTo = 0;
        outlet.after = 0;
        pump(device, outlet);
    }

    /** A device gets nothing for now: what it was to get is in the store, or goes there. */
    void giveUp(String device, OutletDraft outlet) {
        List<Long> left = List.copyOf(outlet.queue);
        outlet.queue.clear();
        left.forEach(id -> settle(letters.get(id)));
        drop(device, outlet);
    }

    /** Forgets a device that is gone, and that owes no answer. */
    void drop(String device, OutletDraft outlet) {
        if (outlet.gone && outlet.sending.isEmpty() && !outlet.loading) {
            outlets.remove(device);
        }
    }

    /** Decides on a message that may have nobody left who could take it now. */
    void settle(@Nullable LetterDraft letter) {
        if (letter == null
                || !letters.containsKey(letter.id)
                || outlets.values().stream().anyMatch(outlet -> outlet.holds(letter.id))) {
            return;
        }
        if (letter.taken) {
            if (!letter.fleeting && anyStalled()) {
                retry(); // such a device is owed it
            }
            release(letter);
            return;
        }
        if (refusedByAll(letter)) {
            bury(letter, letter.best());
            return;
        }
        switch (letter.kept) {
            case NO -> {
                if (letter.fleeting) {
                    bury(letter, 480);
                } else {
                    store(letter);
                }
            }
            case WRITING -> {} // goes on when it is stored
            case NEVER -> bury(letter, 500);
            case YES -> waits(letter);
        }
    }

    /** Tries again later. */
    void retry() {
        if (!retrying) {
            retrying = true;
            failures++;
            effects.add(new DeliveryEffect.Retry(failures));
        }
    }

    private void waits(LetterDraft letter) {
        if (anyStalled()) {
            retry();
        }
        if (letter.refused.isEmpty()) {
            release(letter); // else it stays in memory, so that nobody gets it who does not want it
        }
    }

    /** Whether a registered device could not be reached. */
    private boolean anyStalled() {
        boolean stalled = false;
        for (OutletDraft outlet : outlets.values()) {
            stalled |= outlet.stalled && !outlet.gone;
        }
        return stalled;
    }

    private boolean refusedByAll(LetterDraft letter) {
        boolean any = false;
        for (Map.Entry<String, OutletDraft> outlet : outlets.entrySet()) {
            if (!outlet.getValue().gone) {
                if (!letter.refused.containsKey(outlet.getKey())) {
                    return false;
                }
                any = true;
            }
        }
        return any;
    }
}
