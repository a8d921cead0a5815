package io.switchboard.sip.auth;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import io.switchboard.sip.lane.RandomTokens;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of digest authentication, RFC 7616. */
class DigestTest {
    private static final String NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final DigestHash hash = new DigestHash();

    @ParameterizedTest // RFC 7616 section 3.9.1
    @CsvSource({
        "MD5, 8ca523f5e9506fed4657c9700eebdbec",
        "SHA_256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    })
    void responsesOfTheRfc(DigestAlgorithm algorithm, String expected) {
        String ha1 = hash.ha1(algorithm, "Mufasa", "http-auth@example.org", "Circle of Life");
        byte[] response = hash.response(
                algorithm,
                ha1,
                NONCE,
                "00000001",
                "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
                "auth",
                "GET",
                "/dir/index.html");
        assertThat(new String(response, 0, algorithm.hexLength(), StandardCharsets.US_ASCII))
                .isEqualTo(expected);
        assertThat(DigestHash.equal(response, algorithm.hexLength(), expected)).isTrue();
        assertThat(DigestHash.equal(response, algorithm.hexLength(), expected.substring(1) + "0"))
                .isFalse();
        assertThat(DigestHash.equal(response, algorithm.hexLength(), expected + "0"))
                .isFalse();
        assertThat(DigestHash.equal(response, algorithm.hexLength(), "")).isFalse();
    }

    @Test // two spaces behind the colon are trimmed by the message; here more and stranger ones
    void parametersAreReadWithTolerance() {
        AuthParams params = requireNonNull(AuthParams.parse(
                "  digest \t username = \"al\\\"ice\" ,realm=\"a, b\",, qop=auth,NC=00000001 , uri=\"\""));
        assertThat(params.get("username")).isEqualTo("al\"ice");
        assertThat(params.get("realm")).isEqualTo("a, b");
        assertThat(params.get("qop")).isEqualTo("auth");
        assertThat(params.get("nc")).isEqualTo("00000001");
        assertThat(params.get("uri")).isEmpty();
        assertThat(params.get("cnonce")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Digest",
                "Digest ",
                "Basic abc=",
                "Digest username",
                "Digest username=",
                "Digest username=\"alice",
                "Digest username=\"alice\\",
                "Digest a=1 b=2",
                "Digest username=\"alice\", username=\"bob\"",
                "Digest username=\"alice\", USERNAME=\"bob\"",
                "Digest =a"
            })
    void brokenParametersAreRefused(String header) {
        assertThat(AuthParams.parse(header)).isNull();
    }

    @Test
    void noncesAreKnownAgainByTheirKey() {
        String nonce = new NonceMint(KEY).mint(DigestAlgorithm.SHA_256, HERE, 1234, 99);
        assertThat(new NonceMint(KEY).verify(nonce, DigestAlgorithm.SHA_256, HERE))
                .isEqualTo(new NonceMint.Minted(1234, 99));
        assertThat(new NonceMint(new byte[16]).verify(nonce, DigestAlgorithm.SHA_256, HERE))
                .isNull();
    }

    @Test
    void aNonceServesOneAlgorithmAndOneAddress() {
        NonceMint mint = new NonceMint(KEY);
        String nonce = mint.mint(DigestAlgorithm.SHA_256, HERE, 1, 2);
        assertThat(mint.verify(nonce, DigestAlgorithm.MD5, HERE)).isNull();
        assertThat(mint.verify(nonce, DigestAlgorithm.SHA_256, InetAddresses.forString("::1")))
                .isNull();
        for (int i = 0; i < nonce.length(); i++) {
            char other = nonce.charAt(i) == 'A' ? 'B' : 'A';
            String forged = nonce.substring(0, i) + other + nonce.substring(i + 1);
            assertThat(mint.verify(forged, DigestAlgorithm.SHA_256, HERE))
                    .as(forged)
                    .isNull();
        }
        assertThat(mint.verify("", DigestAlgorithm.SHA_256, HERE)).isNull();
        assertThat(mint.verify("!".repeat(40), DigestAlgorithm.SHA_256, HERE)).isNull();
    }

    @Test
    void aCountIsTakenOnceInWhateverOrder() {
        NonceUse uses = new NonceUse(1000, 60_000);
        NonceMint.Minted nonce = new NonceMint.Minted(0, 7);
        assertThat(uses.use(nonce, 1, 0)).isTrue();
        assertThat(uses.use(nonce, 1, 0)).isFalse();
        assertThat(uses.use(nonce, 5, 0)).isTrue();
        assertThat(uses.use(nonce, 3, 0)).isTrue(); // overtaken on the way
        assertThat(uses.use(nonce, 3, 0)).isFalse();
        assertThat(uses.use(nonce, 200, 0)).isTrue();
        assertThat(uses.use(nonce, 4, 0)).isFalse(); // too far behind to be known
        assertThat(uses.use(nonce, 137, 0)).isTrue();
        assertThat(uses.use(nonce, 136, 0)).isFalse();
    }

    @Test
    void noCountIsTakenTwiceHoweverManyNoncesThereAre() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            NonceUse uses = new NonceUse(50, 1_000);
            Set<String> taken = new HashSet<>();
            long now = 10_000;
            for (int step = 0; step < 5_000; step++) {
                now += random.nextInt(10);
                long minted = now - random.nextInt(900);
                // The same id has the same age.
                NonceMint.Minted nonce = new NonceMint.Minted(minted / 100 * 100, minted / 100);
                long nc = 1L + random.nextInt(100);
                if (uses.use(nonce, nc, now)) {
                    assertThat(taken.add(nonce.id() + " " + nc))
                            .as("seed %d", seed)
                            .isTrue();
                }
            }
            assertThat(taken).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sip:example.com, sip:example.com, true",
        "sip:bob@example.com, sip:bob@EXAMPLE.com:5060;transport=tcp, true",
        "sip:bob@example.com;transport=udp, sip:bob@example.com, true",
        "sip:bob@example.com, sip:carol@example.com, false",
        "sip:bob@example.com, sip:bob@example.org, false",
        "sip:bob@example.com:5062, sip:bob@example.com, false",
        "sip:127.0.0.1:5160, sip:here.example, true",
        "sip:bob@127.0.0.1, sip:carol@here.example, false",
        "sip:bob@127.0.0.1, sip:bob@example.com, false",
        "tel:+31201234567, tel:+31201234567, true",
        "*, sip:bob@example.com, false"
    })
    void theUriHasToNameTheTarget(String uri, String requestUri, boolean expected) {
        AccountDirectory here =
                new AccountDirectory(List.of("here.example", "127.0.0.1"), List.of(), List.of(DigestAlgorithm.MD5));
        assertThat(DigestUri.matches(uri, requestUri, here)).isEqualTo(expected);
    }

