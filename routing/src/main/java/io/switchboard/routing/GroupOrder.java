package io.switchboard.routing;

import java.util.List;

/**
 * The order in which a group's members are tried. Weighted shares come from a cycle that is laid out at load by smooth
 * weighted round robin: over one cycle each member is first exactly as often as its weight says, and its turns are
 * spread evenly.
 */
final class GroupOrder {
    private final Group group;
    private final Trunk[] members;
    private final int[] cycle;

    GroupOrder(Group group, List<Trunk> members) {
        this.group = group;
        this.members = members.toArray(Trunk[]::new);
        this.cycle = cycle(this.members);
    }

    Group group() {
        return group;
    }

    private static int[] cycle(Trunk[] members) {
        int divisor = 0;
        int total = 0;
        for (Trunk member : members) {
            divisor = gcd(member.weight(), divisor);
            total += member.weight();
        }
        int length = total / divisor;
        int[] cycle = new int[length];
        int[] credit = new int[members.length];
        for (int turn = 0; turn < length; turn++) {
            int best = 0;
            for (int i = 0; i < members.length; i++) {
                credit[i] += members[i].weight() / divisor;
                if (credit[i] > credit[best]) {
                    best = i;
                }
            }
            credit[best] -= length;
            cycle[turn] = best;
        }
        return cycle;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /** All members, the first to be tried first; full ones too. */
    Trunk[] order(Load load) {
        return switch (group.balance()) {
            case ORDERED -> members;
            case WEIGHTED -> weighted(load);
            case LEAST_LOADED -> leastLoaded(load);
        };
    }

    private Trunk[] weighted(Load load) {
        if (members.length == 1) {
            return members;
        }
        Trunk[] order = new Trunk[members.length];
        boolean[] taken = new boolean[members.length];
        int at = (int) Long.remainderUnsigned(load.turn(group.name()), cycle.length);
        for (int found = 0; found < order.length; at = at + 1 == cycle.length ? 0 : at + 1) {
            int member = cycle[at];
            if (!taken[member]) {
                taken[member] = true;
                order[found++] = members[member];
            }
        }
        return order;
    }

    /** Insertion sort by calls per weight; it is stable, so that equally loaded members share by weight. */
    private Trunk[] leastLoaded(Load load) {
        Trunk[] order = weighted(load).clone();
        long[] calls = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            Trunk trunk = order[i];
            long running = load.calls(trunk.name());
            int j = i;
            while (j > 0 && running * order[j - 1].weight() < calls[j - 1] * trunk.weight()) {
                order[j] = order[j - 1];
                calls[j] = calls[j - 1];
                j--;
            }
            order[j] = trunk;
            calls[j] = running;
        }
        return order;
    }
}
