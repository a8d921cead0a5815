package io.switchboard.routing;

import java.util.Arrays;
import java.util.List;

/**
 * All rules in a trie over the literal beginnings of their patterns, in flat arrays: 20 bytes a node whatever its
 * fan-out, so that a million prefixes stay small. Nodes are numbered level by level; the children of one are
 * neighbours, and a bitmap says which symbols they stand for. The alphabet is folded to 43 symbols; a rule that is found
 * is a candidate whose pattern still has to match.
 */
final class RuleIndex {
    private static final int OTHER = 42;

    private final Rule[] ranked;
    private final int maxDepth;
    private long[] symbols = new long[16];
    private int[] firstChild = new int[16];
    private int[] firstEntry = new int[17];
    private final int[] entries;
    private int nodes;

    RuleIndex(List<Rule> rules) {
        ranked = rules.toArray(Rule[]::new);
        Arrays.sort(ranked, Precedence.ORDER); // stable: equal ones keep the plan's order
        Integer[] byLead = new Integer[ranked.length];
        int deepest = 0;
        for (int i = 0; i < ranked.length; i++) {
            byLead[i] = i;
            deepest = Math.max(deepest, lead(i).length());
        }
        maxDepth = deepest;
        Arrays.sort(byLead, (a, b) -> compareLeads(lead(a), lead(b)));
        entries = new int[ranked.length];
        build(byLead);
    }

    private String lead(int rank) {
        return ranked[rank].pattern().lead();
    }

    private static int compareLeads(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            int difference = symbol(a.charAt(i)) - symbol(b.charAt(i));
            if (difference != 0) {
                return difference;
            }
        }
        return a.length() - b.length();
    }

    /** Breadth first: each node stands for the range of sorted leads that begin with its path. */
    private void build(Integer[] byLead) {
        int[] low = {0};
        int[] high = {byLead.length};
        int filled = 0;
        for (int depth = 0; low.length > 0; depth++) {
            int[] nextLow = new int[16];
            int[] nextHigh = new int[16];
            int next = 0;
            int levelEnd = nodes + low.length;
            for (int i = 0; i < low.length; i++) {
                grow();
                firstEntry[nodes] = filled;
                firstChild[nodes] = levelEnd + next;
                int at = low[i];
                int start = filled;
                while (at < high[i] && lead(byLead[at]).length() == depth) {
                    entries[filled++] = byLead[at++];
                }
                Arrays.sort(entries, start, filled);
                while (at < high[i]) {
                    int symbol = symbol(lead(byLead[at]).charAt(depth));
                    int end = at + 1;
                    while (end < high[i] && symbol(lead(byLead[end]).charAt(depth)) == symbol) {
                        end++;
                    }
                    symbols[nodes] |= 1L << symbol;
                    if (next == nextLow.length) {
                        nextLow = Arrays.copyOf(nextLow, next * 2);
                        nextHigh = Arrays.copyOf(nextHigh, next * 2);
                    }
                    nextLow[next] = at;
                    nextHigh[next++] = end;
                    at = end;
                }
                nodes++;
            }
            low = Arrays.copyOf(nextLow, next);
            high = Arrays.copyOf(nextHigh, next);
        }
        firstEntry[nodes] = filled;
    }

    private void grow() {
        if (nodes == symbols.length) {
            symbols = Arrays.copyOf(symbols, nodes * 2);
            firstChild = Arrays.copyOf(firstChild, nodes * 2);
            firstEntry = Arrays.copyOf(firstEntry, nodes * 2 + 1);
        }
    }

    private static int symbol(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 13;
        }
        if (c >= 'A' && c <= 'Z') {
            return c - 'A' + 13;
        }
        return switch (c) {
            case '+' -> 10;
            case '*' -> 11;
            case '#' -> 12;
            case '-' -> 39;
            case '.' -> 40;
            case '_' -> 41;
            default -> OTHER;
        };
    }

    /** All rules, the first to be asked first. */
    List<Rule> ranked() {
        return Arrays.asList(ranked);
    }

    /** The rules whose lead a number begins with, in order of precedence. */
    Candidates candidates(String number) {
        int depth = Math.min(number.length(), maxDepth);
        int[] ranges = new int[2 * (depth + 1)];
        int used = 0;
        int node = 0;
        for (int i = 0; ; i++) {
            if (firstEntry[node] < firstEntry[node + 1]) {
                ranges[used++] = firstEntry[node];
                ranges[used++] = firstEntry[node + 1];
            }
            if (i == depth) {
                break;
            }
            long bit = 1L << symbol(number.charAt(i));
            if ((symbols[node] & bit) == 0) {
                break;
            }
            node = firstChild[node] + Long.bitCount(symbols[node] & (bit - 1));
        }
        return new Candidates(ranges, used);
    }

    /** A cursor over candidates: merges the lists of the nodes on the path, which are few. */
    final class Candidates {
        private final int[] ranges;
        private final int used;

        private Candidates(int[] ranges, int used) {
            this.ranges = ranges;
            this.used = used;
        }

        /** The next rule's rank, or -1. */
        int next() {
            int best = -1;
            int from = 0;
            for (int i = 0; i < used; i += 2) {
                if (ranges[i] < ranges[i + 1] && (best < 0 || entries[ranges[i]] < best)) {
                    best = entries[ranges[i]];
                    from = i;
                }
            }
            if (best >= 0) {
                ranges[from]++;
            }
            return best;
        }
    }

    Rule rule(int rank) {
        return ranked[rank];
    }
}
