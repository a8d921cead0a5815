package io.switchboard.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import io.switchboard.sip.transport.Protocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationLoaderTest {
    private static final String LISTEN = "listeners: [{transport: udp, address: \"127.0.0.1:5060\"}]\n";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @BeforeEach
    void goodFiles() throws IOException {
        write("switchboard.yaml", LISTEN + "domains: [example.test, LOCALHOST]\n");
        write("accounts.yaml", "accounts: {alice: {password: a, number: 1001}, bob: {password: b}}\n");
        write("trunks.yaml", "trunks: {a: {uri: \"sip:192.0.2.1\", sources: [192.0.2.1]}}\n");
        write("dialplan.yaml", "groups: {pstn: {members: [a]}}\n");
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.writeString(file, text);
    }

    private Configuration load() throws ConfigurationException {
        return ConfigurationLoader.load(folder);
    }

    private List<String> problems() {
        try {
            return List.of(load().toString());
        } catch (ConfigurationException e) {
            return e.problems().stream().map(Problem::toString).toList();
        }
    }

    @Test
    void nameServersAreAddresses() throws Exception {
        String here = LISTEN + "domains: [example.test]\n";
        write("switchboard.yaml", here + "dns: {servers: [192.0.2.53, \"127.0.0.1:5353\", \"[2001:db8::53]\"]}\n");
        assertThat(load().dns().servers())
                .extracting(InetSocketAddress::getPort)
                .containsExactly(53, 5353, 53);
        write("switchboard.yaml", here + "dns: {servers: dns.example.test}\n");
        assertThat(problems())
                .containsExactly("switchboard.yaml:3:16 dns.servers: 'dns.example.test' is no name server: 192.0.2.53,"
                        + " 127.0.0.1:5353 or [2001:db8::53] is meant");
    }

    @Test
    void whatIsNotWrittenHasItsDefault() throws Exception {
        Configuration configuration = load();
        assertThat(configuration.domain()).isEqualTo("example.test");
        assertThat(configuration.isLocal("LocalHost")).isTrue();
        assertThat(configuration.listeners()).singleElement().satisfies(l -> {
            assertThat(l.protocol()).isEqualTo(Protocol.UDP);
            assertThat(l.loopback()).isTrue();
        });
        assertThat(configuration.timers().ringTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(configuration.registration().maxExpires()).isEqualTo(Duration.ofHours(2));
        assertThat(configuration.store().url()).isEqualTo("jdbc:sqlite:${data}/switchboard.db");
        LocalAccount alice = configuration.accounts().get("alice");
        assertThat(alice)
                .isNotNull()
                .satisfies(a -> assertThat(a.account().ha1Md5())
                        .isEqualTo(Ha1.of("alice", "example.test", new byte[] {'a'})
                                .md5()));
        assertThat(configuration.toString() + alice).doesNotContain("ha1").doesNotContain("password");
    }

    @Test
    void everyProblemOfEveryFileIsReportedAtOnceWithItsPlace() throws Exception {
        write("switchboard.yaml", """
                listeners:
                  - {transport: upd, address: "localhost:5060"}
                domains: [example.test]
                timers: {ring_timeout: 60, ring_timeuot: 5s}
                limits:
                  max_calls: 0
                  max_calls: 5
                """);
        write("accounts.yaml", "accounts:\n  alice: {passwrod: x}\n  bob: {ha1_md5: ABC}\n");
        write("trunks.yaml", "trunks: {a: {uri: a.example, sources: [a.example], weight: 101}}");
        write("dialplan.yaml", """
                groups: {pstn: {members: [b]}}
                routes:
                  - {name: x, match: {prefix: "1"}, to: "group:pstm"}
                  - {name: y, match: {pattern: "3.X"}, to: "user:alcie", when: "mon-fry"}
                """);
        assertThat(problems())
                .containsExactly(
                        "accounts.yaml:2:10 accounts.alice: has no password: 'password', or 'ha1_md5' and 'ha1_sha256'"
                                + " as 'switchboard passwd alice' prints them, are meant",
                        "accounts.yaml:2:11 accounts.alice.passwrod: unknown key, did you mean 'password'?",
                        "accounts.yaml:3:18 accounts.bob.ha1_md5: should be 32 lower-case hex digits,"
                                + " as 'switchboard passwd' prints them; there are 3",
                        "dialplan.yaml:1:27 groups.pstn.members[0]: unknown trunk 'b', did you mean 'a'?",
                        "dialplan.yaml:3:41 routes[0].to: unknown group 'pstm', did you mean 'pstn'?",
                        "dialplan.yaml:4:32 routes[1].match.pattern: '.' (one or more of anything) may only stand last"
                                + " in '3.X'; X stands for one digit",
                        "dialplan.yaml:4:44 routes[1].to: unknown user 'alcie', did you mean 'alice'?",
                        "dialplan.yaml:4:64 routes[1].when: 'mon-fry' is no day, date, hours or zone: mon-fri,"
                                + " 2026-12-25, 09:00-17:00 or Europe/Amsterdam is meant",
                        "switchboard.yaml:2:17 listeners[0].transport: 'upd' is not allowed, did you mean 'udp'?",
                        "switchboard.yaml:2:31 listeners[0].address: 'localhost:5060' is no address to listen on:"
                                + " 127.0.0.1:5060, 0.0.0.0 or [::1]:5060 is meant",
                        "switchboard.yaml:4:24 timers.ring_timeout: '60' is no time: a number and its unit is meant,"
                                + " as 500ms, 30s, 5m, 2h or 7d",
                        "switchboard.yaml:4:28 timers.ring_timeuot: unknown key, did you mean 'ring_timeout'?",
                        "switchboard.yaml:6:14 limits.max_calls: '0' is not allowed: a whole number from 1 to 1000000"
                                + " is meant",
                        "switchboard.yaml:7:3 limits.max_calls: is there twice; the first one stands in line 6",
                        "trunks.yaml:1:19 trunks.a.uri: 'a.example' is no trunk's URI: sip:carrier.example or"
                                + " sip:192.0.2.1:5060;transport=tcp is meant, without a user",
                        "trunks.yaml:1:40 trunks.a.sources[0]: 'a.example' is no address: 192.0.2.1, 192.0.2.1:5060,"
                                + " 192.0.2.0/24 or [2001:db8::1]:5060 is meant; names are not looked up, for they"
                                + " decide who may call",
                        "trunks.yaml:1:60 trunks.a.weight: '101' is not allowed: a whole number from 1 to 100 is meant");
    }

    @Test
    void unquotedNumbersKeepTheirZeros() throws Exception {
        write(
                "dialplan.yaml",
                "routes: [{name: uk, match: {exact: 0044}, to: \"reject:403 No\"}]\n"
                        + "tests: [{dial: 0044, from: alice, expect: uk}, {dial: 36, from: alice, expect: 404}]");
        assertThat(load().plan().tests()).extracting(t -> t.dial()).containsExactly("0044", "36");
    }

    @Test
    void aPlanThatFailsItsTestsOrHasTiesIsNotServed() throws Exception {
        write("dialplan.yaml", """
                routes:
                  - {name: x, match: {prefix: "1"}, to: "user:alice"}
                tests:
                  - {dial: "12", from: bob, expect: "user:bob"}
                """);
        assertThat(problems())
                .containsExactly(
                        "dialplan.yaml:4:5 tests[0]: the test fails: account:bob dials 12, expected is user:bob,"
                                + " but it gets route 'x', dialling user:alice");
        write("dialplan.yaml", """
                routes:
                  - {name: x, match: {prefix: "1"}, to: "user:alice"}
                  - {name: y, match: {prefix: "1"}, to: "user:bob"}
                """);
        assertThat(problems())
                .containsExactly("dialplan.yaml:3:15 routes[1].match: may match the same call as route 'x' in line 2"
                        + " (prefix 1 and prefix 1), and nothing decides between them: give one a priority");
    }

    @Test
    void aNumberThatNormalisationHidesIsRefused() throws Exception {
        write("dialplan.yaml", """
                numbers: {country: "31", trunk_prefix: "0", international_prefix: "00", keep: [0800X]}
                routes:
                  - {name: x, match: {prefix: "020", exact: ["0201", "08001"]}, to: "user:alice"}
                """);
        assertThat(problems())
                .containsExactly(
                        "dialplan.yaml:3:31 routes[0].match.prefix: '020' never matches, for numbers that begin so are"
                                + " read as '+3120...' before routes are asked; write that",
                        "dialplan.yaml:3:46 routes[0].match.exact[0]: '0201' never matches, for it is read as '+31201'"
                                + " before routes are asked; write that, or put '0201' under numbers.keep");
    }

    @Test
    void brokenYamlIsNamedWhereItBreaks() throws Exception {
        write("trunks.yaml", "trunks:\n  a: {uri: [\n");
        write("accounts.yaml", "just text");
        assertThat(problems()).hasSize(2);
        assertThat(problems().get(0)).isEqualTo("accounts.yaml:1:1: should hold keys with values, as in 'key: value'");
        assertThat(problems().get(1)).startsWith("trunks.yaml:3:1: is no YAML: ");
    }

    @Test
    void anchorsThatMultiplyAreBounded() throws Exception {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 60; i++) {
            bomb.append("a")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" [*a")
                    .append(i - 1)
                    .append(", *a");
            bomb.append(i - 1).append("]\n");
        }
        write("trunks.yaml", bomb.toString());
        assertThat(problems()).singleElement().asString().startsWith("trunks.yaml:1:1: is no YAML: Number of aliases");
    }

    @Test
    void accountsPickUpInTheirGroupsAndTrunksTransfer() throws Exception {
        write("accounts.yaml", """
                accounts:
                  alice: {password: a}
                  bob: {password: b, pickup: [sales, support]}
                  carol: {password: c, pickup: []}
                """);
        write("trunks.yaml", "trunks: {a: {uri: \"sip:a.example\"}, b: {uri: \"sip:b.example\", transfers: false}}");
        assertThat(load().accounts())
                .hasEntrySatisfying(
                        "alice", account -> assertThat(account.pickup()).containsExactly(""))
                .hasEntrySatisfying(
                        "bob", account -> assertThat(account.pickup()).containsExactlyInAnyOrder("sales", "support"))
                .hasEntrySatisfying(
                        "carol", account -> assertThat(account.pickup()).isEmpty());
        assertThat(load().trunks())
                .hasEntrySatisfying("a", trunk -> assertThat(trunk.transfers()).isTrue())
                .hasEntrySatisfying("b", trunk -> assertThat(trunk.transfers()).isFalse());
        write("accounts.yaml", "accounts: {alice: {password: a, pickup: \"the sales\"}}\n");
        assertThat(problems())
                .containsExactly("accounts.yaml:1:41 accounts.alice.pickup: 'the sales' cannot name a group: letters,"
                        + " digits and _ . - are meant");
    }

    @Test
    void accountsAreIncludedAndMayNotCollide() throws Exception {
        write("accounts.yaml", "accounts: {alice: {password: a, number: \"1\"}}\ninclude: \"more/*.yaml\"\n");
        write("more/b.yaml", "accounts: {carol: {password: c, number: \"2\"}}\n");
        assertThat(load().accounts()).containsOnlyKeys("alice", "carol");
        write("more/c.yaml", "accounts:\n  alice: {password: c}\n  dave: {password: d, number: \"2\"}\n");
        assertThat(problems())
                .containsExactly(
                        "more/c.yaml:2:10 accounts.alice: there is an account 'alice' already, in accounts.yaml line 1",
                        "more/c.yaml:3:31 accounts.dave.number: '2' is the number of 'carol' already");
        write("accounts.yaml", "accounts: {alice: {password: a, number: 77}, 77: {password: b}}\n");
        assertThat(problems())
                .containsExactly(
                        "accounts.yaml:1:50 accounts.77: '77' is the number of 'alice' already, and cannot name"
                                + " another account");
        write("accounts.yaml", "include: ../x.yaml\n");
        assertThat(problems())
                .containsExactly("accounts.yaml:1:10 include: '../x.yaml' is not inside the configuration folder");
    }

    @Test
    void examplePasswordsStayOnThisMachine() throws Exception {
        write("accounts.yaml", "accounts: {alice: {password: example-alice}, bob: {password: better}}\n");
        assertThat(load().exampleCredentials()).containsExactly("alice");
        write("switchboard.yaml", LISTEN.replace("127.0.0.1", "0.0.0.0") + "domains: [example.test]\n");
        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("switchboard.yaml:1:1 listeners: an address that"
                        + " others can reach is listened on, while alice still have the example's password");
        Ha1 ha1 = Ha1.of("alice", "example.test", "example-alice".getBytes(StandardCharsets.UTF_8));
        write("accounts.yaml", "accounts: {alice: {ha1_md5: " + ha1.md5() + "}}\n");
        assertThat(problems()).as("as a hash too").hasSize(1);
        write("accounts.yaml", "accounts: {alice: {password: better}}\n");
        assertThat(load().exampleCredentials()).isEmpty();
    }

    @Test
    void twoTrunksCannotHaveOneSource() throws Exception {
        write("trunks.yaml", """
                trunks:
                  a: {uri: "sip:192.0.2.1", sources: [192.0.2.1], username: u}
                  b: {uri: "sip:[2001:db8::1]:5061;transport=tls", sources: ["192.0.2.1", "192.0.2.1:5060"]}
                """);
        assertThat(problems())
                .containsExactly(
                        "trunks.yaml:2:6 trunks.a: 'password' is missing",
                        "trunks.yaml:2:6 trunks.a: 'realm' is missing",
                        "trunks.yaml:3:62 trunks.b.sources[0]: '192.0.2.1' is a source of trunk 'a' already");
    }

    @Test
    void sourcesMatchTheirNetworkAndPort() {
        Map<String, List<String>> cases = Map.of(
                "192.0.2.0/24", List.of("192.0.2.255:5", "192.0.3.0:5"),
                "192.0.2.7/31", List.of("192.0.2.6:1", "192.0.2.8:1"),
                "192.0.2.1:5060", List.of("192.0.2.1:5060", "192.0.2.1:5061"),
                "0.0.0.0/0", List.of("203.0.113.9:1", "[2001:db8::1]:1"),
                "2001:db8::/33", List.of("[2001:db8:7fff::1]:1", "[2001:db8:8000::1]:1"),
                "[2001:db8::1]:5060", List.of("[2001:db8::1]:5060", "[2001:db8::1]:1"));
        cases.forEach((source, from) -> {
            assertThat(SourceAddress.parse(source).matches(address(from.get(0))))
                    .as(source)
                    .isTrue();
            assertThat(SourceAddress.parse(source).matches(address(from.get(1))))
                    .as(source)
                    .isFalse();
        });
    }

    private static InetSocketAddress address(String text) {
        HostAndPort parsed = HostAndPort.fromString(text);
        return new InetSocketAddress(InetAddresses.forString(parsed.getHost()), parsed.getPort());
    }
}
