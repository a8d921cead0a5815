package io.switchboard.sip.messaging;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps messages where they survive the process. What is asked of it is done in the order in which it is asked. */
public interface MessageStore {
    /** Longest address in bytes of UTF-8. */
    int LONGEST_ADDRESS = 512;
    /** Longest name of a device in bytes of UTF-8: an entry of an index of PostgreSQL holds it and an address. */
    int LONGEST_DEVICE = 1024;

    /** How a {@link #save} ended. */
    enum Outcome {
        /** The change is durable. */
        SAVED,
        /** Nothing of it was stored: the store is down, or has more to do than it can. */
        FAILED,
        /** Nothing of it was stored, nor ever will be: the store does not take such values. */
        REFUSED
    }

    /** Whether a text can be stored: it is not too long, and has no NUL. */
    static boolean fits(String text, int longest) {
        return text.length() <= longest
                && text.indexOf('\0') < 0
                && text.getBytes(StandardCharsets.UTF_8).length <= longest;
    }

    /** What is to be made durable. */
    sealed interface Change {
        /** A message waits. */
        record Add(Letter letter) implements Change {}

        /**
         * A message has been delivered to a first device; it may not have been added.
         *
         * @param at wall-clock milliseconds
         * @param owed devices that still get it
         * @param keep whether it stays for those who read the history
         */
        record Delivered(Letter letter, long at, Set<String> owed, boolean keep) implements Change {
            /** Copies the set. */
            public Delivered {
                owed = Set.copyOf(owed);
            }
        }

        /** A further device has it or does not want it. */
        record Served(long id, String recipient, String device, boolean keep) implements Change {}

        /**
         * A message has died.
         *
         * @param status what the devices said; 0 if its time was over
         */
        record Died(long id, long at, int status, boolean keep) implements Change {}

        /**
         * A device of a user was seen.
         *
         * @param at wall-clock milliseconds
         * @param instead a device of the same user that is forgotten for it, "" for none
         */
        record Seen(String aor, String device, long at, String instead) implements Change {}

        /** Forgets what is older than these wall-clock times: what can be read, what waits for devices, devices. */
        record Forget(long historyBefore, long owedBefore) implements Change {}
    }

    /**
     * A message for a device.
     *
     * @param taken whether another device has it already
     */
    record Due(Letter letter, boolean taken) {}

    /**
     * What is there at the start.
     *
     * @param lastId highest number of a message
     * @param waiting how many messages wait for each user
     * @param owed devices, by user, for which messages wait that another device has
     * @param devices when each device of a user was last noted, by user
     */
    record Summary(
            long lastId,
            java.util.Map<String, Integer> waiting,
            java.util.Map<String, Set<String>> owed,
            java.util.Map<String, java.util.Map<String, Long>> devices) {}

    /**
     * Makes a change durable. Returns at once.
     *
     * @param done run in the lane, with how that ended
     */
    void save(Change change, Executor lane, Consumer<Outcome> done);

    /**
     * What is asked for a device.
     *
     * @param after number that those of the messages are above
     * @param now wall-clock milliseconds; what has expired is left out
     * @param owedSince what another device had before that time is left out
     * @param most how many at most
     */
    record DueQuery(String recipient, String device, long after, long now, long owedSince, int most) {}

    /**
     * The oldest messages for a device: those that no device has, and those that it is owed.
     *
     * @param done run in the lane; null if the store fails
     */
    void due(DueQuery query, Executor lane, Consumer<@Nullable List<Due>> done);

    /** The oldest messages that no device has taken and whose time is over; as {@link #due}. */
    void expired(long now, int most, Executor lane, Consumer<@Nullable List<Letter>> done);

    /** Whether so much waits to be made durable that what can be done without is better left. */
    boolean isBusy();

    /** What is there; blocks, for the start only. */
    Summary summary();
}
