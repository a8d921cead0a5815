package io.switchboard.sip.transaction;

import io.switchboard.sip.message.SipResponse;

/** A client transaction in the table: its handle, or what lingers of it after the final response. */
abstract class ClientEntry extends Entry {
    ClientEntry(Transactions layer, long key) {
        super(layer, key);
    }

    /** Whether it is that of an INVITE. */
    abstract boolean invite();

    /** A response came whose branch and CSeq method are this transaction's. */
    abstract void received(SipResponse response);
}
