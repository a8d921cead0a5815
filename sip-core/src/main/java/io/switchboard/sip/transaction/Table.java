package io.switchboard.sip.transaction;

import java.util.ArrayList;
import java.util.List;

/**
 * A transition table: for each state and event what comes next and what is to be done. Every step is made once, when
 * the table is written, so that looking one up allocates nothing.
 *
 * @param <S> states
 * @param <V> events
 * @param <F> effects, carried out in the order listed
 */
final class Table<S extends Enum<S>, V extends Enum<V>, F extends Enum<F>> {
    private final List<Step<S, F>> steps;
    private final int events;

    /** A table without rows: every event leaves its state as it is. */
    Table(S[] states, V[] events) {
        this.events = events.length;
        this.steps = new ArrayList<>(states.length * events.length);
        for (S state : states) {
            Step<S, F> stay = new Step<>(state, List.of());
            for (int i = 0; i < events.length; i++) {
                steps.add(stay);
            }
        }
    }

    /**
     * Adds a row.
     *
     * @throws IllegalStateException if there is one for this state and event
     */
    @SafeVarargs
    final Table<S, V, F> row(S state, V event, S next, F... effects) {
        List<F> list = new ArrayList<>(effects.length);
        for (F effect : effects) {
            list.add(effect);
        }
        Step<S, F> before = steps.set(index(state, event), new Step<>(next, List.copyOf(list)));
        if (before.next() != state || !before.effects().isEmpty()) {
            throw new IllegalStateException("two rows for " + state + " and " + event);
        }
        return this;
    }

    /** The row for a state and an event; without one the state stays and nothing is done. */
    Step<S, F> step(S state, V event) {
        return steps.get(index(state, event));
    }

    @SuppressWarnings("EnumOrdinal") // the place in the array is what makes a look-up cheap; nothing is stored by it
    private int index(S state, V event) {
        return state.ordinal() * events + event.ordinal();
    }

    /**
     * What an event leads to.
     *
     * @param next the state after it
     * @param effects what the shell has to do, in order
     */
    record Step<S, F>(S next, List<F> effects) {}
}
