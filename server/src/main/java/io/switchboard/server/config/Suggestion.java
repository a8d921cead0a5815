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
            int distance = distance(word, candidate);
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

    /** Levenshtein distance. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitute = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitute, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
