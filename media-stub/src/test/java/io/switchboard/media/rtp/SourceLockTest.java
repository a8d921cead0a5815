package io.switchboard.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 4961, and no RTP bleed: packets are "milliseconds:sender/ssrc/sequence", * negotiates again. */
class SourceLockTest {
    private static final int OWN = 99;

    private static @Nullable InetSocketAddress address(String name) {
        return name.equals("-") ? null : new InetSocketAddress("192.0.2." + (name.charAt(0) - 'A' + 1), 4_000);
    }

    @ParameterizedTest
    @CsvSource({
        "A, '0:A/1/1 20:A/1/2', 'NEW ACCEPT', A",
        // Before anybody sends, we send to the announced address; then to who sends.
        "A, '', '', A",
        "A, '0:B/1/1 20:B/1/2', 'NEW ACCEPT', B",
        "-, '0:B/1/1 20:B/1/2', 'NEW ACCEPT', B",
        // A stranger is ignored, in learning as later.
        "A, '0:A/1/1 10:B/2/1 20:A/1/2 1500:B/2/3', 'NEW IGNORE ACCEPT IGNORE', A",
        "-, '0:B/1/1 10:C/2/1 20:B/1/2 1500:C/2/3', 'NEW IGNORE ACCEPT IGNORE', B",
        // A stranger who was first gives way to the announced address while it is learned, and not later.
        "A, '0:B/2/1 10:A/1/1 20:B/2/2 30:A/1/2', 'NEW NEW IGNORE ACCEPT', A",
        "A, '0:B/2/1 1100:A/1/1', 'NEW IGNORE', B",
        // The tail of an old stream gives way to another sender once it is silent.
        "-, '0:B/1/1 50:C/2/1 150:C/2/2 170:B/1/2', 'NEW IGNORE NEW IGNORE', C",
        // A silent one does not lose its place after the time of learning.
        "A, '0:A/1/1 5000:B/2/1 9000:A/1/2', 'NEW IGNORE ACCEPT', A",
        // A new SSRC needs two packets in sequence.
        "A, '0:A/1/1 20:A/2/7 40:A/2/8 60:A/2/9', 'NEW IGNORE NEW ACCEPT', A",
        "A, '0:A/1/1 20:A/2/7 40:A/2/9 60:A/1/2', 'NEW IGNORE IGNORE ACCEPT', A",
        "A, '0:A/1/1 20:A/2/65535 40:A/2/0', 'NEW IGNORE NEW', A",
        // Our own packets come back in a loop.
        "A, '0:A/99/1', 'IGNORE', A",
        // A new negotiation lets the address move, and only then.
        "A, '0:A/1/1 2000:* 2010:B/2/1 2020:B/2/2', 'NEW NEW ACCEPT', B",
        "A, '0:A/1/1 2000:* 2010:A/1/2', 'NEW ACCEPT', A",
        "A, '0:A/1/1 2000:* 2010:A/1/2 2020:B/2/1 2200:B/2/2', 'NEW ACCEPT IGNORE NEW', B",
    })
    void believesTheRightSender(@Nullable String announced, String packets, String verdicts, String destination) {
        SourceLock lock = new SourceLock(1_000_000_000L);
        InetSocketAddress expected = address(String.valueOf(announced));
        lock.expect(expected);
        StringBuilder got = new StringBuilder();
        for (String packet : packets.isEmpty() ? new String[0] : packets.split(" ", -1)) {
            String[] parts = packet.split("[:/]", -1);
            long now = Long.parseLong(parts[0]) * 1_000_000L;
            if (parts[1].equals("*")) {
                lock.expect(expected);
                continue;
            }
            InetSocketAddress from = address(parts[1]);
            assertThat(from).isNotNull();
            got.append(lock.judge(from, Integer.parseInt(parts[2]), Integer.parseInt(parts[3]), OWN, now))
                    .append(' ');
        }
        assertThat(Arrays.asList(
                        got.toString().replace("ACCEPT_NEW", "NEW").strip().split(" ", -1)))
                .isEqualTo(Arrays.asList(verdicts.split(" ", -1)));
        assertThat(lock.destination()).isEqualTo(address(destination));
    }
}
