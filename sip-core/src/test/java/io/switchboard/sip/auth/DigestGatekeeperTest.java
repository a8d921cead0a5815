package io.switchboard.sip.auth;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.MessageParser;
import io.switchboard.sip.message.SipRequest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 3261 section 22 and RFC 8760, as seen from the wire. */
class DigestGatekeeperTest {
    private static final String REALM = "example.com";
    private static final String TARGET = "sip:bob@example.com";

    private final DigestHash hash = new DigestHash();
    private final Account alice = account("alice", "wonder");
    private final Account bob = account("bob", "builder");
    private final Account old =
            new Account("old", REALM, "", account("old", "phone").ha1Md5(), "");
    private long now = 1_000_000;
    private List<DigestAlgorithm> offered = List.of(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5);
    private DigestGatekeeper gatekeeper = gatekeeper();
    private TestFlow flow = new TestFlow("127.0.0.1", 5062, "");

    @Test
    void strangersAreChallengedTheStrongestFirst() {
        Admission.Challenge call = challenge(invite("alice", ""));
        assertThat(call.status()).isEqualTo(407);
        assertThat(call.challenges()).hasSize(2);
        assertThat(call.challenges().get(0)).contains("algorithm=SHA-256", "realm=\"example.com\"", "qop=\"auth\"");
        assertThat(call.challenges().get(1)).contains("algorithm=MD5");
        assertThat(challenge(register("alice", "alice", "")).status()).isEqualTo(401);
    }

    @Test
    void bothAlgorithmsProveAnAccount() {
        for (int i = 0; i < 2; i++) {
            String offer = challenge(invite("alice", "")).challenges().get(i);
            assertThat(admit(invite("alice", answer(offer, alice, "INVITE", 1))))
                    .isEqualTo(new Admission.FromAccount(alice));
        }
    }

    @Test
    void registrationsAreProvenWithAuthorization() {
        String offer = challenge(register("alice", "alice", "")).challenges().get(0);
        String answer = answer(offer, alice, "REGISTER", 1, "sip:example.com");
        assertThat(admit(register("alice", "alice", answer))).isEqualTo(new Admission.FromAccount(alice));
        String more = answer(offer, alice, "REGISTER", 2, "sip:example.com");
        assertThat(admit(register("alice", "bob", more))).isEqualTo(refused()); // another's bindings
    }

