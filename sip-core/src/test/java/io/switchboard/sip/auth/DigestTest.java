package io.switchboard.sip.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.MessageParser;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.sim.VirtualLane;
import io.switchboard.sip.transport.Flow;
import io.switchboard.sip.transport.ListenPoint;
import io.switchboard.sip.transport.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final InetSocketAddress SOURCE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 40000);

    private final DigestHash hash = new DigestHash();
    private final VirtualLane lane = new VirtualLane();
    private final Nonces nonces = new Nonces(KEY, 60_000, new RandomTokens(new Random(1)));
    private final DigestClient alice =
            new DigestClient("alice", "secret", "example.test", new RandomTokens(new Random(2)));
    private final DigestGatekeeper gatekeeper = gatekeeper(flow -> null);

    private DigestGatekeeper gatekeeper(DigestGatekeeper.TrunkSources trunks) {
        Account account = new Account(
                "alice",
                "example.test",
                "Alice",
                hash.ha1(DigestAlgorithm.MD5, "alice", "example.test", "secret"),
                hash.ha1(DigestAlgorithm.SHA_256, "alice", "example.test", "secret"));
        AccountDirectory directory = new AccountDirectory(List.of("example.test", "127.0.0.1"), List.of(account));
        return new DigestGatekeeper(lane, directory, trunks, nonces, new GuessGuard());
    }

    private static SipRequest request(String method, String from, String extra) {
        String text = method + " sip:example.test SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 127.0.0.1:40000;branch=z9hG4bKx\r\n"
                + "From: " + from + ";tag=a\r\nTo: <sip:alice@example.test>\r\nCall-ID: c\r\nCSeq: 1 " + method
                + "\r\n" + extra + "Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return (SipRequest) Objects.requireNonNull(MessageParser.parse(bytes, 0, bytes.length));
    }

    private static final Flow FLOW = new Flow() {
        @Override
        public Protocol protocol() {
            return Protocol.UDP;
        }

        @Override
        public InetSocketAddress remote() {
            return SOURCE;
        }

        @Override
        public ListenPoint local() {
            return new ListenPoint(Protocol.UDP, SOURCE, "127.0.0.1:5060");
        }

        @Override
        public boolean open() {
            return true;
        }

        @Override
        public String peerName() {
            return "";
        }
    };

    private Admission register(String authorization) {
        return gatekeeper.admit(
                request("REGISTER", "<sip:alice@example.test>", "Authorization: " + authorization + "\r\n"), FLOW);
    }

    private List<String> challenges() {
        Admission first = gatekeeper.admit(request("REGISTER", "<sip:alice@example.test>", ""), FLOW);
        return ((Admission.Challenge) first).challenges();
    }

    private String answer(List<String> challenges) {
        String answer = alice.answer(challenges, "REGISTER", "sip:example.test");
        assertThat(answer).isNotNull();
        return String.valueOf(answer);
    }

    /** RFC 7616 section 3.9.1. */
    @Test
    void responsesAreThoseOfTheRfc() {
        String nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
        String cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
        for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
            String ha1 = hash.ha1(algorithm, "Mufasa", "http-auth@example.org", "Circle of Life");
            byte[] response = hash.response(algorithm, ha1, nonce, "00000001", cnonce, "GET", "/dir/index.html");
            assertThat(new String(response, StandardCharsets.US_ASCII))
                    .isEqualTo(
                            algorithm == DigestAlgorithm.MD5
                                    ? "8ca523f5e9506fed4657c9700eebdbec"
                                    : "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
        }
    }

    /** RFC 8760 section 2.4: the strongest first. */
    @Test
    void strangerIsChallengedWithSha256BeforeMd5() {
        assertThat(challenges()).hasSize(2);
        assertThat(challenges().get(0)).contains("algorithm=SHA-256");
        assertThat(challenges().get(1)).contains("algorithm=MD5");
    }

    @Test
    void bothAlgorithmsAreGood() {
        for (int i = 0; i < 2; i++) {
            assertThat(register(answer(List.of(challenges().get(i))))).isInstanceOf(Admission.FromAccount.class);
        }
    }

    /** RFC 7616 section 3.4: a nonce count is good once. */
    @Test
    void replayedCredentialsAreStale() {
        String answer = answer(challenges());
        assertThat(register(answer)).isInstanceOf(Admission.FromAccount.class);
        Admission again = register(answer);
        assertThat(((Admission.Challenge) again).challenges().get(0)).contains("stale=true");
    }

    @Test
    void oldNonceIsStaleAndNewOneIsGood() {
        String answer = answer(challenges());
        lane.advance(61_000);
        Admission late = register(answer);
        assertThat(((Admission.Challenge) late).challenges().get(0)).contains("stale=true");
        assertThat(register(answer(((Admission.Challenge) late).challenges())))
                .isInstanceOf(Admission.FromAccount.class);
    }

    @Test
    void nonceOfBeforeARestartIsStillGood() {
        String nonce = nonces.make(lane.wallClock());
        assertThat(new Nonces(KEY, 60_000, new RandomTokens()).check(nonce, lane.wallClock()))
                .isEqualTo(Nonces.Verdict.GOOD);
        assertThat(new Nonces("another key of 16".getBytes(StandardCharsets.US_ASCII), 60_000, new RandomTokens())
                        .check(nonce, lane.wallClock()))
                .isEqualTo(Nonces.Verdict.FORGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "nobody"})
    void wrongPasswordAndUnknownUserGetTheSameAnswer(String user) {
        String wrong = new DigestClient(user, "guess", "example.test", new RandomTokens())
                .answer(challenges(), "REGISTER", "sip:example.test");
        Admission admission = register(String.valueOf(wrong));
        assertThat(admission).isInstanceOf(Admission.Challenge.class);
        assertThat(((Admission.Challenge) admission).challenges().get(0)).doesNotContain("stale");
    }

    @Test
    void guesserIsSlowed() {
        for (int i = 0; i < 10; i++) {
            register(String.valueOf(new DigestClient("alice", "guess" + i, "example.test", new RandomTokens())
                    .answer(challenges(), "REGISTER", "sip:example.test")));
        }
        assertThat(register(answer(challenges()))).isInstanceOf(Admission.Refused.class);
        lane.advance(60_001);
        assertThat(register(answer(challenges()))).isInstanceOf(Admission.FromAccount.class);
    }

    @Test
    void forgedFromIsRefused() {
        String answer = answer(challenges());
        Admission admission = gatekeeper.admit(
                request("REGISTER", "<sip:bob@example.test>", "Authorization: " + answer + "\r\n"), FLOW);
        assertThat(admission).isEqualTo(new Admission.Refused(403, "Not your address"));
    }

    @Test
    void credentialsOfAnotherRequestAreNotGoodForThisOne() {
        String answer = alice.answer(challenges(), "INVITE", "sip:example.test");
        assertThat(register(String.valueOf(answer))).isInstanceOf(Admission.Challenge.class);
    }

    @Test
    void trunkNeedsNoDigestButCannotRegister() {
        DigestGatekeeper withTrunk = gatekeeper(flow -> "carrier");
        assertThat(withTrunk.admit(request("INVITE", "<sip:1@other.test>", ""), FLOW))
                .isEqualTo(new Admission.FromTrunk("carrier"));
        assertThat(withTrunk.admit(request("REGISTER", "<sip:1@other.test>", ""), FLOW))
                .isInstanceOf(Admission.Challenge.class);
    }

    /** Linphone writes two spaces behind the header's colon, others leave the quotes away. */
    @ParameterizedTest
    @ValueSource(strings = {"Digest a=b,c=\"d\"", "digest  a = b , c = \"d\"", "Digest c=\"d\",a=b"})
    void parametersAreReadHoweverTheyAreSpaced(String value) {
        DigestParams params = DigestParams.parse(value);
        assertThat(params).isNotNull();
        assertThat(params == null ? null : params.get("a")).isEqualTo("b");
        assertThat(params == null ? null : params.get("C")).isEqualTo("d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Digest",
                "Basic a=b",
                "Digest a",
                "Digest a=\"b",
                "Digest a=b,a=c",
                "Digest a=b;c=d,=",
                "Digest a=\"\\"
            })
    void brokenParametersAreNone(String value) {
        assertThat(DigestParams.parse(value)).isNull();
    }
}
