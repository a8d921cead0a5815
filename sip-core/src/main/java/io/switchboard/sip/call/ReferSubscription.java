package io.switchboard.sip.call;

import io.switchboard.sip.dialog.Dialog;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.message.StatusPhrases;
import io.switchboard.sip.transaction.ClientTransaction;
import java.nio.charset.StandardCharsets;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/** What the transferor is told of its REFER: NOTIFYs in the dialog of the REFER (RFC 3515 section 2.4.4). */
final class ReferSubscription implements TransferReports {
    private static final String TYPE = "message/sipfrag;version=2.0";
    private static final int SECONDS = 300;

    private final Dialog dialog;
    private final Way way;
    private final String event;
    private boolean over;
    private int awaited;
    private @Nullable Runnable afterwards;

    /** How reports get to whom they are for. */
    interface Way {
        void send(RequestBuilder notify, ClientTransaction.Listener listener);

        /** An exception came out of a report's answer. */
        void crashed(RuntimeException failure);
    }

    /**
     * In the dialog of a call.
     *
     * @param event value of the Event header
     * @param silent no reports are wanted
     */
    ReferSubscription(Leg leg, LegDialog dialog, String event, boolean silent) {
        this(
                dialog,
                new Way() {
                    @Override
                    public void send(RequestBuilder notify, ClientTransaction.Listener listener) {
                        leg.send(dialog, notify, listener);
                    }

                    @Override
                    public void crashed(RuntimeException failure) {
                        leg.call.crashed(failure);
                    }
                },
                event,
                silent);
    }

    /** In any dialog. */
    ReferSubscription(Dialog dialog, Way way, String event, boolean silent) {
        this.dialog = dialog;
        this.way = way;
        this.event = event;
        this.over = silent;
    }

    @Override
    public void report(int status) {
        notify(status, "active;expires=" + SECONDS);
    }

    @Override
    public void conclude(int status) {
        notify(status, "terminated;reason=noresource");
        over = true;
    }

    @Override
    public void afterwards(Runnable then) {
        if (awaited == 0) {
            then.run();
        } else {
            afterwards = then;
        }
    }

    private void notify(int status, String state) {
        if (over) {
            return;
        }
        RequestBuilder notify = dialog.request(Request.NOTIFY);
        notify.header(HeaderName.MAX_FORWARDS, "70");
        notify.header(HeaderName.CONTACT, dialog.contact());
        notify.header(HeaderName.EVENT, event);
        notify.header(HeaderName.SUBSCRIPTION_STATE, state);
        String line = "SIP/2.0 " + status + " " + StatusPhrases.of(status) + "\r\n";
        notify.body(TYPE, line.getBytes(StandardCharsets.US_ASCII));
        awaited++;
        way.send(notify, new Report());
    }

    private void answered(boolean gone) {
        try {
            awaited--;
            over |= gone;
            Runnable then = afterwards;
            if (awaited == 0 && then != null) {
                afterwards = null;
                then.run();
            }
        } catch (RuntimeException e) {
            way.crashed(e);
        }
    }

    /** A NOTIFY; a transferor that does not know the subscription gets no more of them (RFC 6665 section 4.2.2). */
    private final class Report implements ClientTransaction.Listener {
        @Override
        public void response(SipResponse response) {
            if (response.status() >= 200) {
                answered(response.status() == 481);
            }
        }

        @Override
        public void timedOut() {
            answered(true);
        }

        @Override
        public void transportFailed() {
            answered(true);
        }
    }
}
