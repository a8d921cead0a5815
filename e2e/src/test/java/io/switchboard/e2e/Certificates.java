package io.switchboard.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A certificate of a server at localhost, signed by itself. */
final class Certificates {
    private Certificates() {}

    /** Makes cert.pem and key.pem; phones trust cert.pem. Linphone ignores addresses in it: the name has to be there. */
    static void make(Path folder) {
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
                        "key.pem",
                        "-out",
                        "cert.pem",
                        "-subj",
                        "/CN=localhost",
                        "-addext",
                        "subjectAltName=DNS:localhost"));
        if (openssl.exitCode(Duration.ofSeconds(30)) != 0) {
            throw new AssertionError("openssl: " + openssl.output());
        }
    }
}
