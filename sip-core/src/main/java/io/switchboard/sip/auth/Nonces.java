package io.switchboard.sip.auth;

import io.switchboard.sip.lane.RandomTokens;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and checks nonces. A nonce holds its time and is signed, so that none has to be remembered until it is used, and
 * those from before a restart are still good; then the nonce counts that it was used with are tracked in a window, so
 * that no request is accepted twice (RFC 7616 section 3.4). For one lane.
 */
public final class Nonces {
    /** What is to be said of a nonce. */
    enum Verdict {
        GOOD,
        /** Ours, but too old. */
        STALE,
        /** Not ours. */
        FORGED
    }

    private static final int TRACKED = 200_000;
    private static final int SIGNATURE = 12;
    private static final int SIZE = 16 + SIGNATURE;
    private static final int WINDOW = 64;

    private final Mac mac;
    private final long lifetimeMillis;
    private final RandomTokens tokens;
    private final String opaque;
    private final Map<String, long[]> used = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, long[]> eldest) {
            return size() > TRACKED;
        }
    };

    /**
     * Nonces signed with a key.
     *
     * @param key at least 16 bytes, secret, the same after a restart
     * @param lifetimeMillis how long a nonce is good
     */
    public Nonces(byte[] key, long lifetimeMillis, RandomTokens tokens) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
        this.lifetimeMillis = lifetimeMillis;
        this.tokens = tokens;
        this.opaque = Base64.getUrlEncoder().withoutPadding().encodeToString(sign(new byte[] {'o'}));
    }

    /** A fresh nonce. */
    String make(long nowMillis) {
        byte[] body = ByteBuffer.allocate(16)
                .putLong(nowMillis)
                .putLong(tokens.nextLong())
                .array();
        byte[] all = ByteBuffer.allocate(SIZE).put(body).put(sign(body)).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /** The opaque parameter that goes with every challenge. */
    String opaque() {
        return opaque;
    }

    Verdict check(String nonce, long nowMillis) {
        byte[] all;
        try {
            all = Base64.getUrlDecoder().decode(nonce);
        } catch (IllegalArgumentException e) {
            return Verdict.FORGED;
        }
        if (all.length != SIZE) {
            return Verdict.FORGED;
        }
        ByteBuffer buffer = ByteBuffer.wrap(all);
        byte[] body = new byte[16];
        byte[] signature = new byte[SIGNATURE];
        buffer.get(body).get(signature);
        if (!MessageDigest.isEqual(sign(body), signature)) {
            return Verdict.FORGED;
        }
        long age = nowMillis - ByteBuffer.wrap(body).getLong();
        return age > lifetimeMillis || age < -lifetimeMillis ? Verdict.STALE : Verdict.GOOD;
    }

    /**
     * Takes a nonce count, after the response has proved good. Counts may come out of order, but each only once, and none
     * that is {@value #WINDOW} behind the highest.
     */
    boolean use(String nonce, long count) {
        long[] state = used.get(nonce);
        if (state == null) {
            used.put(nonce, new long[] {count, 1});
            return true;
        }
        if (count > state[0]) {
            long ahead = count - state[0];
            state[1] = ahead >= WINDOW ? 1 : (state[1] << ahead) | 1;
            state[0] = count;
            return true;
        }
        long behind = state[0] - count;
        if (behind >= WINDOW || (state[1] & (1L << behind)) != 0) {
            return false;
        }
        state[1] |= 1L << behind;
        return true;
    }

    private byte[] sign(byte[] body) {
        byte[] whole = mac.doFinal(body);
        byte[] part = new byte[SIGNATURE];
        System.arraycopy(whole, 0, part, 0, SIGNATURE);
        return part;
    }
}
