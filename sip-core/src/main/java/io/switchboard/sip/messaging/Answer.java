package io.switchboard.sip.messaging;

/** Whoever waits for what becomes of a message. */
@FunctionalInterface
public interface Answer {
    /** Nobody does. */
    Answer NOBODY = status -> {};

    /** Told once: 200 if a device has it, 202 if it is kept, else why it is refused. */
    void tell(int status);
}
