package io.switchboard.sip.transaction;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sheds new calls while the lane is behind with its messages (RFC 6357): what runs is served first, and what cannot be
 * served is told at once and cheaply, before its caller repeats itself. The queue in front of us stays as short as the
 * time that we allow it.
 */
final class Overload {
    private static final Logger log = LoggerFactory.getLogger(Overload.class);
    /** Well below T1, so that nobody repeats an INVITE that is still to be answered. */
    private static final long ALLOWED_MILLIS = 40;
    /** A process that has just started is slow, but not overloaded: calls wait and are repeated, and none is lost. */
    private static final long WARM_UP_MILLIS = 10_000;
    /** No shedding for so long is the end of it. */
    private static final long QUIET_MILLIS = 5_000;

    private final long warm;
    private boolean shedding;
    private long shed;
    private long last;

    /**
     * Nothing is shed yet.
     *
     * @param now milliseconds, as the lane counts them
     */
    Overload(long now) {
        this.warm = now + WARM_UP_MILLIS;
    }

    /**
     * Whether a new call is to be refused.
     *
     * @param backlog milliseconds that messages have waited
     */
    boolean sheds(long backlog, long now) {
        if (backlog <= ALLOWED_MILLIS || now < warm) {
            if (shedding && now - last > QUIET_MILLIS) {
                shedding = false;
                log.warn("overload is over; {} calls were refused", shed);
            }
            return false;
        }
        if (!shedding) {
            shedding = true;
            shed = 0;
            log.warn("overload: messages wait for {} ms, new calls are refused with 503", backlog);
        }
        last = now;
        shed++;
        return true;
    }
}
