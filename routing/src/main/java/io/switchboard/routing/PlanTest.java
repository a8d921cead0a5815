package io.switchboard.routing;

import java.time.Instant;

/**
 * One of the plan's own tests.
 *
 * @param dial what is dialled
 * @param from who calls
 * @param at when
 * @param expect the name of a route; a target ({@code user:bob}, {@code trunk:carrier-a}, {@code conference:3000}), which
 *     has to be among those that are dialled; or the status with which the call is refused ({@code 403})
 */
public record PlanTest(String dial, Caller from, Instant at, String expect) {}
