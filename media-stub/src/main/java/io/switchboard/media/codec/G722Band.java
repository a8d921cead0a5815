package io.switchboard.media.codec;

/**
 * One of the two bands of G.722: an adaptive quantizer scale and a predictor with two poles and six zeros (ITU-T G.722
 * §3). The names are the recommendation's.
 */
final class G722Band {
    private static final int[] ILB = {
        2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774, 2834, 2896, 2960,
        3025, 3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838, 3922, 4008
    };

    private final int[] a = new int[3];
    private final int[] b = new int[7];
    private final int[] d = new int[7];
    private final int[] p = new int[3];
    private final int[] r = new int[3];
    private int sz;
    private int nb;
    private int det;
    private int s;
    private final int largest;
    private final int shift;

    /** The lower band, or the higher one. */
    G722Band(boolean lower) {
        det = lower ? 32 : 8;
        largest = lower ? 18_432 : 22_528;
        shift = lower ? 8 : 10;
    }

    int predicted() {
        return s;
    }

    int scale() {
        return det;
    }

    /** Adapts the quantizer's scale by a table's weight (§3.5: LOGSCL, SCALEL, LOGSCH, SCALEH). */
    void adapt(int weight) {
        nb = Math.max(0, Math.min(largest, ((nb * 127) >> 7) + weight));
        int down = shift - (nb >> 11);
        int step = ILB[(nb >> 6) & 31];
        det = (down < 0 ? step << -down : step >> down) << 2;
    }

    /** Takes the quantized difference into the predictor (§3.6). */
    void predict(int difference) {
        int r0 = saturate(s + difference);
        int p0 = saturate(sz + difference);
        boolean same1 = p0 >> 15 == p[1] >> 15;
        boolean same2 = p0 >> 15 == p[2] >> 15;
        int wd1 = saturate(a[1] << 2);
        int wd2 = Math.min(32_767, same1 ? -wd1 : wd1);
        int ap2 = (wd2 >> 7) + (same2 ? 128 : -128) + ((a[2] * 32_512) >> 15);
        ap2 = Math.max(-12_288, Math.min(12_288, ap2));
        int limit = saturate(15_360 - ap2);
        int ap1 = saturate((same1 ? 192 : -192) + ((a[1] * 32_640) >> 15));
        ap1 = Math.max(-limit, Math.min(limit, ap1));
        int step = difference == 0 ? 0 : 128;
        int sign = difference >> 15;
        for (int i = 6; i > 0; i--) {
            int towards = d[i] >> 15 == sign ? step : -step;
            b[i] = saturate(towards + ((b[i] * 32_640) >> 15));
        }
        d[0] = difference;
        System.arraycopy(d, 0, d, 1, 6);
        r[2] = r[1];
        r[1] = r0;
        p[2] = p[1];
        p[1] = p0;
        a[2] = ap2;
        a[1] = ap1;
        int sp = saturate(((a[1] * saturate(r[1] + r[1])) >> 15) + ((a[2] * saturate(r[2] + r[2])) >> 15));
        int zeros = 0;
        for (int i = 6; i > 0; i--) {
            zeros += (b[i] * saturate(d[i] + d[i])) >> 15;
        }
        sz = saturate(zeros);
        s = saturate(sp + sz);
    }

    void copy(G722Band other) {
        System.arraycopy(other.a, 0, a, 0, a.length);
        System.arraycopy(other.b, 0, b, 0, b.length);
        System.arraycopy(other.d, 0, d, 0, d.length);
        System.arraycopy(other.p, 0, p, 0, p.length);
        System.arraycopy(other.r, 0, r, 0, r.length);
        sz = other.sz;
        nb = other.nb;
        det = other.det;
        s = other.s;
    }

    static int saturate(int value) {
        return value > 32_767 ? 32_767 : value < -32_768 ? -32_768 : value;
    }
}
