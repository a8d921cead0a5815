package io.switchboard.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The readers that take several bytes at once, or several things in one pass, beside the plain way. */
class AsciiTest {
    @Test
    void theFirstControlCharacterIsFound() {
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] data = new byte[random.nextInt(40)];
            for (int i = 0; i < data.length; i++) {
                data[i] = (byte) (random.nextInt(12) == 0 ? random.nextInt(256) : ' ' + random.nextInt(0x5f));
            }
            int from = random.nextInt(data.length + 1);
            int to = from + random.nextInt(data.length - from + 1);
            int expected = from;
            while (expected < to && data[expected] != 0x7f && (data[expected] < 0 || data[expected] >= ' ')) {
                expected++;
            }
            assertThat(Ascii.control(data, from, to)).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void numbersWithDotsAreAHostIfTheyAreAnAddress() {
        int addresses = 0;
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int part = random.nextInt(8) == 0 ? random.nextInt(6) : 4; part > 0; part--) {
                text.append(random.nextInt(12) == 0 ? "0" : "");
                text.append(random.nextInt(12) == 0 ? random.nextInt(1000) : random.nextInt(256));
                text.append(part > 1 || random.nextInt(12) == 0 ? "." : "");
            }
            byte[] data = text.toString().getBytes(StandardCharsets.US_ASCII);
            boolean address = InetAddresses.isInetAddress(text.toString());
            addresses += address ? 1 : 0;
            assertThat(UriSyntax.isHost(data, 0, data.length)).as("%s", text).isEqualTo(address);
        }
        assertThat(addresses).isBetween(5_000, 15_000);
    }
}
