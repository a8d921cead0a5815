package io.switchboard.sip.call;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** What is to be done once it is known whether a call is in its room. */
final class Wishes {
    private final List<Wish> open = new ArrayList<>(1);

    private record Wish(Runnable mixed, IntConsumer failed) {}

    /** One of the two is run, once. */
    void add(Runnable mixed, IntConsumer failed) {
        open.add(new Wish(mixed, failed));
    }

    void mixed() {
        take().forEach(wish -> wish.mixed.run());
    }

    void failed(int status) {
        take().forEach(wish -> wish.failed.accept(status));
    }

    private List<Wish> take() {
        List<Wish> taken = List.copyOf(open);
        open.clear();
        return taken;
    }
}
