package io.switchboard.media.tone;

/**
 * Sound in memory, in one channel.
 *
 * @param sampleRate 8000, 16000 or 48000 Hz
 * @param samples shared by all who play it, never changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Pcm(int sampleRate, short[] samples) {}
