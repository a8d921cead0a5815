package io.switchboard.media;

/** Is told what happens in a room, on the thread that owns it; must not block. */
@FunctionalInterface
public interface MediaEvents {
    /** Something has happened. */
    void happened(MediaEvent event);
}
