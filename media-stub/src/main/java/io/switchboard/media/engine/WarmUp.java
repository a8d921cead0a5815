package io.switchboard.media.engine;

import io.switchboard.media.codec.AudioDecoder;
import io.switchboard.media.codec.AudioEncoder;
import io.switchboard.media.codec.Opus;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Has the virtual machine compile Opus before somebody needs it. Interpreted, a frame of 20 ms takes 30 ms: the first
 * room of a process would stutter for seconds.
 */
final class WarmUp {
    private static final long LOOK_MILLIS = 500;
    /** A tenth of a core: less is no queue. */
    private static final long QUIET_MILLIS = LOOK_MILLIS / 10;

    private static final long LATEST_NANOS = TimeUnit.SECONDS.toNanos(20);
    /** By then a frame takes a twentieth of what the first did. */
    private static final int FRAMES = 250;

    private static final double LOUDNESS = 8_000;

    private static final int[] RATES = {48_000, 16_000};

    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Begins in a thread of its own, once the compilers have nothing more urgent to do: Opus keeps them busy for
     * seconds, in which the calls of a process that has just started would be interpreted.
     */
    static WarmUp begin() {
        WarmUp made = new WarmUp();
        Thread.ofPlatform().name("media-warm-up").daemon().start(made::run);
        return made;
    }

    void stop() {
        closed.countDown();
    }

    private void run() {
        try {
            if (!waited()) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        for (int rate : RATES) {
            warm(rate);
        }
    }

    /** False if there is nothing to wait for any more. */
    private boolean waited() throws InterruptedException {
        CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
        if (compilers == null) {
            return false; // nothing is ever compiled here
        }
        long latest = System.nanoTime() + LATEST_NANOS;
        long before = compilers.getTotalCompilationTime();
        while (!closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            long spent = compilers.getTotalCompilationTime();
            if (spent - before < QUIET_MILLIS || System.nanoTime() > latest) {
                return true;
            }
            before = spent;
        }
        return false;
    }

    private void warm(int rate) {
        AudioEncoder encoder = Opus.encoder(rate);
        AudioDecoder decoder = Opus.decoder();
        int samples = rate / 50;
        short[] spoken = new short[samples];
        short[] heard = new short[decoder.sampleRate() / 1000 * AudioDecoder.MAX_MILLIS];
        byte[] packet = new byte[AudioEncoder.MAX_BYTES];
        for (int frame = 0; frame < FRAMES && closed.getCount() > 0; frame++) {
            for (int i = 0; i < samples; i++) {
                spoken[i] = (short) (LOUDNESS * Math.sin(2 * Math.PI * (200 + frame) * i / rate));
            }
            int bytes = encoder.encode(spoken, samples, packet);
            decoder.decode(packet, bytes, heard, 0);
        }
    }
}
