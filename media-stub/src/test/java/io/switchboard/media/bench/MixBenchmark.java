package io.switchboard.media.bench;

import io.switchboard.media.codec.AudioEncoder;
import io.switchboard.media.codec.G711;
import io.switchboard.media.dsp.Limiter;
import io.switchboard.media.mix.Mixer;
import io.switchboard.media.mix.Voice;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** One turn of a room in which all talk in G.711, without the network. Run its main method; it is no part of the tests. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MixBenchmark {
    @Param({"3", "50", "200"})
    private int participants;

    @Param({"8000", "48000"})
    private int rate;

    private final List<Voice> voices = new ArrayList<>();
    private final AudioEncoder encoder = G711.encoder(true);
    private final byte[] payload = new byte[960];
    private Mixer mixer = new Mixer(160, 8);
    private final List<Limiter> limiters = new ArrayList<>();
    private int[] own = new int[160];
    private short[] limited = new short[160];

    /** Voices of noise. */
    @Setup
    public void setUp() {
        Random random = new Random(7);
        int samples = rate / 50;
        mixer = new Mixer(samples, 8);
        own = new int[samples];
        limited = new short[samples];
        for (int i = 0; i < participants; i++) {
            Voice voice = new Voice(samples);
            for (int k = 0; k < samples; k++) {
                voice.frame()[k] = (short) (random.nextGaussian() * 2_000);
            }
            voices.add(voice);
            limiters.add(new Limiter());
        }
    }

    /** Levels, the sum, each talker's own mix, and the shared one. */
    @Benchmark
    public int turn() {
        for (int i = 0; i < voices.size(); i++) {
            voices.get(i).heard(true);
        }
        mixer.mix(voices, List.of());
        int bytes = 0;
        for (int i = 0; i < voices.size(); i++) {
            if (voices.get(i).contributes()) {
                mixer.without(voices.get(i), own);
                bytes += encode(i);
            }
        }
        System.arraycopy(mixer.sum(), 0, own, 0, own.length);
        return bytes + encode(0);
    }

    private int encode(int listener) {
        limiters.get(listener).limit(own, own.length, limited);
        return encoder.encode(limited, limited.length, payload);
    }

    /** Runs the benchmark. */
    public static void main(String[] args) throws RunnerException {
        new Runner(new OptionsBuilder().include(MixBenchmark.class.getName()).build()).run();
    }
}
