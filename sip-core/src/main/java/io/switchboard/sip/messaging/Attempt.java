package io.switchboard.sip.messaging;

import io.switchboard.sip.call.Destination;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.HeaderSet;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transaction.ClientTransaction;
import io.switchboard.sip.transport.Hop;
import java.util.List;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/** One message on its way to one device, over each of the device's flows in turn (RFC 5626 section 5.3). */
final class Attempt implements ClientTransaction.Listener {
    private static final HeaderSet NOT_FOR_HOPS = HeaderSet.of(HeaderName.VIA, HeaderName.CSEQ);
    private static final HeaderSet NOT_UNWRAPPED = HeaderSet.of(
            HeaderName.VIA,
            HeaderName.CSEQ,
            HeaderName.CONTENT_TYPE,
            HeaderName.CONTENT_ENCODING,
            HeaderName.CONTENT_DISPOSITION);

    private final Mailbox box;
    private final Letter letter;
    private final Phone phone;
    private final long cseq;
    private int at;
    private @Nullable Cpim unwrapped;

    /** @param cseq the first CSeq number */
    Attempt(Mailbox box, Letter letter, Phone phone, long cseq) {
        this.box = box;
        this.letter = letter;
        this.phone = phone;
        this.cseq = cseq;
    }

    void send() {
        List<Hop> hops = phone.destination().hops();
        if (at >= hops.size()) {
            failed();
            return;
        }
        Hop hop = hops.get(at);
        box.office.layer.send(request(hop), hop, this);
    }

    private RequestBuilder request(Hop hop) {
        Destination to = phone.destination().by(hop);
        SipRequest content = letter.content();
        RequestBuilder request = RequestBuilder.of(Request.MESSAGE, to.requestUri());
        for (String route : to.routes()) {
            request.header(HeaderName.ROUTE, route);
        }
        Cpim inside = unwrapped;
        if (inside == null) {
            return request.copyAllBut(content, NOT_FOR_HOPS)
                    .header(HeaderName.CSEQ, cseq() + " " + Request.MESSAGE)
                    .body(content);
        }
        request.copyAllBut(content, NOT_UNWRAPPED).header(HeaderName.CSEQ, cseq() + " " + Request.MESSAGE);
        String encoding = inside.contentEncoding();
        if (encoding != null) {
            request.header(HeaderName.CONTENT_ENCODING, encoding);
        }
        return request.body(inside.contentType(), inside.content());
    }

    private long cseq() {
        return Math.min(Integer.MAX_VALUE, cseq + at + (unwrapped == null ? 0 : 1));
    }

    /**
     * Call-ID and From tag are always the same, so that a device knows what it has had; CSeq is higher in each attempt,
     * so that none is taken for a request that came by another way (RFC 3261 sections 8.1.3.5 and 8.2.2.2).
     *
     * @param repeated whether the device may have had the message before
     */
    static long cseq(Letter letter, boolean repeated, long now) {
        long age = repeated ? Math.max(1, (now - letter.acceptedAt()) / 1000) : 0;
        return Math.min(Integer.MAX_VALUE, letter.content().cseq() + age);
    }

    @Override
    public void response(SipResponse response) {
        int status = response.status();
        if (status < 200) {
            return;
        }
        if (status == 415 && unwrap()) {
            send();
        } else if (status == 503 || status == 430) {
            at++;
            send();
        } else {
            box.fire(outcome(letter, phone, status));
        }
    }

    /** What a final status means. */
    static DeliveryEvent outcome(Letter letter, Phone phone, int status) {
        if (status < 300) {
            return new DeliveryEvent.Accepted(letter.id(), phone.device());
        }
        return lasts(status)
                ? new DeliveryEvent.Refused(letter.id(), phone.device(), status)
                : new DeliveryEvent.Failed(letter.id(), phone.device());
    }

    /** RFC 3862 is not understood there: what is inside may be. */
    private boolean unwrap() {
        SipRequest content = letter.content();
        if (unwrapped != null
                || !Cpim.type(content.value(HeaderName.CONTENT_TYPE)).equals(Cpim.TYPE)) {
            return false;
        }
        Cpim inside = Cpim.parse(content.body());
        if (inside == null || !inside.standsAlone()) {
            return false;
        }
        unwrapped = inside;
        return true;
    }

    /** Whether a refusal is for good. */
    private static boolean lasts(int status) {
        return switch (status) {
            case 408, 430, 480, 486, 487, 491, 600 -> false;
            case 501, 505, 513 -> true;
            default -> status / 100 == 4 || status / 100 == 6;
        };
    }

    @Override
    public void timedOut() {
        at++;
        send();
    }

    @Override
    public void transportFailed() {
        at++;
        send();
    }

    private void failed() {
        box.fire(new DeliveryEvent.Failed(letter.id(), phone.device()));
    }
}