    @Test // RFC 8760 section 2.4
    void ourLoginAnswersOnlyItsRealmAndTheStrongest() {
        DigestClient client = new DigestClient("us", "secret", "carrier.example", new RandomTokens(new Random(1)));
        String md5 = "Digest realm=\"carrier.example\", nonce=\"n1\", algorithm=MD5, qop=\"auth,auth-int\"";
        String sha = "Digest realm=\"carrier.example\", nonce=\"n2\", algorithm=SHA-256, qop=\"auth\", opaque=\"o\"";
        String uri = "sip:1@carrier.example";
        assertThat(client.answer(List.of(md5, sha), "INVITE", uri))
                .contains("nonce=\"n2\"", "algorithm=SHA-256", "qop=auth", "opaque=\"o\"", "nc=00000001");
        assertThat(client.answer(List.of(md5), "INVITE", uri)).contains("nonce=\"n1\"");
        // RFC 2069: no qop
        assertThat(client.answer(List.of("Digest realm=\"carrier.example\", nonce=\"n\""), "INVITE", uri))
                .contains("response=")
                .doesNotContain("qop");
        for (String other : new String[] {
            "Digest realm=\"other\", nonce=\"n\"",
            "Digest realm=\"carrier.example\", nonce=\"n\", qop=\"auth-int\"",
            "Digest realm=\"carrier.example\", nonce=\"n\", algorithm=SHA-512-256",
            "Basic realm=\"carrier.example\""
        }) {
            assertThat(client.answer(List.of(other), "INVITE", uri)).as(other).isNull();
        }
    }
}