    @Test
    void aRegistrationWithoutCredentialsIsChallengedWithoutBeingJudged() {
        Admission.Challenge challenge = gatekeeper.challenge(register("alice", "alice", ""), flow);
        assertThat(challenge).isNotNull();
        assertThat(requireNonNull(challenge).status()).isEqualTo(401);
        String answer = answer(challenge.challenges().get(1), alice, "REGISTER", 1, "sip:example.com");
        SipRequest login = register("alice", "alice", answer);
        assertThat(gatekeeper.challenge(login, flow)).isNull();
        assertThat(admit(login)).isEqualTo(new Admission.FromAccount(alice));
        assertThat(gatekeeper.challenge(register("alice", "alice", "Basic x"), flow))
                .as("for admit to judge")
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "<sip:alice@example.com>;tag=a, true",
        "'\"Alice, \u00e9\" <sip:alice@example.com>;tag=a', true",
        "'\"A \\\" <sip:bob@example.com>\" <sip:alice@example.com>;tag=a', true",
        "Alice <sip:alice@example.com>;tag=a, true",
        "sip:alice@example.com;tag=a, true",
        "<sip:%61lice@example.com>;tag=a, true",
        "<sip:alice@EXAMPLE.com:5070;x=y>;tag=a, true",
        "<sips:alice@127.0.0.1>;tag=a, true",
        "'\"<sip:alice@example.com>\" <sip:bob@example.com>;tag=a', false",
        "<sip:alice@example.community>;tag=a, false",
        "<sip:alice@example.com.other>;tag=a, false",
        "<sip:alic@example.com>;tag=a, false",
        "<sip:aalice@example.com>;tag=a, false",
        "<sip:Alice@example.com>;tag=a, false",
        "<sip:example.com>;tag=a, false",
    })
    void anAccountSendsUnderItsOwnAddressHoweverItIsWritten(String from, boolean own) {
        String offer = challenge(invite("alice", "")).challenges().get(0);
        String text = invite("alice", answer(offer, alice, "INVITE", 1)).toString();
        SipRequest request = parse(text.replace("<sip:alice@example.com>;tag=a", from));
        assertThat(admit(request)).isEqualTo(own ? new Admission.FromAccount(alice) : refused());
    }

    @Test
    void accountsAreFoundByTheBytesOfTheirUsers() {
        Random random = new Random(3);
        Map<String, Account> all = new HashMap<>();
        for (int i = 0; i < 3_000; i++) {
            String user = (random.nextBoolean() ? "u" : "\u00fc") + random.nextInt(5_000);
            all.put(user, new Account(user, REALM, "", hex(random, 32), hex(random, 64)));
        }
        AccountTable table = new AccountTable(all.values());
        for (int i = 0; i < 5_000; i++) {
            for (String user : List.of("u" + i, "\u00fc" + i)) {
                byte[] bytes = ("=" + user + "=").getBytes(StandardCharsets.UTF_8);
                int place = table.find(bytes, 1, bytes.length - 1);
                Account account = all.get(user);
                assertThat(place >= 0).isEqualTo(account != null);
                if (account != null) {
                    assertThat(table.account(place)).isSameAs(account);
                    assertThat(hash(table, place, DigestAlgorithm.MD5)).isEqualTo(account.ha1Md5());
                    assertThat(hash(table, place, DigestAlgorithm.SHA_256)).isEqualTo(account.ha1Sha256());
                }
            }
        }
        assertThat(new AccountTable(List.of()).find(new byte[0], 0, 0)).isNegative();
    }

    private static String hash(AccountTable table, int place, DigestAlgorithm algorithm) {
        int from = table.hash(place, algorithm);
        return from < 0 ? "" : new String(table.hashes(place), from, algorithm.hexLength(), StandardCharsets.US_ASCII);
    }

    private static String hex(Random random, int digits) {
        return random.nextBoolean()
                ? ""
                : Integer.toHexString(random.nextInt(16)).repeat(digits);
    }

    @Test
    void aForgedFromIsRefused() {
        String offer = challenge(invite("bob", "")).challenges().get(0);
        assertThat(admit(invite("bob", answer(offer, alice, "INVITE", 1)))).isEqualTo(refused());
        assertThat(admit(invite(
                        "alice", answer(offer, alice, "INVITE", 2) + "\r\nP-Asserted-Identity: <sip:bob@example.com>")))
                .isEqualTo(refused());
        assertThat(admit(invite(
                        "alice",
                        answer(offer, alice, "INVITE", 3) + "\r\nP-Preferred-Identity: <sip:alice@example.com>")))
                .isEqualTo(new Admission.FromAccount(alice));
    }

    @Test
    void aCountIsGoodOnce() {
        String offer = challenge(invite("alice", "")).challenges().get(0);
        String first = answer(offer, alice, "INVITE", 1);
        assertThat(admit(invite("alice", first))).isInstanceOf(Admission.FromAccount.class);
        assertThat(challenge(invite("alice", first)).challenges().get(0)).contains("stale=true");
        assertThat(admit(invite("alice", answer(offer, alice, "INVITE", 2)))).isInstanceOf(Admission.FromAccount.class);
    }

    @Test
    void anExpiredNonceIsStale() {
        String offer = challenge(invite("alice", "")).challenges().get(0);
        now += 300_001;
        assertThat(challenge(invite("alice", answer(offer, alice, "INVITE", 1)))
                        .challenges()
                        .get(0))
                .contains("stale=true");
    }

    @Test
    void aNonceSurvivesARestart() {
        String offer = challenge(invite("alice", "")).challenges().get(0);
        gatekeeper = gatekeeper();
        assertThat(admit(invite("alice", answer(offer, alice, "INVITE", 1)))).isInstanceOf(Admission.FromAccount.class);
    }

    @Test
    void anUnknownUserLooksLikeAWrongPassword() {
        Account wrong = account("alice", "guess");
        Account unknown = account("mallory", "guess");
        String offer = challenge(invite("alice", "")).challenges().get(0);
        List<String> one =
                challenge(invite("alice", answer(offer, wrong, "INVITE", 1))).challenges();
        List<String> two = challenge(invite("mallory", answer(offer, unknown, "INVITE", 1)))
                .challenges();
        assertThat(withoutNonce(one)).isEqualTo(withoutNonce(two));
        assertThat(one.get(0)).doesNotContain("stale");
        assertThat(withoutNonce(challenge(invite("alice", "")).challenges()))
                .isEqualTo(withoutNonce(challenge(invite("mallory", "")).challenges()));
    }

    @Test
    void whatIsMissingOrChangedMakesCredentialsWorthless() {
        String offer = challenge(invite("alice", "")).challenges().get(0);
        String good = answer(offer, alice, "INVITE", 1);
        for (String[] change : new String[][] {
            {"qop=auth, ", ""},
            {"qop=auth", "qop=auth-int"},
            {"nc=00000001", "nc=1"},
            {"nc=00000001", "nc=00000002"},
            {"realm=\"example.com\"", "realm=\"other.example\""},
            {"sip:bob@", "sip:carol@"},
            {"algorithm=SHA-256", "algorithm=MD5"},
            {"opaque=\"", "opaque=\"x"},
            {"nonce=\"", "nonce=\"A"},
            {"cnonce=\"c\"", "cnonce=\"\""},
            {"username=\"alice\"", "username=\"bob\""},
        }) {
            String bad = good.replace(change[0], change[1]);
            assertThat(bad).isNotEqualTo(good);
            assertThat(admit(invite("alice", bad))).as(change[1]).isInstanceOf(Admission.Challenge.class);
        }
        assertThat(admit(invite("alice", good))).isInstanceOf(Admission.FromAccount.class);
    }

    @Test
    void anotherMethodsCredentialsAreWorthless() {
        String offer = challenge(invite("alice", "")).challenges().get(0);
        assertThat(admit(invite("alice", answer(offer, alice, "BYE", 1)))).isInstanceOf(Admission.Challenge.class);
    }

    @Test
    void guessingIsSlowedWhereItComesFromOnly() {
        Account wrong = account("alice", "guess");
        String offer = challenge(invite("alice", "")).challenges().get(0);
        for (int i = 1; i <= FailureLimiter.PER_USER; i++) {
            assertThat(admit(invite("alice", answer(offer, wrong, "INVITE", i))))
                    .isInstanceOf(Admission.Challenge.class);
        }
        assertThat(admit(invite("alice", answer(offer, alice, "INVITE", 50)))).isInstanceOf(Admission.Refused.class);
        assertThat(admit(invite("bob", answer(offer, bob, "INVITE", 51)))).isInstanceOf(Admission.FromAccount.class);
        flow = new TestFlow("127.0.0.2", 5062, "");
        String elsewhere = challenge(invite("alice", "")).challenges().get(0);
        assertThat(admit(invite("alice", answer(elsewhere, alice, "INVITE", 1))))
                .isInstanceOf(Admission.FromAccount.class);
        flow = new TestFlow("127.0.0.1", 5062, "");
        now += FailureLimiter.WINDOW;
        assertThat(admit(invite("alice", answer(offer, alice, "INVITE", 52))))
                .isInstanceOf(Admission.FromAccount.class);
    }

    @Test
    void foreignersGetTheSameChallengeAsAll() {
        for (String from :
                new String[] {"sip:alice@elsewhere.example", "tel:+31201234567", "sip:anonymous@anonymous.invalid"}) {
            String offer = challenge(request("INVITE", TARGET, from, TARGET, ""))
                    .challenges()
                    .get(0);
            String answer = "Proxy-Authorization: " + answer(offer, alice, "INVITE", 1);
            assertThat(admit(request("INVITE", TARGET, from, TARGET, answer))).isEqualTo(refused());
        }
    }

    @Test
    void trunksAreKnownByWhereTheySendFrom() {
        SipRequest request = request("INVITE", TARGET, "sip:123@elsewhere.example", TARGET, "");
        flow = new TestFlow("192.0.2.7", 5060, "");
        assertThat(admit(request)).isEqualTo(new Admission.FromTrunk("exact"));
        flow = new TestFlow("192.0.2.7", 5061, "");
        assertThat(admit(request)).isEqualTo(new Admission.FromTrunk("net"));
        flow = new TestFlow("192.0.2.130", 5060, "");
        assertThat(admit(request)).isInstanceOf(Admission.Challenge.class);
        flow = new TestFlow("2001:db8::5", 5060, "");
        assertThat(admit(request)).isEqualTo(new Admission.FromTrunk("six"));
        flow = new TestFlow("198.51.100.1", 40_000, "Sip.Carrier.example");
        assertThat(admit(request)).isEqualTo(new Admission.FromTrunk("secure"));
        flow = new TestFlow("192.0.2.7", 5060, "");
        SipRequest register = register("alice", "alice", "");
        String offer = challenge(register).challenges().get(0);
        assertThat(admit(invite("alice", answer(offer, alice, "INVITE", 1)))) // a phone beside the trunk
                .isEqualTo(new Admission.FromAccount(alice));
    }

    @Test // From is the other side's there, so it is the dialog that says whose digest it has to be
    void aRequestInADialogIsItsOwnersAlone() {
        assertThat(gatekeeper.admit(bye(""), flow, alice)).isInstanceOf(Admission.Challenge.class);
        String offer = offers(alice).get(0);
        assertThat(gatekeeper.admit(bye(answer(offer, alice, "BYE", 1)), flow, alice))
                .isEqualTo(new Admission.FromAccount(alice));
        assertThat(gatekeeper.admit(bye(answer(offer, bob, "BYE", 2)), flow, alice))
                .isEqualTo(refused());
        assertThat(gatekeeper.admit(bye(answer(offer, account("alice", "guess"), "BYE", 3)), flow, alice))
                .isInstanceOf(Admission.Challenge.class);
    }

    @Test // a trunk's address is no proof there: the phone may share it, and so may others
    void aTrunksAddressProvesNothingInAPhonesDialog() {
        flow = new TestFlow("192.0.2.7", 5060, "");
        assertThat(gatekeeper.admit(bye(""), flow, alice)).isInstanceOf(Admission.Challenge.class);
        assertThat(gatekeeper.isFrom("exact", flow)).isTrue();
        assertThat(gatekeeper.isFrom("net", flow)).isFalse();
    }

    @Test // RFC 8760 section 2.1: what the administrator rules out is neither offered nor taken
    void anAlgorithmThatIsNotOfferedIsNotTaken() {
        String both = challenge(invite("alice", "")).challenges().get(1);
        offered = List.of(DigestAlgorithm.SHA_256);
        gatekeeper = gatekeeper();
        assertThat(challenge(invite("alice", "")).challenges())
                .singleElement()
                .asString()
                .contains("algorithm=SHA-256");
        assertThat(admit(invite("alice", answer(both, alice, "INVITE", 1)))).isInstanceOf(Admission.Challenge.class);
    }

    @Test // the owner is known, so what it cannot answer is not asked
    void anOwnerIsAskedForTheAlgorithmsThatItHas() {
        assertThat(offers(alice)).hasSize(2);
        assertThat(offers(old)).singleElement().asString().contains("algorithm=MD5");
        assertThat(offers(account("who was deleted", "meanwhile"))).hasSize(2);
    }

    private List<String> offers(Account owner) {
        return ((Admission.Challenge) gatekeeper.admit(bye(""), flow, owner)).challenges();
    }

    private static SipRequest bye(String credentials) {
        return request(
                "BYE",
                TARGET,
                "sip:100@elsewhere.example",
                "<" + TARGET + ">;tag=1",
                credentials.isEmpty() ? "" : "Proxy-Authorization:  " + credentials);
    }

    private DigestGatekeeper gatekeeper() {
        DigestVerifier verifier = new DigestVerifier(new byte[32], 300_000, () -> now, new RandomTokens(new Random(5)));
        TrunkDirectory trunks = new TrunkDirectory(
                List.of(
                        new TrunkSource("exact", InetAddresses.forString("192.0.2.7"), 32, 5060),
                        new TrunkSource("net", InetAddresses.forString("192.0.2.0"), 25, 0),
                        new TrunkSource("six", InetAddresses.forString("2001:db8::"), 32, 0)),
                Map.of("sip.carrier.example", "secure"));
        return new DigestGatekeeper(
                verifier, new AccountDirectory(List.of(REALM, "127.0.0.1"), List.of(alice, bob, old), offered), trunks);
    }

    private Account account(String user, String password) {
        return new Account(
                user,
                REALM,
                "",
                hash.ha1(DigestAlgorithm.MD5, user, REALM, password),
                hash.ha1(DigestAlgorithm.SHA_256, user, REALM, password));
    }

    private Admission admit(SipRequest request) {
        return gatekeeper.admit(request, flow);
    }

    private Admission.Challenge challenge(SipRequest request) {
        assertThat(admit(request)).isInstanceOf(Admission.Challenge.class);
        return (Admission.Challenge) admit(request);
    }

    private static Admission refused() {
        return new Admission.Refused(403, "Identity Belongs to Another");
    }

    private String answer(String offer, Account account, String method, int nc) {
        return answer(offer, account, method, nc, TARGET);
    }

    private String answer(String offer, Account account, String method, int nc, String uri) {
        AuthParams params = requireNonNull(AuthParams.parse(offer));
        DigestAlgorithm algorithm = requireNonNull(DigestAlgorithm.of(params.get("algorithm")));
        String ha1 = algorithm == DigestAlgorithm.MD5 ? account.ha1Md5() : account.ha1Sha256();
        String count = String.format("%08x", nc);
        byte[] response = hash.response(algorithm, ha1, params.text("nonce"), count, "c", "auth", method, uri);
        return "Digest realm=\"" + REALM + "\", nonce=\"" + params.text("nonce") + "\", algorithm=" + algorithm.token()
                + ", opaque=\"" + params.text("opaque") + "\", username=\"" + account.user() + "\", uri=\"" + uri
                + "\", response=\"" + new String(response, 0, algorithm.hexLength(), StandardCharsets.US_ASCII)
                + "\", cnonce=\"c\", qop=auth, nc=" + count;
    }

    private static List<String> withoutNonce(List<String> challenges) {
        return challenges.stream()
                .map(each -> each.replaceAll("nonce=\"[^\"]*\"", ""))
                .toList();
    }

    private static SipRequest invite(String from, String credentials) {
        return request(
                "INVITE",
                TARGET,
                "sip:" + from + "@example.com",
                "<" + TARGET + ">",
                credentials.isEmpty() ? "" : "Proxy-Authorization:  " + credentials);
    }

    private static SipRequest register(String from, String to, String credentials) {
        return request(
                "REGISTER",
                "sip:example.com",
                "sip:" + from + "@example.com",
                "sip:" + to + "@127.0.0.1",
                credentials.isEmpty() ? "" : "Authorization:  " + credentials);
    }

    private static SipRequest request(String method, String uri, String from, String to, String header) {
        String text = method + " " + uri + " SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5062;branch=z9hG4bK1\r\n"
                + "Max-Forwards: 70\r\nFrom: <" + from + ">;tag=a\r\nTo: " + to + "\r\nCall-ID: c\r\nCSeq: 1 " + method
                + "\r\n" + (header.isEmpty() ? "" : header + "\r\n") + "Content-Length: 0\r\n\r\n";
        return parse(text);
    }

    private static SipRequest parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return (SipRequest) requireNonNull(MessageParser.parse(bytes, 0, bytes.length));
    }
}
