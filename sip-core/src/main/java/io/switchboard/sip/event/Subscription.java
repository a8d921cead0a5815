package io.switchboard.sip.event;

import io.switchboard.sip.dialog.Dialog;
import io.switchboard.sip.lane.LaneTimer;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transaction.ClientTransaction;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's dialog (RFC 6665 section 4.2), and the timer of its expiry. One NOTIFY is under way at a time: what
 * changes meanwhile is told by the whole state afterwards.
 */
final class Subscription extends LaneTimer implements EventSource.Watcher, ClientTransaction.Listener {
    final Dialog dialog;
    final EventPackage kind;
    final EventSource source;
    final String from;

    private final Subscriptions subscriptions;
    private final String event;
    private long expires;
    private boolean underWay;
    private boolean stale;
    private boolean over;
    /** State and reason of the last NOTIFY, while it waits for the one under way. */
    private byte @Nullable [] last;

    private String reason = "";

    /** @param event value of the Event header, parameters included */
    Subscription(
            Subscriptions subscriptions,
            Dialog dialog,
            EventPackage kind,
            EventSource source,
            String event,
            String from) {
        this.subscriptions = subscriptions;
        this.dialog = dialog;
        this.kind = kind;
        this.source = source;
        this.event = event;
        this.from = from;
    }

    /** Whether it has ended, though its last NOTIFY may not have been answered yet. */
    boolean over() {
        return over;
    }

    /**
     * Begins or goes on, and tells the state (section 4.2.1.2).
     *
     * @param known the state that the subscriber says it has
     */
    void active(int seconds, long known) {
        expires = subscriptions.lane.now() + seconds * 1000L;
        subscriptions.lane.arm(this, seconds * 1000L);
        if (underWay) {
            stale = true;
        } else {
            sendSince(known);
        }
    }

    private void sendSince(long known) {
        underWay = true; // what the source finds out to have changed is in what it gives
        send(source.since(known));
    }

    @Override
    public void changed(byte[] change) {
        if (over) {
            return;
        }
        if (underWay) {
            stale = true;
        } else {
            send(change);
        }
    }

    @Override
    public void ended(byte[] state, String why) {
        end(state, why);
    }

    /** The subscriber has enough. */
    void unsubscribed(long known) {
        end(source.since(known), "timeout");
    }

    @Override
    protected void expired() {
        end(source.full(), "timeout");
    }

    private void end(byte[] state, String why) {
        if (over) {
            return;
        }
        over = true;
        subscriptions.lane.cancel(this);
        source.unwatch(this);
        reason = why;
        if (underWay) {
            last = state;
        } else {
            send(state);
        }
    }

    private void send(byte[] state) {
        underWay = true;
        stale = false;
        RequestBuilder notify = dialog.request(Request.NOTIFY);
        notify.header(HeaderName.MAX_FORWARDS, "70");
        notify.header(HeaderName.CONTACT, dialog.contact());
        notify.header(HeaderName.EVENT, event);
        long left = Math.max(0, (expires - subscriptions.lane.now()) / 1000);
        String alive = source.pending() ? "pending" : "active";
        notify.header(HeaderName.SUBSCRIPTION_STATE, over ? "terminated;reason=" + reason : alive + ";expires=" + left);
        if (state.length > 0) {
            notify.body(kind.contentType(), state);
        }
        subscriptions.send(dialog, notify, this);
    }

    @Override
    public void response(SipResponse response) {
        if (response.status() >= 300) {
            lost();
        } else if (response.status() >= 200) {
            answered();
        }
    }

    private void answered() {
        underWay = false;
        byte[] end = last;
        last = null;
        if (end != null) {
            send(end);
        } else if (over) {
            subscriptions.remove(this);
        } else if (stale) {
            sendSince(EventSource.UNKNOWN);
        }
    }

    @Override
    public void timedOut() {
        lost();
    }

    @Override
    public void transportFailed() {
        lost();
    }

    /** Section 4.2.2: a subscriber that does not take its NOTIFY has no subscription any more. */
    private void lost() {
        over = true;
        subscriptions.lane.cancel(this);
        source.unwatch(this);
        subscriptions.remove(this);
    }
}
