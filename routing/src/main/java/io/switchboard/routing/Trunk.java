package io.switchboard.routing;

/**
 * A way out of (and into) this server, as far as the dial plan cares.
 *
 * @param name its name
 * @param weight its share in weighted balancing, 1 to 100
 * @param maxCalls calls that it carries at a time in both directions; 0 for no limit
 * @param inbound the form of the numbers that it sends
 * @param called the form in which it wants the called number
 * @param caller the form in which it wants the caller's number
 * @param reachesUsers whether its calls reach accounts by their name or number without a route
 */
public record Trunk(
        String name,
        int weight,
        int maxCalls,
        NumberFormat inbound,
        NumberFormat called,
        NumberFormat caller,
        boolean reachesUsers) {
    /** A trunk of weight 1 without limit, with numbers as the plan has them, whose calls reach nobody by themselves. */
    public static Trunk of(String name) {
        return new Trunk(name, 1, 0, NumberFormat.DIALLED, NumberFormat.E164, NumberFormat.E164, false);
    }

    /** The same with a weight. */
    public Trunk withWeight(int newWeight) {
        return new Trunk(name, newWeight, maxCalls, inbound, called, caller, reachesUsers);
    }

    /** The same with a limit of calls. */
    public Trunk withMaxCalls(int newMaxCalls) {
        return new Trunk(name, weight, newMaxCalls, inbound, called, caller, reachesUsers);
    }
}
