package io.switchboard.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 4733: packets are "sequence/timestamp/event/duration", with M for a marker and E for the end. */
class DtmfReceiverTest {
    private final DtmfReceiver receiver = new DtmfReceiver();

    private String receive(int sequence, long timestamp, int event, int duration, boolean marker, boolean end) {
        ByteBuf packet = Unpooled.buffer(16);
        RtpHeader.write(packet, 101, marker, sequence & 0xFFFF, timestamp, 1);
        packet.writeByte(event).writeByte(end ? 0x8A : 0x0A).writeShort(duration);
        RtpHeader header = new RtpHeader();
        assertThat(header.read(packet)).isTrue();
        int digit = receiver.received(header, packet);
        return digit == DtmfReceiver.NONE ? "" : String.valueOf((char) digit);
    }

    private String receive(String packets) {
        StringBuilder digits = new StringBuilder();
        for (String packet : packets.split(" ", -1)) {
            String[] parts = packet.replaceAll("[ME]", "").split("/", -1);
            digits.append(receive(
                    Integer.parseInt(parts[0]),
                    Long.parseLong(parts[1]),
                    Integer.parseInt(parts[2]),
                    Integer.parseInt(parts[3]),
                    packet.contains("M"),
                    packet.contains("E")));
        }
        return digits.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "'1/1000/5/160M 2/1000/5/320 3/1000/5/480E 4/1000/5/480E 5/1000/5/480E', 5",
        // The end is lost, then the beginning, then all but one end.
        "'1/1000/5/160M 2/1000/5/320', 5",
        "'2/1000/5/320 3/1000/5/480E', 5",
        "'5/1000/5/480E', 5",
        "'1/1000/5/160M 2/1000/5/320 8/3000/6/160M 9/3000/6/320', 56",
        // The same digit twice, with and without the first one's end.
        "'1/1000/5/160M 3/1000/5/480E 9/3000/5/160M 12/3000/5/480E', 55",
        "'1/1000/5/160M 2/1000/5/320 9/3000/5/160M', 55",
        "'1/1000/5/160M 2/1000/5/320 9/3000/5/160', 55",
        // Out of order, late and repeated packets.
        "'2/1000/5/320 1/1000/5/160M 3/1000/5/480E', 5",
        "'1/1000/5/160M 8/3000/6/160M 4/1000/5/480E', 56",
        // All codes; what is no digit.
        "'1/1000/0/160M', 0",
        "'1/1000/9/160M', 9",
        "'1/1000/10/160M', *",
        "'1/1000/11/160M', #",
        "'1/1000/12/160M', A",
        "'1/1000/15/160M', D",
        "'1/1000/16/160M', !",
        "'1/1000/17/160M', ''",
        // A long key in segments (§2.5.1.3).
        "'1/1000/5/160M 2/1000/5/65535 3/66535/5/160 4/66535/5/320E', 5",
        // Senders that wrongly move the timestamp.
        "'1/1000/5/160M 2/1160/5/320 3/1320/5/480 4/1480/5/480E 5/1640/5/480E', 5",
        // The timestamp begins anew after 2^32.
        "'1/4294967000/5/160M 2/4294967000/5/480E 9/2000/6/160M', 56",
    })
    void eachDigitIsToldOnce(String packets, String digits) {
        assertThat(receive(packets)).isEqualTo(digits);
    }

    /** Whatever is lost, doubled or late, no digit comes twice; and each comes of which one packet arrives in order. */
    @Test
    void lossAndRepetitionNeverDoubleADigit() {
        for (int walk = 0; walk < 300; walk++) {
            long seed = System.nanoTime() + walk;
            Random random = new Random(seed);
            receiver.reset();
            StringBuilder got = new StringBuilder();
            StringBuilder sent = new StringBuilder();
            int sequence = random.nextInt(0x10000);
            long timestamp = random.nextInt() & 0xFFFF_FFFFL;
            for (int key = 0; key < 20; key++) {
                int event = random.nextInt(16);
                List<int[]> packets = new ArrayList<>();
                int updates = 2 + random.nextInt(6);
                for (int i = 1; i <= updates + 2; i++) {
                    int duration = 160 * Math.min(i, updates);
                    packets.add(new int[] {sequence++, duration, i == 1 ? 1 : 0, i >= updates ? 1 : 0});
                }
                packets.removeIf(p -> random.nextInt(3) == 0);
                if (random.nextBoolean() && packets.size() > 1) {
                    Collections.swap(packets, 0, 1);
                    packets.add(packets.get(random.nextInt(packets.size())));
                }
                for (int[] p : packets) {
                    got.append(receive(p[0], timestamp & 0xFFFF_FFFFL, event, p[1], p[2] == 1, p[3] == 1));
                }
                if (!packets.isEmpty()) {
                    sent.append("0123456789*#ABCD".charAt(event));
                }
                sequence += 10;
                timestamp += 4_000;
            }
            assertThat(got.toString()).as("seed %d", seed).isEqualTo(sent.toString());
        }
    }
}
