package io.switchboard.routing;

/**
 * Whether and how a route's calls are recorded.
 *
 * @param kind into which file, if at all
 * @param beep whether all hear a beep when it begins
 */
public record Recording(Kind kind, boolean beep) {
    /** They are not. */
    public static final Recording NONE = new Recording(Kind.NO, true);

    /** Into which file. */
    public enum Kind {
        /** None. */
        NO,
        /** All in one channel. */
        MONO,
        /** Each participant in a channel of its own. */
        CHANNELS
    }
}
