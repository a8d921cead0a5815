package io.switchboard.server.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/** The key that digest nonces are signed with: kept in the data folder, readable by the server's user only. */
final class NonceKey {
    private static final int SIZE = 32;

    private NonceKey() {}

    /** The key of a data folder, made when first asked for. */
    static byte[] of(Path data) throws IOException {
        Path file = data.resolve("nonce.key");
        try {
            byte[] key = Files.readAllBytes(file);
            if (key.length == SIZE) {
                return key;
            }
        } catch (NoSuchFileException e) {
            // The first start.
        }
        byte[] key = new byte[SIZE];
        new SecureRandom().nextBytes(key);
        Path fresh = data.resolve("nonce.key.new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(fresh, key);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return key;
    }
}
