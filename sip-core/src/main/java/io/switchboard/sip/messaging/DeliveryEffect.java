package io.switchboard.sip.messaging;

import com.google.common.collect.ImmutableSet;

/** What is to be done about the messages for one user. */
sealed interface DeliveryEffect {
    /** Send a message to a device. */
    record Send(long id, String device) implements DeliveryEffect {}

    /** Ask the store what there is for a device, behind a message. */
    record Load(String device, long after) implements DeliveryEffect {}

    /** Keep a message. */
    record Store(long id) implements DeliveryEffect {}

    /** Answer the sender: 200, 202, or why not. */
    record Answer(long id, int status) implements DeliveryEffect {}

    /**
     * The first device has taken a message; the others that are known, but for these, still get it.
     *
     * @param refused devices that do not want it
     */
    record Deliver(long id, String device, ImmutableSet<String> refused) implements DeliveryEffect {}

    /** A device needs a message no longer that another has taken before. */
    record Serve(long id, String device) implements DeliveryEffect {}

    /**
     * A message is dead.
     *
     * @param status what the devices said, 0 if its time is over
     * @param told whether the sender believes that it is on its way, so that he has to be told
     */
    record Bury(long id, int status, boolean told) implements DeliveryEffect {}

    /** Nothing of the message is needed in memory any more. */
    record Release(long id) implements DeliveryEffect {}

    /** Try again later, for the n-th time in a row. */
    record Retry(int failures) implements DeliveryEffect {}
}
