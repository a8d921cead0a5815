package io.switchboard.sip.messaging;

import io.switchboard.sip.call.Destination;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.HeaderSet;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipResponse;
import javax.sip.message.Request;

/** A message of the server's own for somebody behind a trunk, tried once. */
final class TrunkDelivery implements TrunkAttempt.Owner {
    private static final int HEADERS_ADDED = 200; // about what a Via and credentials are
    private static final HeaderSet NOT_OF_THE_LETTER = HeaderSet.of(HeaderName.VIA, HeaderName.CSEQ, HeaderName.TO);

    private final Mailbox box;
    private final Letter letter;
    private final Phone trunk;

    TrunkDelivery(Mailbox box, Letter letter, Phone trunk) {
        this.box = box;
        this.letter = letter;
        this.trunk = trunk;
    }

    void begin(long cseq) {
        new TrunkAttempt(box.office, trunk.destination(), cseq, this)
                .begin(letter.content().size() + HEADERS_ADDED);
    }

    @Override
    public RequestBuilder request(long cseq) {
        Destination to = trunk.destination();
        RequestBuilder request = RequestBuilder.of(Request.MESSAGE, to.requestUri());
        for (String route : to.routes()) {
            request.header(HeaderName.ROUTE, route);
        }
        return request.copyAllBut(letter.content(), NOT_OF_THE_LETTER)
                .header(HeaderName.TO, "<" + to.to() + ">")
                .header(HeaderName.CSEQ, cseq + " " + Request.MESSAGE)
                .body(letter.content());
    }

    @Override
    public boolean waits() {
        return true;
    }

    @Override
    public void answered(SipResponse response) {
        box.fire(Attempt.outcome(letter, trunk, response.status()));
    }

    @Override
    public void unheard(int status) {
        box.fire(Attempt.outcome(letter, trunk, status));
    }
}
