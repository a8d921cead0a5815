package io.switchboard.sip.transaction;

import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transport.Flow;
import io.switchboard.sip.transport.Hop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the users of the transactions. What one of them throws ends here: it is logged with its Call-ID and counted, a
 * request that it left unanswered gets a 500, and everything else goes on.
 */
final class UserGuard {
    private static final Logger log = LoggerFactory.getLogger(UserGuard.class);

    private final Transactions layer;

    UserGuard(Transactions layer) {
        this.layer = layer;
    }

    @Nullable ResponseBuilder stateless(SipRequest request, Flow flow) {
        try {
            return layer.user.stateless(request, flow);
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            failed("request", request, e);
            return ResponseBuilder.of(request, 500, "");
        }
    }

    void request(ServerTransaction transaction) {
        try {
            layer.user.request(transaction);
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            failed("request", transaction.request(), e);
            answer500(transaction);
        }
    }

    void cancelled(ServerTransaction.Listener listener, ServerTransaction transaction, SipRequest cancel) {
        try {
            listener.cancelled(cancel);
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            failed("CANCEL", cancel, e);
            answer500(transaction);
        }
    }

    void failed(ServerTransaction.Listener listener, @Nullable SipResponse last) {
        layer.counters.transportErrors++;
        try {
            listener.failed();
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            failed("failed response", last, e);
        }
    }

    void ack(SipRequest ack, Flow flow) {
        try {
            layer.user.ack(ack, flow);
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            failed("ACK", ack, e);
        }
    }

    void stray(SipResponse response, Flow flow) {
        try {
            layer.user.stray(response, flow);
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            failed("stray response", response, e);
        }
    }

    void forked(SipResponse response, Hop hop) {
        try {
            layer.user.forked(response, hop);
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            failed("2xx of another branch", response, e);
        }
    }

    void closed(Flow flow) {
        try {
            layer.user.closed(flow);
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            failed("closed connection", null, e);
        }
    }

    void response(ClientTransaction.Listener listener, SipResponse response) {
        try {
            listener.response(response);
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            failed("response", response, e);
        }
    }

    void timedOut(ClientTransaction.Listener listener, SipRequest request) {
        layer.counters.clientTimeouts++;
        try {
            listener.timedOut();
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            failed("time-out", request, e);
        }
    }

    void transportFailed(ClientTransaction.Listener listener, SipRequest request) {
        layer.counters.transportErrors++;
        try {
            listener.transportFailed();
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            failed("transport failure", request, e);
        }
    }

    private void failed(String what, @Nullable SipMessage message, Throwable failure) {
        layer.counters.userFailures++;
        log.error("Call-ID {}: handling of {} failed", message == null ? "-" : message.callId(), what, failure);
    }

    private void answer500(ServerTransaction transaction) {
        if (!transaction.pending()) {
            return;
        }
        try {
            transaction.respond(ResponseBuilder.of(transaction.request(), 500, "")
                    .toTag(layer.tokens.token())
                    .build());
        } catch (RuntimeException e) {
            log.error("Call-ID {}: 500 could not be sent", transaction.request().callId(), e);
        }
    }
}
