/** Event notification (RFC 6665): subscriptions of phones, and the NOTIFYs that they get. */
@NullMarked
package io.switchboard.sip.event;

import org.jspecify.annotations.NullMarked;
