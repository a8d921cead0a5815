package io.switchboard.sip.messaging;

import io.switchboard.sip.call.HeaderRules;
import io.switchboard.sip.call.Party;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transaction.ServerTransaction;

/** How the sender of a MESSAGE is answered. */
interface Reply extends Answer {
    /** Whether it was not answered yet. */
    boolean pending();

    /**
     * Answers.
     *
     * @param reason "" for the usual phrase
     * @param retryAfter seconds, 0 for none
     */
    void answer(int status, String reason, int retryAfter);

    /** Answers as another side did. */
    void pass(SipResponse response, Party from);

    @Override
    default void tell(int status) {
        answer(status, "", status == 500 ? 10 : 0);
    }

    /** To the sender alone. */
    record Direct(ServerTransaction transaction, Party sender, RandomTokens tokens) implements Reply {
        @Override
        public boolean pending() {
            return transaction.pending();
        }

        @Override
        public void answer(int status, String reason, int retryAfter) {
            ResponseBuilder response = ResponseBuilder.of(transaction.request(), HeaderRules.shown(status), reason)
                    .toTag(tokens.token());
            if (retryAfter > 0) {
                response.header(HeaderName.RETRY_AFTER, Integer.toString(retryAfter));
            }
            transaction.respond(response.build());
        }

        @Override
        public void pass(SipResponse response, Party from) {
            SipRequest request = transaction.request();
            int status = response.status();
            if (HeaderRules.shown(status) != status) {
                tell(status);
                return;
            }
            String tag = response.toTag();
            ResponseBuilder builder = ResponseBuilder.of(request, status, HeaderRules.phrase(response))
                    .toTag(tag == null ? tokens.token() : tag);
            HeaderRules.passIdentity(response, from, sender, builder);
            HeaderRules.pass(response, builder);
            transaction.respond(builder.build());
        }
    }
}
