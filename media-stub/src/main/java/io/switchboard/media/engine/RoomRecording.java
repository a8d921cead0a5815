package io.switchboard.media.engine;

import io.switchboard.media.Recording;
import io.switchboard.media.dsp.Limiter;
import io.switchboard.media.dsp.Resampler;
import io.switchboard.media.mix.Voice;
import io.switchboard.media.record.RecordingFile;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A recording as its room sees it: takes the mix or some voices each turn. Lives on the room's lane. */
final class RoomRecording implements Recording {
    private final Path path;
    private final Consumer<Runnable> lane;
    private final List<Participant> participants;
    private final Limiter limiter = new Limiter();
    private @Nullable RecordingFile file;
    private boolean stopped;
    private int mixRate;
    private final @Nullable Resampler[] resamplers;
    private short[] limited = {};

    /** @param participants whose voices go into channels of their own; none for the mix */
    RoomRecording(Path path, List<Participant> participants, Consumer<Runnable> lane) {
        this.path = path;
        this.participants = List.copyOf(participants);
        this.lane = lane;
        resamplers = new @Nullable Resampler[channels()];
    }

    int channels() {
        return Math.max(1, participants.size());
    }

    @Override
    public Path file() {
        return path;
    }

    /** Begins to write; nothing if it was stopped before. */
    void start(RecordingFile recording) {
        file = recording;
        if (stopped) {
            recording.stop();
        }
    }

    /** Whether it takes no more frames. */
    boolean over() {
        return stopped || (file != null && file.over());
    }

    /** Takes one turn of the room. */
    void take(Room room, int[] sum, int rate) {
        RecordingFile to = file;
        if (to == null || over()) {
            return;
        }
        if (rate != mixRate) {
            mixRate = rate;
            limited = new short[Math.max(rate, to.sampleRate()) / 50];
            for (int i = 0; i < resamplers.length; i++) {
                resamplers[i] = rate == to.sampleRate() ? null : new Resampler(rate, to.sampleRate());
            }
        }
        int samples = to.sampleRate() / 50;
        int channels = channels();
        short[] frame = new short[samples * channels];
        if (participants.isEmpty()) {
            limiter.limit(sum, rate / 50, limited);
            put(resamplers[0], limited, frame, 0, samples, 1);
        } else {
            for (int i = 0; i < channels; i++) {
                Voice voice = participants.get(i).voice();
                if (participants.get(i).room() == room && voice.sounding() && !voice.muted()) {
                    put(resamplers[i], voice.frame(), frame, i, samples, channels);
                }
            }
        }
        to.offer(frame);
    }

    private void put(
            @Nullable Resampler resampler, short[] from, short[] frame, int channel, int samples, int channels) {
        short[] source = from;
        if (resampler != null) {
            source = new short[samples];
            resampler.process(from, mixRate / 50, source);
        }
        for (int i = 0; i < samples; i++) {
            frame[i * channels + channel] = source[i];
        }
    }

    @Override
    public void stop() {
        lane.accept(this::end);
    }

    /** Ends it, on the lane. */
    void end() {
        stopped = true;
        if (file != null) {
            file.stop();
        }
    }
}
