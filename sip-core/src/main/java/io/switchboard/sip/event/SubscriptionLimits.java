package io.switchboard.sip.event;

/**
 * How many subscriptions there may be.
 *
 * @param total at a time; one more is answered 503
 * @param perParty of one account or trunk; one more is answered 403
 */
public record SubscriptionLimits(int total, int perParty) {}
