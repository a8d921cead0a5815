package io.switchboard.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3550 §6. */
class RtcpTest {
    private final List<String> told = new ArrayList<>();
    private final RtcpReader.Sink sink = new RtcpReader.Sink() {
        @Override
        public void senderReport(int ssrc, int ntpMiddle) {
            told.add("SR " + ssrc + " " + Integer.toHexString(ntpMiddle));
        }

        @Override
        public void reportBlock(int about, int fraction, int cumulative, long jitter, int lastReport, int delay) {
            told.add("block " + about + " " + fraction + " " + cumulative + " " + jitter + " " + lastReport + " "
                    + delay);
        }

        @Override
        public void bye(int ssrc) {
            told.add("BYE " + ssrc);
        }
    };

    private static ReceptionStatistics half() {
        ReceptionStatistics statistics = new ReceptionStatistics(8_000);
        for (int i = 0; i < 10; i++) {
            statistics.received(2 * i, 160L * 2 * i, 40_000_000L * i, true);
        }
        return statistics;
    }

    @Test
    void whatIsWrittenIsRead() {
        ByteBuf packet = Unpooled.buffer();
        new RtcpWriter(7, "me@example.invalid")
                .write(
                        packet,
                        1_000_000_500L,
                        new RtcpWriter.Sent(1_600, 10, 1_600),
                        new RtcpWriter.Heard(8, half(), 42, 65_536),
                        true);
        assertThat(packet.readableBytes() % 4).isZero();
        assertThat(RtcpReader.valid(packet)).isTrue();
        assertThat(RtcpReader.sender(packet)).isEqualTo(7);
        RtcpReader.read(packet, sink);
        String middle = Integer.toHexString(RtcpWriter.middle(1_000_000_500L));
        assertThat(told).containsExactly("SR 7 " + middle, "block 8 121 9 0 42 65536", "BYE 7");
    }

    /** The text of the CNAME ends with a null octet and fills up to a word (§6.5). */
    @ParameterizedTest
    @ValueSource(strings = {"a", "ab", "abc", "abcd", "abcde"})
    void aReceiverReportWithAnyNameIsValid(String name) {
        ByteBuf packet = Unpooled.buffer();
        new RtcpWriter(7, name).write(packet, 0, null, null, false);
        assertThat(RtcpReader.valid(packet)).isTrue();
        assertThat(packet.getUnsignedByte(1)).isEqualTo((short) 201);
        RtcpReader.read(packet, sink);
        assertThat(told).isEmpty();
    }

    /** RFC 868 and 3550 §4: seconds since 1900. */
    @Test
    void timeIsCountedFrom1900() {
        assertThat(RtcpWriter.ntp(0) >>> 32).isEqualTo(2_208_988_800L);
        assertThat(RtcpWriter.ntp(500) & 0xFFFF_FFFFL).isEqualTo(0x8000_0000L);
    }

    @Test
    void damagedPacketsNeverEscape() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            ByteBuf packet = Unpooled.buffer();
            new RtcpWriter(7, "me")
                    .write(packet, 0, new RtcpWriter.Sent(1, 1, 1), new RtcpWriter.Heard(8, half(), 1, 1), true);
            for (int n = random.nextInt(4); n >= 0; n--) {
                packet.setByte(random.nextInt(packet.readableBytes()), random.nextInt(256));
            }
            packet.writerIndex(packet.writerIndex() - random.nextInt(30));
            if (RtcpReader.valid(packet)) {
                RtcpReader.read(packet, sink);
            }
            RtpHeader header = new RtpHeader();
            if (header.read(packet)) {
                assertThat(header.payloadStart() + header.payloadLength())
                        .as("seed %d", seed)
                        .isLessThanOrEqualTo(packet.writerIndex());
            }
            told.clear();
        }
    }

    /** RFC 3550 A.3 and A.8. */
    @Test
    void lossAndJitterAreCounted() {
        ReceptionStatistics statistics = new ReceptionStatistics(8_000);
        int sequence = 65_530;
        for (int i = 0; i < 100; i++) {
            if (i % 10 != 5) {
                long late = i % 2 == 0 ? 0 : 5_000_000L;
                statistics.received((sequence + i) & 0xFFFF, 160L * i, 20_000_000L * i + late, true);
            }
        }
        assertThat(statistics.received()).isEqualTo(90);
        assertThat(statistics.lost()).isEqualTo(10);
        assertThat(statistics.fractionLost()).isEqualTo(25);
        assertThat(statistics.fractionLost()).isZero();
        assertThat(statistics.extendedHighest()).isEqualTo(65_530 + 99);
        assertThat(statistics.jitterMillis()).isBetween(3.5, 5.0);
    }

    /** A.1: a jump is believed only if the next packet follows it. */
    @Test
    void aLoneJumpIsNotBelieved() {
        ReceptionStatistics statistics = new ReceptionStatistics(8_000);
        statistics.received(1, 0, 0, true);
        statistics.received(30_000, 0, 0, true);
        statistics.received(2, 0, 0, true);
        assertThat(statistics.lost()).isZero();
        statistics.received(30_000, 0, 0, true);
        statistics.received(30_001, 0, 0, true);
        assertThat(statistics.received()).isEqualTo(1);
        assertThat(statistics.extendedHighest()).isEqualTo(30_001);
    }
}
