package io.switchboard.sip.transport;

import io.switchboard.sip.message.Frame;
import io.switchboard.sip.message.Framer;
import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.transport.TransportCounters.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes messages of what the sockets read and hands them up; what throws there stays there. */
final class Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    private final MessageHandler handler;
    private final TransportCounters counters;

    Inbox(MessageHandler handler, TransportCounters counters) {
        this.handler = handler;
        this.counters = counters;
    }

    /** Takes an array that holds a datagram, with room for the Via parameters behind it. */
    void received(byte[] data, int length, Flow flow) {
        switch (Framer.datagram(data, 0, length)) {
            case Frame.Message(SipMessage message) -> received(message, flow);
            case Frame.Malformed malformed -> malformed(flow, malformed.reason());
            default -> counters.add(Counter.KEEP_ALIVES);
        }
    }

    void received(SipMessage message, Flow flow) {
        counters.add(Counter.RECEIVED);
        try {
            if (message instanceof SipRequest request) {
                request.receivedFrom(flow.remote());
            }
            handler.received(message, flow);
        } catch (RuntimeException | StackOverflowError e) {
            counters.add(Counter.HANDLER_FAILED);
            LOG.error("a message from {} could not be handled, Call-ID {}", flow.remote(), message.callId(), e);
        }
    }

    void malformed(Flow flow, String reason) {
        counters.add(Counter.MALFORMED);
        LOG.debug("no SIP message from {} {}: {}", flow.protocol(), flow.remote(), reason);
    }

    void closed(Flow flow) {
        try {
            handler.closed(flow);
        } catch (RuntimeException | StackOverflowError e) {
            counters.add(Counter.HANDLER_FAILED);
            LOG.error("the end of the connection from {} could not be handled", flow.remote(), e);
        }
    }
}
