package io.switchboard.media.engine;

import io.switchboard.media.MediaEvent;
import io.switchboard.media.Playback;
import io.switchboard.media.dsp.Resampler;
import io.switchboard.media.mix.Voice;
import io.switchboard.media.tone.AudioSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A prompt that is played into a mix or to one listener; silent until its source is there. Lives on a lane. */
final class Announcement implements Playback {
    private final Tally tally;
    private final Consumer<MediaEvent> events;
    private final Consumer<Runnable> lane;
    private final Voice voice;
    private int mixRate;
    private @Nullable AudioSource source;
    private @Nullable Resampler resampler;
    private short[] own = {};
    private boolean over;

    /**
     * Something that will be played.
     *
     * @param lane runs tasks where the announcement lives
     */
    Announcement(Tally tally, Consumer<MediaEvent> events, Consumer<Runnable> lane, int mixRate) {
        this.tally = tally;
        this.events = events;
        this.lane = lane;
        this.mixRate = mixRate;
        voice = new Voice(mixRate / 50);
        tally.playbacks.incrementAndGet();
    }

    Voice voice() {
        return voice;
    }

    boolean over() {
        return over;
    }

    /** What is to be played is there. */
    void start(AudioSource from) {
        source = from;
        own = new short[from.sampleRate() / 50];
        resampler = from.sampleRate() == mixRate ? null : new Resampler(from.sampleRate(), mixRate);
    }

    /** The mix has another rate. */
    void mixRate(int rate) {
        if (rate == mixRate) {
            return;
        }
        mixRate = rate;
        voice.resize(rate / 50);
        if (source != null) {
            resampler = source.sampleRate() == rate ? null : new Resampler(source.sampleRate(), rate);
        }
    }

    /** Brings the next 20 ms into the voice. */
    void next() {
        if (source == null || over) {
            voice.heard(false);
            return;
        }
        short[] target = resampler == null ? voice.frame() : own;
        if (!source.read(target, source.sampleRate() / 50)) {
            voice.heard(false);
            end(null);
            return;
        }
        if (resampler != null) {
            resampler.process(own, own.length, voice.frame());
        }
        voice.heard(true);
    }

    /** Ends it, once. */
    void end(@Nullable String error) {
        if (!over) {
            over = true;
            tally.playbacks.decrementAndGet();
            events.accept(new MediaEvent.PlaybackEnded(this, error));
        }
    }

    @Override
    public void stop() {
        lane.accept(() -> end(null));
    }
}
