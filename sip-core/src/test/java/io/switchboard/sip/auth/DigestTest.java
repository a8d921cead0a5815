package io.switchboard.sip.auth;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import io.switchboard.sip.lane.RandomTokens;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
        assertThat(equal(response, algorithm, expected)).isTrue();
        assertThat(equal(response, algorithm, expected.toUpperCase(Locale.ROOT)))
                .isTrue();
        assertThat(equal(response, algorithm, expected.substring(1) + "0")).isFalse();
        assertThat(equal(response, algorithm, expected + "0")).isFalse();
        assertThat(equal(response, algorithm, "")).isFalse();
    }

    private static boolean equal(byte[] response, DigestAlgorithm algorithm, String given) {
        byte[] bytes = ("," + given).getBytes(StandardCharsets.US_ASCII);
        return DigestHash.equal(response, algorithm.hexLength(), bytes, 1, bytes.length);
    }

    @Test // what was hashed for one is not taken for the next
    void responsesToCredentialsAreThoseOfTheirTexts() {
        for (String[] each : new String[][] {
            {"REGISTER", "sip:example.com", "MD5"},
            {"REGISTER", "sip:example.com", "MD5"},
            {"REGISTER", "sip:example.com", "SHA_256"},
            {"REGISTER", "sip:example.org", "SHA_256"},
            {"INVITE", "sip:example.org", "MD5"},
            {"INVITE", "sip:r\u00fcdiger@example.org", "MD5"},
        }) {
            DigestAlgorithm algorithm = DigestAlgorithm.valueOf(each[2]);
            String ha1 = hash.ha1(algorithm, "alice", "example.com", "wonder");
            AuthParams params = requireNonNull(
                    AuthParams.parse("Digest uri=\"" + each[1] + "\", nonce=\"n\\\"\", nc=00000001, cnonce=\"c\""));
            byte[] stored = ("--" + ha1).getBytes(StandardCharsets.US_ASCII);
            String given = text(hash.response(algorithm, stored, 2, params, each[0]), algorithm);
            DigestHash fresh = new DigestHash();
            assertThat(given)
                    .isEqualTo(text(
                            fresh.response(algorithm, ha1, "n\"", "00000001", "c", "auth", each[0], each[1]),
                            algorithm));
        }
    }

    private static String text(byte[] response, DigestAlgorithm algorithm) {
        return new String(response, 0, algorithm.hexLength(), StandardCharsets.US_ASCII);
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
        assertThat(params.is(AuthParams.USERNAME, "al\"ice")).isTrue();
        assertThat(params.is(AuthParams.USERNAME, "al\"ic")).isFalse();
        assertThat(params.is(AuthParams.REALM, "a, b")).isTrue();
        assertThat(params.is(AuthParams.REALM, "a, bc")).isFalse();
        assertThat(params.is(AuthParams.CNONCE, "")).isTrue();
        assertThat(params.is(AuthParams.QOP, "auth".getBytes(StandardCharsets.US_ASCII)))
                .isTrue();
        assertThat(params.length(AuthParams.CNONCE)).isZero();
    }

    @Test
    void parametersReadAnewHaveNothingOfTheOld() {
        AuthParams params = new AuthParams();
        byte[] one = "xDigest realm=\"z\u00fcrich\", username=\"alice\", stale=true, qop=auth"
                .getBytes(StandardCharsets.UTF_8);
        assertThat(params.read(one, 1, one.length)).isTrue();
        assertThat(params.is(AuthParams.REALM, "z\u00fcrich")).isTrue();
        assertThat(params.get("stale")).isEqualTo("true");
        byte[] two = "Digest realm=b".getBytes(StandardCharsets.UTF_8);
        assertThat(params.read(two, 0, two.length)).isTrue();
        assertThat(params.text("realm")).isEqualTo("b");
        assertThat(params.get("username")).isNull();
        assertThat(params.get("stale")).isNull();
        assertThat(params.read(two, 0, "Digest ".length())).isFalse();
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
                "Digest stale=true, Stale=true",
                "Digest a=,b=1",
                "Digest =a"
            })
    void brokenParametersAreRefused(String header) {
        assertThat(AuthParams.parse(header)).isNull();
    }

    @Test
    void noncesAreKnownAgainByTheirKey() {
        String nonce = new NonceMint(KEY).mint(DigestAlgorithm.SHA_256, HERE, 1234, 99);
        assertThat(verify(new NonceMint(KEY), nonce, DigestAlgorithm.SHA_256, HERE))
                .isEqualTo(new NonceMint.Minted(1234, 99));
        assertThat(verify(new NonceMint(new byte[16]), nonce, DigestAlgorithm.SHA_256, HERE))
                .isNull();
    }

    private static NonceMint.@Nullable Minted verify(
            NonceMint mint, String nonce, DigestAlgorithm algorithm, InetAddress source) {
        byte[] bytes = ("=" + nonce).getBytes(StandardCharsets.US_ASCII);
        return mint.verify(bytes, 1, nonce.length(), algorithm, source);
    }

    @Test // vectors of the reference implementation: the key is 0 to 15, the message 0, 1, 2 ...
    void theMacIsSipHash() {
        SipHash hash = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
        assertThat(hash.begin().first()).isEqualTo(Long.reverseBytes(0xa3817f04ba25a8e6L));
        assertThat(hash.second()).isEqualTo(Long.reverseBytes(0x6df67214c7550293L));
        assertThat(hash.begin().add(0x0706050403020100L).first()).isEqualTo(Long.reverseBytes(0x3b62a9ba6258f561L));
        assertThat(hash.second()).isEqualTo(Long.reverseBytes(0x0f83e264f31497b4L));
    }

    @Test
    void aNonceServesOneAlgorithmAndOneAddress() {
        NonceMint mint = new NonceMint(KEY);
        String nonce = mint.mint(DigestAlgorithm.SHA_256, HERE, 1, 2);
        assertThat(verify(mint, nonce, DigestAlgorithm.MD5, HERE)).isNull();
        assertThat(verify(mint, nonce, DigestAlgorithm.SHA_256, HERE)).isNotNull();
        for (String other : List.of("::1", "127.0.0.2", "::ffff:7f00:1:0")) {
            assertThat(verify(mint, nonce, DigestAlgorithm.SHA_256, InetAddresses.forString(other)))
                    .isNull();
        }
        String six = mint.mint(DigestAlgorithm.SHA_256, InetAddresses.forString("2001:db8::5"), 1, 2);
        assertThat(verify(mint, six, DigestAlgorithm.SHA_256, InetAddresses.forString("2001:db8::5")))
                .isEqualTo(new NonceMint.Minted(1, 2));
        assertThat(verify(mint, six, DigestAlgorithm.SHA_256, InetAddresses.forString("2001:db8::6")))
                .isNull();
        for (int i = 0; i < nonce.length(); i++) {
            char other = nonce.charAt(i) == 'A' ? 'B' : 'A';
            String forged = nonce.substring(0, i) + other + nonce.substring(i + 1);
            assertThat(verify(mint, forged, DigestAlgorithm.SHA_256, HERE))
                    .as(forged)
                    .isNull();
        }
        assertThat(verify(mint, "", DigestAlgorithm.SHA_256, HERE)).isNull();
        assertThat(verify(mint, "!".repeat(40), DigestAlgorithm.SHA_256, HERE)).isNull();
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
