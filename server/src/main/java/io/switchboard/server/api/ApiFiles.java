package io.switchboard.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** What the data folder tells a command on the same machine: where the API listens, and a token for it. */
public final class ApiFiles {
    private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rw-------");
    private static final int TOKEN_BYTES = 32;

    private ApiFiles() {}

    private static Path tokenFile(Path data) {
        return data.resolve("api.token");
    }

    private static Path addressFile(Path data) {
        return data.resolve("api.json");
    }

    /** The token, made when first asked for; only the server's user can read it. */
    static String makeToken(Path data) throws IOException {
        Path file = tokenFile(data);
        try {
            String token = Files.readString(file, StandardCharsets.US_ASCII).strip();
            if (!token.isEmpty()) {
                Files.setPosixFilePermissions(file, OURS);
                return token;
            }
        } catch (NoSuchFileException e) {
            // The first start.
        }
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        write(file, token + "\n");
        return token;
    }

    static void tellAddress(Path data, InetSocketAddress address) throws IOException {
        InetAddress ip = address.getAddress();
        String host = ip.getAddress().length == 4 ? ip.getHostAddress() : "[" + ip.getHostAddress() + "]";
        write(
                addressFile(data),
                JsonMapper.builder().build().createObjectNode().put("url", "http://" + host + ":" + address.getPort())
                        + "\n");
    }

    static void forgetAddress(Path data) throws IOException {
        Files.deleteIfExists(addressFile(data));
    }

    private static void write(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(OURS));
        Files.writeString(fresh, text, StandardCharsets.US_ASCII);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * The token of a data folder.
     *
     * @throws IOException if there is none that this user may read
     */
    public static String token(Path data) throws IOException {
        return Files.readString(tokenFile(data), StandardCharsets.US_ASCII).strip();
    }

    /**
     * Where the server of a data folder listens.
     *
     * @throws IOException if none runs there, or its API is off
     */
    public static URI address(Path data) throws IOException {
        JsonNode told = JsonMapper.builder().build().readTree(Files.readString(addressFile(data)));
        return URI.create(told.path("url").asText());
    }
}
