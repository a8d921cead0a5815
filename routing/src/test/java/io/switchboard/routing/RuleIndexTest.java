package io.switchboard.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The trie against a list that is searched from its beginning. */
class RuleIndexTest {
    private static final String ALPHABET = "0123+*aAé";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261124})
    void theTrieFindsWhatASearchOfAllRulesFinds(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            List<Rule> rules = new ArrayList<>();
            int count = random.nextInt(200);
            for (int i = 0; i < count; i++) {
                Route route = Route.of("r" + i, pattern(random), new Target.User("bob"))
                        .withPriority(random.nextInt(3));
                rules.add(new Rule(route, route.patterns().get(0)));
            }
            RuleIndex index = new RuleIndex(rules);
            for (int i = 0; i < 200; i++) {
                String number = text(random, random.nextInt(9));
                assertThat(found(index, number))
                        .as("seed %s round %s number %s", seed, round, number)
                        .isEqualTo(expected(index, number));
            }
        }
    }

    private static List<Rule> found(RuleIndex index, String number) {
        List<Rule> found = new ArrayList<>();
        RuleIndex.Candidates candidates = index.candidates(number);
        for (int rank = candidates.next(); rank >= 0; rank = candidates.next()) {
            if (index.rule(rank).pattern().matches(number)) {
                found.add(index.rule(rank));
            }
        }
        return found;
    }

    private static List<Rule> expected(RuleIndex index, String number) {
        return index.ranked().stream().filter(r -> r.pattern().matches(number)).toList();
    }

    private static NumberPattern pattern(Random random) {
        String text = text(random, 1 + random.nextInt(5));
        return switch (random.nextInt(6)) {
            case 0 -> NumberPattern.exact(text);
            case 1 -> NumberPattern.pattern(text.replaceAll("[Aé]", "X"));
            case 2 -> NumberPattern.regex("^" + text.replace("+", "\\+").replace("*", "\\*"));
            case 3 -> NumberPattern.regex(text.replace("+", "\\+").replace("*", "\\*") + "$");
            case 4 -> NumberPattern.prefix("");
            default -> NumberPattern.prefix(text);
        };
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
