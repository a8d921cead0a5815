package io.switchboard.sip.transport;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.Future;
import io.switchboard.sip.lane.Lane;
import io.switchboard.sip.lane.LaneTimer;
import io.switchboard.sip.lane.TimerWheel;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lane that is a Netty event loop: sockets, timers and posted work share one thread. Without timers it sleeps until
 * something happens. What throws is logged and counted, and the loop goes on.
 */
public final class EventLoopLane implements Lane, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoopLane.class);
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(TimerWheel.TICK_MILLIS);
    private static final long CLOSE_SECONDS = 10;

    private final long origin = System.nanoTime();
    private final TimerWheel wheel = new TimerWheel(0);
    private final AtomicLong failures = new AtomicLong();
    private final NetworkIo io;
    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    /** The tick at which the lane wakes by itself. Most timers are stopped long before their time, so there are few. */
    private long wakesAt = Long.MAX_VALUE;

    private @Nullable Future<?> waking;

    private EventLoopLane(String name, NetworkIo io) {
        this.io = io;
        this.group = new MultiThreadIoEventLoopGroup(1, (ThreadFactory) task -> thread(task, name), io.handlers());
        this.loop = group.next();
    }

    private static Thread thread(Runnable task, String name) {
        Thread thread = new FastThreadLocalThread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Starts a lane on the best sockets that the machine has; its (daemon) thread has this name, such as sip-lane-0. */
    public static EventLoopLane start(String name) {
        return start(name, NetworkIo.best());
    }

    /** Starts a lane on sockets of this kind. */
    public static EventLoopLane start(String name, NetworkIo io) {
        return new EventLoopLane(name, io);
    }

    @Override
    public long now() {
        return (System.nanoTime() - origin) / 1_000_000;
    }

    @Override
    public long wallClock() {
        return System.currentTimeMillis();
    }

    @Override
    public boolean inLane() {
        return loop.inEventLoop();
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(() -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                failed(task, e);
            }
        });
    }

    @Override
    public void arm(LaneTimer timer, long delayMillis) {
        wakeAt(wheel.arm(timer, now(), delayMillis));
    }

    @Override
    public void cancel(LaneTimer timer) {
        wheel.cancel(timer);
    }

    /** Sees to it that the lane is awake at a tick, if it is not going to be before. */
    private void wakeAt(long tick) {
        if (tick >= wakesAt) {
            return;
        }
        if (waking != null) {
            waking.cancel(false);
        }
        wakesAt = tick;
        long delay = Math.max(0, tick * TICK_NANOS - (System.nanoTime() - origin));
        waking = loop.schedule(this::tick, delay, TimeUnit.NANOSECONDS);
    }

    private void tick() {
        waking = null;
        wakesAt = 0; // what is armed by timers that fire needs no wake of its own
        try {
            wheel.advance(now(), this::failed);
        } finally {
            wakesAt = Long.MAX_VALUE;
            long next = wheel.nextTick();
            if (next >= 0) {
                wakeAt(next);
            }
        }
    }

    private void failed(Object source, Throwable failure) {
        failures.incrementAndGet();
        LOG.error(
                "{} failed in {}",
                source.getClass().getName(),
                Thread.currentThread().getName(),
                failure);
    }

    /** Number of tasks and timers that threw since the start. */
    public long failures() {
        return failures.get();
    }

    /** The kind of sockets that live on this lane. */
    public NetworkIo io() {
        return io;
    }

    /** The loop itself, for the sockets that live on it. */
    public EventLoop loop() {
        return loop;
    }

    /** Ends the loop after what is posted already; waits up to 10 s unless called in the lane. Idempotent. */
    @Override
    public void close() {
        Future<?> end = group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
        if (!loop.inEventLoop()) {
            end.awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
