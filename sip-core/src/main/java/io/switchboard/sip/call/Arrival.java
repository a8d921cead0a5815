package io.switchboard.sip.call;

import com.google.common.collect.ImmutableList;

/**
 * What a guest's first INVITE asks for, beside a seat.
 *
 * @param contact value of its Contact header, with the phone's features; "" if there is none
 * @param recipients URIs (sip, sips, tel) of those whom it wants invited, each once (RFC 5366)
 */
public record Arrival(String contact, ImmutableList<String> recipients) {
    /** Nothing. */
    public static final Arrival PLAIN = new Arrival("", ImmutableList.of());
}
