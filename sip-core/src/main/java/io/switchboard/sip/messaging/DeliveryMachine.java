package io.switchboard.sip.messaging;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.messaging.DeliveryState.Kept;

/**
 * Decides how the messages for one user reach his devices. Each device gets them in the order of each sender, one of a
 * sender at a time. A message is delivered when the first device has taken it. It is kept as soon as its sender has
 * waited long enough, or no device is left that could take it at once; the sender's 202 says that it is kept.
 */
final class DeliveryMachine {
    /** Messages of different senders that are on their way to one device. */
    static final int WINDOW = 8;

    /** What comes of an event: all effects are carried out, in their order, before the next. */
    record Step(DeliveryState next, ImmutableList<DeliveryEffect> effects) {}

    private DeliveryMachine() {}

    static Step step(DeliveryState state, DeliveryEvent event) {
        DeliveryDraft draft = new DeliveryDraft(state);
        switch (event) {
            case DeliveryEvent.Arrived e -> arrived(draft, e);
            case DeliveryEvent.Waited e -> {
                LetterDraft letter = draft.letter(e.id());
                if (letter != null && !letter.answered && letter.kept == Kept.NO && !letter.fleeting) {
                    draft.store(letter);
                }
            }
            case DeliveryEvent.Stored e -> stored(draft, e);
            case DeliveryEvent.Registered e -> registered(draft, e);
            case DeliveryEvent.Gone e -> gone(draft, e.device());
            case DeliveryEvent.Loaded e -> loaded(draft, e);
            case DeliveryEvent.NotLoaded e -> notLoaded(draft, e.device());
            case DeliveryEvent.Accepted e -> accepted(draft, e);
            case DeliveryEvent.Refused e -> refused(draft, e);
            case DeliveryEvent.Failed e -> failed(draft, e);
            case DeliveryEvent.RetryDue e -> {
                draft.retrying = false;
                draft.outlets.forEach((device, outlet) -> {
                    if (outlet.stalled && !outlet.gone) {
                        draft.resume(device, outlet, true);
                    }
                });
            }
            case DeliveryEvent.Expired e -> expired(draft, e.id());
        }
        return draft.done();
    }

    private static void arrived(DeliveryDraft draft, DeliveryEvent.Arrived event) {
        LetterDraft letter = draft.add(event.id(), event.sender(), event.fleeting());
        draft.outlets.forEach((device, outlet) -> {
            if (outlet.usable()) {
                outlet.add(letter.id);
                draft.pump(device, outlet);
            }
        });
        draft.settle(letter);
    }

    private static void stored(DeliveryDraft draft, DeliveryEvent.Stored event) {
        LetterDraft letter = draft.letter(event.id());
        if (letter == null || letter.kept != Kept.WRITING) {
            return; // delivered meanwhile
        }
        letter.kept = event.well() ? Kept.YES : Kept.NEVER;
        if (event.well() && !letter.answered) {
            draft.answer(letter, 202);
        }
        draft.settle(letter);
    }

    private static void registered(DeliveryDraft draft, DeliveryEvent.Registered event) {
        OutletDraft outlet = draft.outlet(event.device());
        draft.resume(event.device(), outlet, event.behind() || outlet.stalled);
    }

    private static void gone(DeliveryDraft draft, String device) {
        OutletDraft outlet = draft.outlets.get(device);
        if (outlet != null) {
            outlet.gone = true;
            draft.giveUp(device, outlet);
        }
    }

    private static void loaded(DeliveryDraft draft, DeliveryEvent.Loaded event) {
        OutletDraft outlet = draft.outlets.get(event.device());
        if (outlet == null) {
            return;
        }
        outlet.loading = false;
        if (!outlet.usable()) {
            draft.drop(event.device(), outlet);
            return;
        }
        if (outlet.again) {
            outlet.again = false;
            outlet.more = true;
            draft.pump(event.device(), outlet);
            return;
        }
        boolean any = false;
        for (DeliveryEvent.Due due : event.due()) {
            LetterDraft letter = draft.letter(due.id());
            if (letter == null) {
                letter = draft.add(due.id(), due.sender(), false);
                letter.kept = Kept.YES;
                letter.answered = true;
                letter.taken = due.taken();
            }
            if (!outlet.holds(letter.id) && !letter.refused.containsKey(event.device())) {
                outlet.add(letter.id);
            }
            any |= outlet.holds(due.id());
        }
        outlet.after = 0;
        if (event.last() > 0) {
            outlet.more = true;
            outlet.upTo = any ? event.last() : 0;
            outlet.after = any ? 0 : event.last();
        }
        draft.pump(event.device(), outlet);
    }

    private static void notLoaded(DeliveryDraft draft, String device) {
        OutletDraft outlet = draft.outlets.get(device);
        if (outlet != null) {
            outlet.loading = false;
            outlet.again = false;
            outlet.stalled = true;
            draft.giveUp(device, outlet);
            draft.retry();
        }
    }

    private static void accepted(DeliveryDraft draft, DeliveryEvent.Accepted event) {
        OutletDraft outlet = draft.over(event.id(), event.device(), true);
        LetterDraft letter = draft.letter(event.id());
        draft.progress();
        if (letter != null && !letter.taken) {
            letter.taken = true;
            if (!letter.answered) {
                draft.answer(letter, 200);
            }
            draft.deliver(letter, event.device());
        } else if (letter != null) {
            draft.effects.add(new DeliveryEffect.Serve(event.id(), event.device()));
        }
        draft.after(event.device(), outlet);
        draft.settle(letter);
    }

    private static void refused(DeliveryDraft draft, DeliveryEvent.Refused event) {
        OutletDraft outlet = draft.over(event.id(), event.device(), true);
        LetterDraft letter = draft.letter(event.id());
        if (letter != null) {
            letter.refused.put(event.device(), event.status());
            if (letter.taken) {
                draft.effects.add(new DeliveryEffect.Serve(event.id(), event.device()));
            }
        }
        draft.after(event.device(), outlet);
        draft.settle(letter);
    }

    private static void failed(DeliveryDraft draft, DeliveryEvent.Failed event) {
        OutletDraft outlet = draft.over(event.id(), event.device(), false);
        if (outlet != null) {
            outlet.stalled = true;
            boolean owed = outlet.more && !outlet.gone;
            draft.giveUp(event.device(), outlet);
            if (owed) {
                draft.retry(); // for what it has not asked for yet, whatever becomes of this one
            }
        }
        draft.settle(draft.letter(event.id()));
    }

    private static void expired(DeliveryDraft draft, long id) {
        LetterDraft letter = draft.letter(id);
        if (letter == null) {
            draft.effects.add(new DeliveryEffect.Bury(id, 0, true));
        } else if (!letter.taken && draft.outlets.values().stream().noneMatch(o -> o.sending.contains(id))) {
            draft.outlets.values().forEach(outlet -> outlet.queue.remove(id));
            draft.bury(letter, 0);
        }
    }
}
