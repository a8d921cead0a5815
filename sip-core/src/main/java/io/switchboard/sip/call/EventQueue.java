package io.switchboard.sip.call;

import java.util.ArrayDeque;

/** What happens to something, in its order: all that follows from an event is done before the next is looked at. */
final class EventQueue {
    private final ArrayDeque<Runnable> events = new ArrayDeque<>(2);
    private boolean running;

    /** Looks at an event now, or when those before it are done. What an event throws, comes out of the call that runs it. */
    void add(Runnable event) {
        events.add(event);
        if (running) {
            return;
        }
        running = true;
        try {
            for (Runnable next = events.poll(); next != null; next = events.poll()) {
                next.run();
            }
        } finally {
            running = false;
        }
    }
}
