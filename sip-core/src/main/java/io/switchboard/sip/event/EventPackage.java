package io.switchboard.sip.event;

import io.switchboard.sip.message.SipRequest;

/** A kind of events that can be subscribed to. */
public interface EventPackage {
    /** What the labels of those begin with who are accounts; their addresses of record follow. */
    String ACCOUNT = "account:";

    /**
     * Bytes of a state at most that may grow with what is watched. A NOTIFY is one datagram where its subscriber is
     * reached by UDP (65507 bytes at most over IPv4), and what its header repeats of the SUBSCRIBE needs room too.
     */
    int MOST_BYTES = 48 * 1024;

    /** Its name in the Event header. */
    String name();

    /** Its media type, which a subscriber has to accept. */
    String contentType();

    /**
     * What a SUBSCRIBE is about.
     *
     * @param from label of the party that sent it, as {@code account:alice@example.test}
     */
    Lookup find(SipRequest subscribe, String from);

    /** What was found. */
    sealed interface Lookup {
        /**
         * For an account that may not watch this: 603 as RFC 6665 section 4.2.1.3 allows. After a 403 Linphone before 5.3
         * takes its password for wrong, and asks its user for it.
         */
        Lookup DECLINED = new Refused(603);

        /** It can be watched. */
        record Found(EventSource source) implements Lookup {}

        /**
         * It cannot.
         *
         * @param status 400 to 699
         */
        record Refused(int status) implements Lookup {}
    }
}
