package io.switchboard.sip.messaging;

import io.switchboard.sip.call.Party;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipUri;

/** Decides where a message goes. Called in the lane, answers at once. */
@FunctionalInterface
public interface MessagePlanner {
    /**
     * The route of a message.
     *
     * @param target whom it is for
     */
    MessageRoute plan(SipRequest message, SipUri target, Party sender);
}
