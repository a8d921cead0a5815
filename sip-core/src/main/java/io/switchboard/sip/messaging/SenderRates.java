package io.switchboard.sip.messaging;

import java.util.HashMap;
import java.util.Map;

/** Limits how many messages each sender may send: a bucket of a minute's worth, which fills all the time. */
final class SenderRates {
    private static final long MINUTE = 60_000;

    private static final class Bucket {
        /** Messages times {@link #MINUTE}. */
        private long level;

        private long at;
    }

    private final Map<String, Bucket> buckets = new HashMap<>();

    /** Whether a sender may send so many more at a time in milliseconds. */
    boolean take(String sender, int count, int perMinute, long now) {
        if (perMinute == 0) {
            return true;
        }
        Bucket bucket = buckets.get(sender);
        if (bucket == null) {
            bucket = new Bucket();
            bucket.level = perMinute * MINUTE;
            bucket.at = now;
            buckets.put(sender, bucket);
        }
        fill(bucket, perMinute, now);
        if (bucket.level < count * MINUTE) {
            return false;
        }
        bucket.level -= count * MINUTE;
        return true;
    }

    /** Seconds after which a sender who may not send so many may; 0 if he never may. */
    static int pause(int count, int perMinute) {
        return count > perMinute ? 0 : Math.ceilDiv(60 * count, perMinute);
    }

    private static void fill(Bucket bucket, int perMinute, long now) {
        bucket.level = Math.min(perMinute * MINUTE, bucket.level + (now - bucket.at) * perMinute);
        bucket.at = now;
    }

    /** Forgets those who could send a whole minute's worth. */
    void forget(int perMinute, long now) {
        buckets.values().removeIf(bucket -> {
            fill(bucket, perMinute, now);
            return bucket.level >= perMinute * MINUTE;
        });
    }
}
