package io.switchboard.sip.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomTokensTest {
    private final RandomTokens tokens = new RandomTokens();

    @Test
    void tokensAreUniqueAndStayTheSameWithoutCase() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            String token = tokens.token();
            assertThat(token).hasSize(RandomTokens.LENGTH).matches("[a-z2-7]+");
            seen.add(token);
        }
        assertThat(seen).hasSize(10_000);
    }

    @Test
    void everyBitPatternSurvives() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            long bits = random.nextLong();
            assertThat(RandomTokens.decode("x" + RandomTokens.encode(bits), 1)).isEqualTo(bits);
        }
        assertThat(RandomTokens.decode(RandomTokens.encode(-1), 0)).isEqualTo(-1);
    }

    @Test
    void textThatIsNoTokenDecodesToZero() {
        assertThat(RandomTokens.decode("aaaaaaaaaaaa1", 0)).isZero();
        assertThat(RandomTokens.decode("7777777777777", 0)).isZero();
    }

    @Test
    void theSameSeedGivesTheSameTokens() {
        RandomTokens one = new RandomTokens(new Random(5));
        RandomTokens other = new RandomTokens(new Random(5));
        for (int i = 0; i < 3000; i++) {
            assertThat(one.token()).isEqualTo(other.token());
        }
    }
}
