package io.switchboard.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.media.codec.AudioDecoder;
import io.switchboard.media.codec.G711;
import io.switchboard.media.dsp.Sounds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams through networks of all kinds, in virtual time of microseconds. */
class PlayoutWalkTest {
    private static final long FRAME = 20_000;

    /** A packet on its way. */
    private record Flight(long arrival, int number) {}

    /** What the network does to packets. */
    private record Network(int jitterMillis, double loss, double duplicates, int stallEvery, double driftPpm) {}

    private static final class Walk {
        final JitterBuffer buffer = new JitterBuffer(8_000, 20, 200);
        final List<Integer> decoded = new ArrayList<>();
        final Playout playout;
        final Random random;
        int sent;
        int lost;
        int largest;
        int frames;
        int silent;

        Walk(long seed) {
            random = new Random(seed);
            playout = new Playout(
                    buffer,
                    new AudioDecoder() {
                        @Override
                        public int sampleRate() {
                            return 8_000;
                        }

                        @Override
                        public int decode(byte[] payload, int length, short[] target, int offset) {
                            int number = (payload[0] & 0xFF) | (payload[1] & 0xFF) << 8 | (payload[2] & 0xFF) << 16;
                            decoded.add(number);
                            System.arraycopy(Sounds.sine(400, 8_000, 8_000, 160 * number, 160), 0, target, offset, 160);
                            return 160;
                        }
                    },
                    8_000);
        }

        void run(Network network, int seconds, int warmUpSeconds) {
            PriorityQueue<Flight> flights = new PriorityQueue<>((a, b) -> Long.compare(a.arrival, b.arrival));
            short[] out = new short[160];
            long stallUntil = 0;
            for (long tick = 0; tick < seconds * 50L; tick++) {
                long now = tick * FRAME + 7_000;
                while (sent * FRAME * (1 + network.driftPpm / 1e6) < now) {
                    long at = (long) (sent * FRAME * (1 + network.driftPpm / 1e6));
                    if (network.stallEvery > 0 && sent % network.stallEvery == network.stallEvery - 1) {
                        stallUntil = at + 300_000;
                    }
                    long arrival = Math.max(stallUntil, at + 30_000 + random.nextInt(1_000 * network.jitterMillis + 1));
                    if (random.nextDouble() < network.loss) {
                        lost++;
                    } else {
                        flights.add(new Flight(arrival, sent));
                    }
                    if (random.nextDouble() < network.duplicates) {
                        flights.add(new Flight(arrival + random.nextInt(50_000), sent));
                    }
                    sent++;
                }
                while (!flights.isEmpty() && flights.peek().arrival <= now) {
                    arrive(flights.remove());
                }
                boolean sound = playout.next(out, now * 8 / 1_000);
                if (tick >= warmUpSeconds * 50L) {
                    frames++;
                    silent += sound ? 0 : 1;
                    largest = Math.max(largest, buffer.size());
                }
            }
        }

        private void arrive(Flight flight) {
            JitterBuffer.Slot slot = buffer.put((160L * flight.number) & 0xFFFF_FFFFL, 160, flight.arrival * 8 / 1_000);
            if (slot != null) {
                slot.payload[0] = (byte) flight.number;
                slot.payload[1] = (byte) (flight.number >> 8);
                slot.payload[2] = (byte) (flight.number >> 16);
            }
        }
    }

    /** Share of packets that are not heard, and frames that are silent, after ten seconds; of the network's own loss apart. */
    @ParameterizedTest
    @CsvSource({
        // jitter, loss, duplicates, stall every, drift, the most missed, the most waiting
        "0,   0,    0,   0,    0,    0.001, 2",
        "15,  0,    0,   0,    0,    0.001, 2",
        "60,  0,    0,   0,    0,    0.005, 5",
        "60,  0.05, 0.1, 0,    0,    0.005, 6",
        "120, 0.02, 0,   0,    0,    0.01,  8",
        "10,  0,    0,   0,    300,  0.002, 2",
        "10,  0,    0,   0,    -300, 0.002, 3",
        "30,  0.01, 0.2, 0,    100,  0.005, 5",
        "10,  0,    0,   1000, 0,    0.02,  12",
    })
    void whatArrivesInTimeIsHeardOnceAndInOrder(
            int jitter, double loss, double duplicates, int stall, double drift, double missed, int waiting) {
        for (int i = 0; i < 5; i++) {
            long seed = System.nanoTime();
            Walk walk = new Walk(seed);
            walk.run(new Network(jitter, loss, duplicates, stall, drift), 120, 10);
            Set<Integer> once = new HashSet<>(walk.decoded);
            assertThat(once).as("seed %d", seed).hasSameSizeAs(walk.decoded);
            assertThat(walk.decoded).as("seed %d", seed).isSorted();
            double share = (walk.sent - walk.lost - walk.decoded.size()) / (double) walk.sent;
            assertThat(share).as("missed, seed %d", seed).isLessThan(missed + 0.003);
            assertThat(walk.largest).as("waiting, seed %d", seed).isLessThanOrEqualTo(waiting);
            assertThat(walk.silent / (double) walk.frames)
                    .as("silent, seed %d", seed)
                    .isLessThan(missed + 0.001);
        }
    }

    @Test
    void aPerfectNetworkChangesNothingOfTheSound() {
        JitterBuffer buffer = new JitterBuffer(8_000, 20, 200);
        Playout playout = new Playout(buffer, G711.decoder(true), 8_000);
        short[] all = new short[160 * 100];
        short[] out = new short[160];
        byte[] payload = new byte[400];
        for (int i = 0; i < 100; i++) {
            G711.encoder(true).encode(Sounds.sine(400, 8_000, 8_000, 160 * i, 160), 160, payload);
            JitterBuffer.Slot slot = buffer.put(160L * i, 160, 160L * i);
            assertThat(slot).isNotNull();
            System.arraycopy(payload, 0, slot.payload, 0, 160);
            if (playout.next(out, 160L * i + 80)) {
                System.arraycopy(out, 0, all, 160 * i, 160);
            }
        }
        assertThat(playout.concealed()).isZero();
        assertThat(playout.changes()).isZero();
        assertThat(Sounds.amplitude(all, 1_600, 12_000, 8_000, 400)).isBetween(7_800.0, 8_200.0);
        assertThat(Sounds.amplitude(all, 1_600, 12_000, 8_000, 900)).isLessThan(40);
    }

    /** One packet in ten is lost: the tone goes on through the gaps. */
    @Test
    void lossIsHardlyHeard() {
        Walk walk = new Walk(1);
        short[] all = new short[160 * 200];
        short[] out = new short[160];
        for (int i = 0; i < 200; i++) {
            if (i % 10 != 9) {
                walk.arrive(new Flight(i * FRAME, i));
            }
            if (walk.playout.next(out, 160L * i + 80)) {
                System.arraycopy(out, 0, all, 160 * i, 160);
            }
        }
        assertThat(walk.playout.concealed()).isBetween(17L, 21L);
        assertThat(Sounds.amplitude(all, 1_600, 28_800, 8_000, 400)).isGreaterThan(7_300);
    }

    @Test
    void longLossBecomesSilence() {
        Walk walk = new Walk(1);
        short[] out = new short[160];
        for (int i = 0; i < 20; i++) {
            walk.arrive(new Flight(i * FRAME, i));
            walk.playout.next(out, 160L * i + 80);
        }
        boolean sound = true;
        for (int i = 20; i < 30; i++) {
            sound = walk.playout.next(out, 160L * i + 80);
        }
        assertThat(sound).isFalse();
    }
}
