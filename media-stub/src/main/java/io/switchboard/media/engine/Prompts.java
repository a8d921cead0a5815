package io.switchboard.media.engine;

import io.switchboard.media.Prompt;
import io.switchboard.media.tone.AudioSource;
import io.switchboard.media.tone.Pcm;
import io.switchboard.media.tone.PcmSource;
import io.switchboard.media.tone.ToneSource;
import io.switchboard.media.tone.WavReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Brings prompts to announcements; files are read on virtual threads, and kept while they do not change. */
final class Prompts {
    private static final int KEPT = 256;

    private final Map<Path, Cached> cache = new ConcurrentHashMap<>();

    private record Cached(FileTime modified, Pcm pcm) {}

    /** Starts an announcement, at once or when its file has been read; {@code lane} runs tasks where it lives. */
    void start(Prompt prompt, Announcement announcement, Consumer<Runnable> lane) {
        switch (prompt) {
            case Prompt.Tones tones -> announcement.start(new ToneSource(tones));
            case Prompt.WavFile file -> {
                @SuppressWarnings("unused") // its ends are handled here
                var reading = CompletableFuture.supplyAsync(
                                () -> new PcmSource(read(file.path()), file.repeats()),
                                task -> Thread.ofVirtual().name("prompt").start(task))
                        .whenComplete((source, error) -> lane.accept(() -> start(announcement, source, error)));
            }
        }
    }

    private static void start(Announcement announcement, AudioSource source, Throwable error) {
        if (error != null) {
            Throwable cause =
                    error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
            announcement.end(String.valueOf(cause.getMessage()));
        } else {
            announcement.start(source);
        }
    }

    private Pcm read(Path path) {
        try {
            FileTime modified = Files.getLastModifiedTime(path);
            Cached cached = cache.get(path);
            if (cached != null && cached.modified().equals(modified)) {
                return cached.pcm();
            }
            Pcm pcm = WavReader.read(path);
            if (cache.size() < KEPT) {
                cache.put(path, new Cached(modified, pcm));
            }
            return pcm;
        } catch (IOException e) {
            throw new UncheckedIOException(e.getClass().getSimpleName() + ": " + e.getMessage(), e);
        }
    }
}
