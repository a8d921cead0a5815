package io.switchboard.sip.transport;

import io.switchboard.sip.message.SipMessage;

/** Takes what the transports receive, in the lane. */
public interface MessageHandler {
    /** A message whose frame is sound; its content is not validated yet. Via has received and rport filled in. */
    void received(SipMessage message, Flow flow);

    /** A connection is gone. */
    void closed(Flow flow);
}
