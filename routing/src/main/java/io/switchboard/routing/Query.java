package io.switchboard.routing;

import java.time.Instant;

/**
 * One call to be routed. Everything the decision depends on is in here or in the plan.
 *
 * @param dialled unescaped user part of the Request-URI
 * @param caller who calls
 * @param at when
 * @param load what the trunks carry
 */
public record Query(String dialled, Caller caller, Instant at, Load load) {}
