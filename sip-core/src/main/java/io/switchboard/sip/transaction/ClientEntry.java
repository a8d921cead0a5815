package io.switchboard.sip.transaction;

import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transport.Flow;
import org.jspecify.annotations.Nullable;

/** A client transaction in the table: its handle, or what lingers of it after the final response. */
abstract class ClientEntry extends Entry {
    /** The connection that its request went over, while nothing has come back; see {@link FlowWatch}. */
    @Nullable Flow watched;

    ClientEntry(Transactions layer, long key) {
        super(layer, key);
    }

    /** Whether it is that of an INVITE. */
    abstract boolean invite();

    /** A response came whose branch and CSeq method are this transaction's. */
    abstract void received(SipResponse response);
}
