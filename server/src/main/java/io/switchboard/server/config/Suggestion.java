package io.switchboard.server.config;

import java.util.Collection;

/** Guesses what was meant by a misspelt word. */
final class Suggestion {
    private Suggestion() {}

    /** {@code , did you mean 'x'?}, or a list where there are few to choose from, or nothing. */
    static String of(String word, Collection<String> known) {
        String best = "";
        int least = Math.max(1, word.length() / 3) + 1;
        for (String candidate : known) {
            // A long list of names is not compared with what is far too long or too short.
            int distance = Math.abs(word.length() - candidate.length()) >= least ? least : distance(word, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        if (!best.isEmpty()) {
            return ", did you mean '" + best + "'?";
        }
        return known.isEmpty() || known.size() > 12
                ? ""
                : "; there " + (known.size() == 1 ? "is " : "are ")
                        + String.join(", ", known.stream().sorted().toList());
    }

    /** Levenshtein distance in which two letters that changed places count once. */
    static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(cost[i - 1][j - 1] + change, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
