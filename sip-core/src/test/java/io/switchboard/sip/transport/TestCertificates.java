package io.switchboard.sip.transport;

import io.switchboard.sip.transport.tls.TlsSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Self-signed certificates made by the JDK's keytool. */
final class TestCertificates {
    private static final String PASSWORD = "changeit";

    private TestCertificates() {}

    /** Writes NAME.crt and NAME.key; the certificate is good for the alternative names given, such as dns:localhost. */
    static void make(Path folder, String name, String alternatives) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Files.deleteIfExists(store);
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        run(List.of(
                keytool,
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=" + alternatives,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Key key = keys.getKey("a", PASSWORD.toCharArray());
        if (key == null) {
            throw new GeneralSecurityException("keytool made no key");
        }
        write(
                folder.resolve(name + ".crt"),
                "CERTIFICATE",
                keys.getCertificate("a").getEncoded());
        write(folder.resolve(name + ".key"), "PRIVATE KEY", key.getEncoded());
    }

    /** Puts one's files in the place of the other's. */
    static void replace(Path folder, String old, String by) throws IOException {
        for (String suffix : List.of(".crt", ".key")) {
            Files.copy(folder.resolve(by + suffix), folder.resolve(old + suffix), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Settings with the certificate of one name and trust in that of another. */
    static TlsSettings settings(Path folder, String name, String trusted, boolean askClients) {
        return new TlsSettings(
                folder.resolve(name + ".crt"),
                folder.resolve(name + ".key"),
                folder.resolve(trusted + ".crt"),
                askClients);
    }

    private static void write(Path file, String type, byte[] der) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(
                file,
                "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n",
                StandardCharsets.US_ASCII);
    }

    private static void run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("keytool failed: " + said);
        }
    }
}
