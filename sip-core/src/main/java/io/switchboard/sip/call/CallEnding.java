package io.switchboard.sip.call;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/** Why a call ends, for its record and for those who are still to be told (RFC 3326). */
final class CallEnding {
    private @Nullable SipRequest request;
    private String cause = "";

    /** Remembers the CANCEL or BYE that ends the call: its Reason goes to the other side. */
    void by(SipRequest ending) {
        if (request == null) {
            request = ending;
        }
    }

    /** Why the server ends the call, as a Reason for both sides. */
    void because(String reason) {
        cause = reason;
    }

    /** The CANCEL or BYE, if there was one. */
    @Nullable SipRequest request() {
        return request;
    }

    /** Value of a Reason header, or empty. */
    String reason() {
        return request == null ? cause : reasonOf(request);
    }

    /** All Reasons of a message, as one value. */
    static String reasonOf(@Nullable SipMessage message) {
        return message == null ? "" : String.join(", ", message.values(HeaderName.REASON));
    }
}
