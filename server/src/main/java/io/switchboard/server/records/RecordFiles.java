package io.switchboard.server.records;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The files of records, {@code calls-2026-03-02-0000.jsonl}: a new one each day (UTC) and when one is full. */
final class RecordFiles implements AutoCloseable {
    /** A batch of lines is at most this long in bytes, or a single line. */
    static final int BATCH = 256 * 1024;

    private static final int TAIL = 4 * 1024 * 1024;

    private final Path directory;
    private final long mostBytes;
    private final int keepDays;
    private final LongSupplier wallClock;
    private @Nullable FileChannel channel;
    private long size;
    private String day = "";
    private int number;

    RecordFiles(Path directory, long mostBytes, int keepDays, LongSupplier wallClock) throws IOException {
        this.directory = directory;
        this.mostBytes = mostBytes;
        this.keepDays = keepDays;
        this.wallClock = wallClock;
        List<Path> files = files(directory);
        if (!files.isEmpty()) {
            String name = files.get(files.size() - 1).getFileName().toString();
            day = name.substring(6, 16);
            number = Integer.parseInt(name, 17, 21, 10);
            FileChannel last = open();
            channel = last;
            size = cutAfterLastLine(last);
        }
    }

    /** The files in a directory, oldest first. */
    static List<Path> files(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found =
                Files.newDirectoryStream(directory, "calls-????-??-??-[0-9][0-9][0-9][0-9].jsonl")) {
            found.forEach(files::add);
        }
        files.sort(Comparator.naturalOrder());
        return files;
    }

    /** Removes a last line that a power failure left without its end. */
    private static long cutAfterLastLine(FileChannel file) throws IOException {
        long size = file.size();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (size > 0) {
            one.clear();
            file.read(one, size - 1);
            if (one.get(0) == '\n') {
                break;
            }
            size--;
        }
        file.truncate(size);
        return size;
    }

    /** Ids of the records written last: at least those of the last batch. */
    Set<String> lastIds() throws IOException {
        Set<String> ids = new HashSet<>();
        FileChannel file = channel;
        if (file != null) {
            ByteBuffer tail = ByteBuffer.allocate((int) Math.min(TAIL, size));
            while (tail.hasRemaining() && file.read(tail, size - tail.remaining()) > 0) {}
            for (String line : new String(tail.array(), StandardCharsets.UTF_8).split("\n", -1)) {
                String id = RecordJson.id(line);
                if (id != null) {
                    ids.add(id);
                }
            }
        }
        return ids;
    }

    /** Appends whole lines to one file. If this fails nothing of them is left there. */
    void append(ByteBuffer lines) throws IOException {
        int length = lines.remaining();
        FileChannel file = current(length);
        try {
            while (lines.hasRemaining()) {
                file.write(lines, size + lines.position());
            }
            size += length;
        } catch (IOException e) {
            file.truncate(size);
            throw e;
        }
    }

    /** The file for the next lines. Its day never goes back, even if the clock does, so that the last stays the last. */
    private FileChannel current(int more) throws IOException {
        String today = Instant.ofEpochMilli(wallClock.getAsLong())
                .atOffset(ZoneOffset.UTC)
                .toLocalDate()
                .toString();
        boolean newDay = today.compareTo(day) > 0;
        boolean full = size > 0 && size + more > mostBytes && number < 9999;
        FileChannel file = channel;
        if (file != null && !newDay && !full) {
            return file;
        }
        if (file != null) {
            file.force(false);
            file.close();
            channel = null;
        }
        if (newDay) {
            day = today;
            number = 0;
        } else if (full) {
            number++;
        }
        FileChannel opened = open();
        channel = opened;
        size = opened.size();
        if (newDay && keepDays > 0) {
            removeBefore(LocalDate.parse(today).minusDays(keepDays).toString());
        }
        return opened;
    }

    private void removeBefore(String oldest) throws IOException {
        for (Path file : files(directory)) {
            if (file.getFileName().toString().substring(6, 16).compareTo(oldest) < 0) {
                Files.delete(file);
            }
        }
    }

    private FileChannel open() throws IOException {
        String digits = Integer.toString(10_000 + number).substring(1);
        return FileChannel.open(
                directory.resolve("calls-" + day + "-" + digits + ".jsonl"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }

    /** Forces what was written to the disk. */
    void force() throws IOException {
        FileChannel file = channel;
        if (file != null) {
            file.force(false);
        }
    }

    @Override
    public void close() throws IOException {
        FileChannel file = channel;
        if (file != null) {
            file.force(false);
            file.close();
        }
    }
}
