package io.switchboard.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Certificates that sign themselves, and connections that show them. */
final class Certificates {
    private Certificates() {}

    /** Makes cert.pem and key.pem; phones trust cert.pem. Linphone ignores addresses in it: the name has to be there. */
    static void make(Path folder) {
        make(folder, "localhost", "");
    }

    /** Makes NAME-cert.pem and NAME-key.pem. */
    static void make(Path folder, String name) {
        make(folder, name, name + "-");
    }

    private static void make(Path folder, String name, String prefix) {
        ChildProcess openssl = ChildProcess.start(
                "openssl",
                folder,
                Map.of(),
                List.of(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-days",
                        "2",
                        "-keyout",
                        prefix + "key.pem",
                        "-out",
                        prefix + "cert.pem",
                        "-subj",
                        "/CN=" + name,
                        "-addext",
                        "subjectAltName=DNS:" + name));
        if (openssl.exitCode(Duration.ofSeconds(30)) != 0) {
            throw new AssertionError("openssl: " + openssl.output());
        }
    }

    /** Connects to a port of 127.0.0.1, whatever certificate is there, and shows that of a name, or none for "". */
    static SSLSocket connect(int port, Path folder, String name) throws IOException {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(name.isEmpty() ? null : store(folder, name), new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    name.isEmpty() ? null : keys.getKeyManagers(),
                    new TrustManager[] {new Trusting()},
                    new SecureRandom());
            SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
            socket.startHandshake();
            return socket;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static KeyStore store(Path folder, String name) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        String pem = Files.readString(folder.resolve(name + "-key.pem"));
        byte[] key = Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]*-----", ""));
        try (InputStream in = Files.newInputStream(folder.resolve(name + "-cert.pem"))) {
            Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
            store.setKeyEntry(
                    name,
                    KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key)),
                    new char[0],
                    new Certificate[] {certificate});
        }
        return store;
    }

    /** These tests look at what the server makes of us; who it is they know. */
    private static final class Trusting extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(java.security.cert.X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(
                java.security.cert.X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(
                java.security.cert.X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(
                java.security.cert.X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(
                java.security.cert.X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public java.security.cert.X509Certificate[] getAcceptedIssuers() {
            return new java.security.cert.X509Certificate[0];
        }
    }
}
