package io.switchboard.sip.messaging;

import io.switchboard.sip.call.HeaderRules;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.transaction.ServerTransaction;

/** Whoever waits for what becomes of a message. */
@FunctionalInterface
public interface Answer {
    /** Nobody does. */
    Answer NOBODY = status -> {};

    /** Told once: 200 if a device has it, 202 if it is kept, else why it is refused. */
    void tell(int status);

    /** The sender of a MESSAGE. */
    static Answer to(ServerTransaction transaction, RandomTokens tokens) {
        return status -> {
            ResponseBuilder response = ResponseBuilder.of(transaction.request(), HeaderRules.shown(status), "")
                    .toTag(tokens.token());
            if (status == 500) {
                response.header(HeaderName.RETRY_AFTER, "10");
            }
            transaction.respond(response.build());
        };
    }
}
