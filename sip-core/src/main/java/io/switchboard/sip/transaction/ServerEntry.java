package io.switchboard.sip.transaction;

import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transport.Flow;
import io.switchboard.sip.transport.Hop;
import org.jspecify.annotations.Nullable;

/** A server transaction in the table: its handle, or what lingers of it after the final response. */
abstract class ServerEntry extends Entry {
    /** Finds it for merged requests (section 8.2.2.2); 0 if the request was in a dialog. */
    final long mergeKey;

    final Sources.Source source;
    final Hop hop;

    @Nullable SipResponse last;

    ServerTransaction.@Nullable Listener listener;

    ServerEntry(Transactions layer, long key, long mergeKey, Sources.Source source, Hop hop) {
        super(layer, key);
        this.mergeKey = mergeKey;
        this.source = source;
        this.hop = hop;
    }

    /** Takes the place of an entry that has had its final response. */
    ServerEntry(ServerEntry before, @Nullable SipResponse last) {
        this(before.layer, before.key, before.mergeKey, before.source, before.hop);
        this.last = last;
        this.listener = before.listener;
    }

    /** The request came again. */
    abstract void repeated();

    /** An ACK came for it. */
    void acknowledged(SipRequest ack, Flow flow) {}

    /** A CANCEL came for it, and was answered. */
    void cancelled(SipRequest cancel) {}

    final void resend() {
        if (last != null) {
            layer.transmit(last, hop, null);
        }
    }

    /** Tells the listener, once at most. */
    final void reportFailure() {
        ServerTransaction.Listener told = listener;
        listener = null;
        if (told != null) {
            layer.guard.failed(told, last);
        }
    }
}
