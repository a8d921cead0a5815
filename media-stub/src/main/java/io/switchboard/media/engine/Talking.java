package io.switchboard.media.engine;

/** Who talks: loud for 60 ms begins it, quiet for half a second ends it. */
final class Talking {
    private static final int LOUD = -45;
    private static final int FRAMES_TO_BEGIN = 3;
    private static final int FRAMES_TO_END = 25;

    private boolean talks;
    private int frames;

    /** Takes the level of a frame in dBov; whether that has changed something. */
    boolean heard(int level) {
        boolean loud = level > LOUD;
        frames = loud == talks ? 0 : frames + 1;
        if (frames < (talks ? FRAMES_TO_END : FRAMES_TO_BEGIN)) {
            return false;
        }
        talks = loud;
        frames = 0;
        return true;
    }

    boolean talks() {
        return talks;
    }
}
