package io.switchboard.sip.messaging;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

/**
 * What is under way to one user.
 *
 * @param letters messages in memory, by number; those that only wait are in the store alone
 * @param outlets devices that are registered
 * @param retrying whether a timer runs
 * @param failures attempts in a row after which nothing was taken, or a device could still not be reached
 */
record DeliveryState(
        ImmutableMap<Long, Held> letters, ImmutableMap<String, Outlet> outlets, boolean retrying, int failures) {
    static final DeliveryState EMPTY = new DeliveryState(ImmutableMap.of(), ImmutableMap.of(), false, 0);

    /** Whether a message is in the store. */
    enum Kept {
        NO,
        WRITING,
        YES,
        /** The store has failed: all depends on the devices that have it. */
        NEVER
    }

    /**
     * A message.
     *
     * @param answered whether its sender has an answer
     * @param taken whether a device has it
     * @param refused what devices said that do not want it
     */
    record Held(
            long id,
            String sender,
            boolean fleeting,
            Kept kept,
            boolean answered,
            boolean taken,
            ImmutableMap<String, Integer> refused) {}

    /**
     * A device.
     *
     * @param queue messages that it is to get, in this order
     * @param sending those on their way
     * @param loading whether the store was asked
     * @param again whether it is to be asked again: the device was away since
     * @param more whether the store may have more
     * @param upTo while it is asked or may have more: the last message that has none before it there
     * @param after the last message of a page that it wants nothing of
     * @param stalled whether it could not be reached, and is left alone until the next try
     * @param failing whether it has answered nothing since it could not be reached
     * @param gone whether it is not registered any more; it stays until what was sent is answered
     */
    record Outlet(
            ImmutableList<Long> queue,
            ImmutableList<Long> sending,
            boolean loading,
            boolean again,
            boolean more,
            long upTo,
            long after,
            boolean stalled,
            boolean failing,
            boolean gone) {
        boolean idle() {
            return queue.isEmpty() && sending.isEmpty() && !loading;
        }
    }

    /** Whether nothing is under way and nothing is waited for. */
    boolean idle() {
        return letters.isEmpty() && !retrying && outlets.values().stream().allMatch(Outlet::idle);
    }
}
