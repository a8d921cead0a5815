package io.switchboard.sip.call;

import org.jspecify.annotations.Nullable;

/**
 * How a participant is to be silenced, or not any more.
 *
 * @param muted whether the others do not hear it; null leaves that as it is
 * @param deaf whether it does not hear the others; null leaves that as it is
 */
public record Silence(@Nullable Boolean muted, @Nullable Boolean deaf) {
    /** Whether it takes something away: a call that is not mixed cannot do that. */
    boolean takes() {
        return Boolean.TRUE.equals(muted) || Boolean.TRUE.equals(deaf);
    }
}
