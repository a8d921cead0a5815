package io.switchboard.sip.messaging;

import java.util.List;

/** What happens to the messages for one user. */
sealed interface DeliveryEvent {
    /**
     * A message came in, and its sender waits for an answer.
     *
     * @param sender messages of one sender are delivered in their order
     * @param fleeting worth nothing later, so that it is never kept
     */
    record Arrived(long id, String sender, boolean fleeting) implements DeliveryEvent {}

    /** The sender of a message is not to wait for a phone any longer. */
    record Waited(long id) implements DeliveryEvent {}

    /** A message was kept, or could not be. */
    record Stored(long id, boolean well) implements DeliveryEvent {}

    /**
     * A device can be reached.
     *
     * @param behind whether there may be messages for it in the store
     */
    record Registered(String device, boolean behind) implements DeliveryEvent {}

    /** A device is not registered any more. */
    record Gone(String device) implements DeliveryEvent {}

    /**
     * What the store has for a device, the oldest first.
     *
     * @param last number up to which it has looked, 0 if that was all
     */
    record Loaded(String device, List<Due> due, long last) implements DeliveryEvent {
        /** Copies the list. */
        public Loaded {
            due = List.copyOf(due);
        }
    }

    /** The store did not answer. */
    record NotLoaded(String device) implements DeliveryEvent {}

    /** A kept message; taken if another device has it already. */
    record Due(long id, String sender, boolean taken) {}

    /** A device has taken a message. */
    record Accepted(long id, String device) implements DeliveryEvent {}

    /** A device does not want a message, ever. */
    record Refused(long id, String device, int status) implements DeliveryEvent {}

    /** A device could not be reached, or cannot take messages now. */
    record Failed(long id, String device) implements DeliveryEvent {}

    /** It is time to try once more. */
    record RetryDue() implements DeliveryEvent {}

    /** The time of a kept message is over. */
    record Expired(long id) implements DeliveryEvent {}
}
