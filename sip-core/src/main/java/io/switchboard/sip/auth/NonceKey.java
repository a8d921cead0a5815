package io.switchboard.sip.auth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

/** The secret that nonces are signed with; kept in a file, so that nonces survive a restart. */
public final class NonceKey {
    private static final int LENGTH = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final byte[] bytes;

    /** A key of these bytes; at least 16. */
    public NonceKey(byte[] bytes) {
        if (bytes.length < 16) {
            throw new IllegalArgumentException("a key for nonces has at least 16 bytes");
        }
        this.bytes = bytes.clone();
    }

    /**
     * The key in a file, which is made at the first start, readable for its owner only. Blocks.
     *
     * @throws IOException if it cannot be read or made, or is damaged
     */
    public static NonceKey in(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] fresh = new byte[LENGTH];
            new SecureRandom().nextBytes(fresh);
            create(file, fresh);
        }
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length != LENGTH) {
            throw new IOException(file + " is damaged: " + LENGTH + " bytes were expected. Delete it to have a new one;"
                    + " phones then authenticate afresh");
        }
        return new NonceKey(bytes);
    }

    /** Written beside and moved, so that a kill leaves no half a key. */
    private static void create(Path file, byte[] key) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        boolean posix = Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix");
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
        try (FileChannel channel =
                FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
            ByteBuffer buffer = ByteBuffer.wrap(key);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException e) {
            Files.deleteIfExists(fresh); // another process was faster, and its key counts
        }
    }

    byte[] bytes() {
        return bytes.clone();
    }
}
