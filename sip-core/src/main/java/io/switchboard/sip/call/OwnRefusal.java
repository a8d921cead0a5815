package io.switchboard.sip.call;

import com.google.common.collect.ImmutableMap;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipRequest;

/**
 * How a refusal of the server's own is told to the caller.
 *
 * @param phrase of the status line, "" for the usual one
 * @param status whose refusal has the headers
 * @param headers of it
 */
record OwnRefusal(String phrase, int status, ImmutableMap<HeaderName, String> headers) {
    static final OwnRefusal USUAL = of("");

    static OwnRefusal of(String phrase) {
        return new OwnRefusal(phrase, 0, ImmutableMap.of());
    }

    /** The response, which may come to another status than was meant at first. */
    ResponseBuilder to(SipRequest request, int refused) {
        ResponseBuilder builder = ResponseBuilder.of(request, refused, phrase);
        if (refused == status) {
            headers.forEach(builder::header);
        }
        return builder;
    }
}
