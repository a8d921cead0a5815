package io.switchboard.bench;

import static java.util.Objects.requireNonNull;

import io.switchboard.sip.auth.Account;
import io.switchboard.sip.auth.AccountDirectory;
import io.switchboard.sip.auth.Admission;
import io.switchboard.sip.auth.DigestAlgorithm;
import io.switchboard.sip.auth.DigestClient;
import io.switchboard.sip.auth.DigestGatekeeper;
import io.switchboard.sip.auth.DigestVerifier;
import io.switchboard.sip.auth.TrunkDirectory;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.MessageParser;
import io.switchboard.sip.message.SipRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A REGISTER at the gatekeeper: without credentials, and with those that prove its account. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DigestBenchmark {
    private static final String DOMAIN = "example.com";
    private static final String PASSWORD = "wonder";
    private static final int LOGINS = 1 << 14;
    private static final long LIFETIME_MILLIS = 3_600_000;
    private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** What alice logs in with. */
    @Param({"MD5", "SHA_256"})
    public DigestAlgorithm algorithm = DigestAlgorithm.MD5;

    private final NowhereFlow flow = new NowhereFlow();
    private final SipRequest stranger = register("");
    private final SipRequest[] logins = new SipRequest[LOGINS];
    private DigestGatekeeper gatekeeper = fresh();
    private int next;

    /** As many requests as there are nonces: each counts once. */
    @Setup
    public void logIn() {
        gatekeeper = fresh();
        DigestClient phone = new DigestClient("alice", PASSWORD, DOMAIN, new RandomTokens());
        for (int i = 0; i < LOGINS; i++) {
            Admission.Challenge challenge = (Admission.Challenge) gatekeeper.admit(stranger, flow);
            String credentials = requireNonNull(phone.answer(challenge.challenges(), "REGISTER", "sip:" + DOMAIN));
            logins[i] = register("Authorization: " + credentials + "\n");
        }
        if (!(gatekeeper.admit(logins[0], flow) instanceof Admission.FromAccount)) {
            throw new IllegalStateException("alice is not let in");
        }
        gatekeeper = fresh();
    }

    /** A challenge. */
    @Benchmark
    public Admission challenge() {
        return gatekeeper.admit(stranger, flow);
    }

    /** A proof. Once all nonces are used a verifier that has not seen them takes over. */
    @Benchmark
    public Admission prove() {
        if (next == LOGINS) {
            next = 0;
            gatekeeper = fresh();
        }
        return gatekeeper.admit(logins[next++], flow);
    }

    private DigestGatekeeper fresh() {
        DigestVerifier verifier = new DigestVerifier(KEY, LIFETIME_MILLIS, () -> 1_000_000, new RandomTokens());
        Account alice = new Account("alice", DOMAIN, "", ha1("MD5"), ha1("SHA-256"));
        AccountDirectory accounts = new AccountDirectory(List.of(DOMAIN), List.of(alice), List.of(algorithm));
        return new DigestGatekeeper(verifier, accounts, new TrunkDirectory(List.of(), Map.of()));
    }

    private static String ha1(String algorithm) {
        try {
            byte[] text = ("alice:" + DOMAIN + ":" + PASSWORD).getBytes(StandardCharsets.US_ASCII);
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SipRequest register(String authorization) {
        byte[] wire = ("""
                REGISTER sip:example.com SIP/2.0
                Via: SIP/2.0/UDP 127.0.0.1:5062;branch=z9hG4bKnashds7;rport
                Max-Forwards: 70
                From: <sip:alice@example.com>;tag=456248
                To: <sip:alice@example.com>
                Call-ID: 843817637684230@127.0.0.1
                CSeq: 1826 REGISTER
                Contact: <sip:alice@127.0.0.1:5062>
                Expires: 3600
                """ + authorization + "Content-Length: 0\n\n")
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        return (SipRequest) requireNonNull(MessageParser.parse(wire, 0, wire.length));
    }
}
