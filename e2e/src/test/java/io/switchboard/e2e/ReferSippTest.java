package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A transferor behind the PBX, played by SIPp, transfers Bob to Alice: every form of REFER, and every failure. */
class ReferSippTest {
    private static final String TO_ALICE = "Refer-To: <sip:1001@" + Setup.DOMAIN + ">";

    private static final int CARRIER = Ports.free();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static SwitchboardServer server;

    @SuppressWarnings("NullAway.Init")
    private static Scene scene;

    @BeforeAll
    static void start() {
        server = SwitchboardServer.start(
                folder,
                new Setup()
                        .oldAccount("alice", "1001")
                        .oldAccount("bob", "1002")
                        .account("carol", "1003")
                        .trunk("dead", Ports.free(), "tcp")
                        .trunk("carrier", CARRIER, "udp")
                        .route("2001", "\"trunk:carrier\"")
                        .route("2000", "\"trunk:dead\"")
                        .timer("ring_timeout", "6s"));
        scene = new Scene(server, "udp");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Sipp transferor(String headers, String... then) {
        return scene.caller("caller-refers", "1002")
                .fill("headers", headers)
                .fill(
                        "then",
                        String.join("\n", then).replace("{{me}}", "sipp").replace("{{caller}}", "4711@" + Setup.PBX));
    }

    private static String answered(int status) {
        return "<recv response=\"" + status + "\"/>";
    }

    private static final String OK = """
            <send><![CDATA[
              SIP/2.0 200 OK
              [last_Via:]
              [last_From:]
              [last_To:]
              [last_Call-ID:]
              [last_CSeq:]
              Contact: <sip:{{me}}@[local_ip]:[local_port];transport=[transport]>
              Content-Length: 0
            ]]></send>
            """;

    private static final String HUNG_UP = "<recv request=\"BYE\"/>" + OK;

    private static final String HANG_UP = """
            <send retrans="500"><![CDATA[
              BYE [next_url] SIP/2.0
              Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
              From: <sip:{{caller}}>;tag=[pid]c[call_number]
              To: [$remote]
              Call-ID: [call_id]
              CSeq: 9 BYE
              Max-Forwards: 70
              Content-Length: 0
            ]]></send>
            <recv response="200"/>
            """;

    /** A NOTIFY of the REFER (RFC 3515 §2.4.5), answered. */
    private static String reported(int status, String state) {
        return """
            <recv request="NOTIFY"><action>
              <ereg regexp="Subscription-State: *%s" search_in="msg" check_it="true" assign_to="seen"/>
              <ereg regexp="Content-Type: *message/sipfrag" search_in="msg" check_it="true" assign_to="seen"/>
              <ereg regexp="SIP/2.0 %d " search_in="body" check_it="true" assign_to="seen"/>
            </action></recv>
            """.formatted(state, status) + OK + "<Reference variables=\"seen\"/>";
    }

    private static String trying() {
        return answered(202) + reported(100, "active");
    }

    private static String concluded(int status) {
        return reported(status, "terminated;reason=noresource");
    }

    private static Sipp.Running alice(Sipp scenario) {
        return scene.phone("alice", scenario);
    }

    private static Sipp target() {
        return Sipp.scenario("callee-target").with("-d", "300");
    }

    private static Sipp transferee() {
        return Sipp.scenario("callee-transferred").with("-d", "300");
    }

    /** Transferor, transferee and target each go as they should. */
    private static void goes(Sipp transferor, Sipp transferee, Sipp target) {
        try (Sipp.Running alice = alice(target)) {
            scene.runs(transferor, scene.bob(transferee));
            alice.allGood();
        }
        scene.assertNothingLeft();
    }

    @Test
    void aBlindTransfer() {
        int before = server.records().size();
        goes(
                transferor(TO_ALICE, trying(), reported(180, "active"), concluded(200), HUNG_UP),
                transferee(),
                target().fill("header", "Referred-By: *.sip:"));
        Await.until(
                () -> "the record is written: " + server.records(),
                Duration.ofSeconds(5),
                () -> server.records().stream()
                        .skip(before)
                        .anyMatch(each -> each.contains("\"transferred_by\":\"trunk:pbx\"")));
    }

    /** RFC 4488 and RFC 7614. */
    @ParameterizedTest
    @CsvSource({"Refer-Sub: false, Supported: norefersub", "Require: nosub, X-Test: none"})
    void aTransferWithoutReports(String header, String more) {
        goes(
                transferor(TO_ALICE + "\n      " + header + "\n      " + more, answered(202), HUNG_UP),
                transferee(),
                target());
    }

    @Test
    void aTargetBehindATrunk() {
        try (Sipp.Running carrier = target().port(CARRIER).start()) {
            scene.runs(
                    transferor(
                            "Refer-To: <sip:2001@" + Setup.DOMAIN + ">",
                            trying(),
                            reported(180, "active"),
                            concluded(200),
                            HUNG_UP),
                    scene.bob(transferee()));
            carrier.allGood();
        }
    }

    /** RFC 3261 §8.1.3.4: Alice is to be found at the carrier. */
    @Test
    void aTargetThatRedirects() {
        try (Sipp.Running carrier = target().port(CARRIER).start()) {
            goes(
                    transferor(TO_ALICE, trying(), reported(180, "active"), concluded(200), HUNG_UP),
                    transferee(),
                    Sipp.scenario("callee-refuses")
                            .fill("status", "302 Moved Temporarily")
                            .fill("extra", "Contact: <sip:2001@" + Setup.DOMAIN + ">"));
            carrier.allGood();
        }
    }

    @Test
    void aTargetWithTwoPhones() {
        try (Sipp.Running first = Sipp.scenario("callee-cancelled")
                        .fill("header", "Reason: *SIP *; *cause=200")
                        .start();
                Sipp.Running second = target().login("alice", server.port()).start()) {
            SipClient.registerPhones(server, "udp", "alice", first.port(), second.port());
            scene.runs(
                    transferor(
                            TO_ALICE,
                            trying(),
                            reported(180, "active"),
                            reported(180, "active"),
                            concluded(200),
                            HUNG_UP),
                    scene.bob(transferee()));
            first.allGood();
            second.allGood();
        }
    }

    /** What a Refer-To says of headers is not for the server to repeat, but Replaces. */
    @Test
    void headersOfAReferToAreNotTaken() {
        String forged =
                "?P-Asserted-Identity=%3Csip%3Aceo%40example.test%3E&X-Evil=1&From=ceo&Route=%3Csip%3A127.0.0.9%3E";
        Sipp.Running alice = alice(target());
        try (alice) {
            scene.runs(
                    transferor(
                            "Refer-To: <sip:1001@" + Setup.DOMAIN + forged + ">",
                            trying(),
                            reported(180, "active"),
                            concluded(200),
                            HUNG_UP),
                    scene.bob(transferee()));
            alice.allGood();
            assertThat(alice.messages()).doesNotContain("X-Evil", "ceo", "127.0.0.9", "Asserted");
        }
    }

    /** The target rings on, and answers when the transferor has long hung up. */
    @Test
    void theTransferorIsGoneInTheMiddle() {
        goes(
                transferor(TO_ALICE, trying(), reported(180, "active"), HANG_UP, concluded(200)),
                transferee(),
                target().with("-d", "1000"));
    }

    @Test
    void theTransferorIsGoneAndTheTargetRefuses() {
        goes(
                transferor(TO_ALICE, trying(), reported(180, "active"), HANG_UP, concluded(486)),
                Sipp.scenario("callee-is-told-why").fill("header", "Reason: *SIP; *cause=486"),
                Sipp.scenario("callee-is-busy-late").with("-d", "1000"));
    }

    @ParameterizedTest
    @CsvSource({"486 Busy Here, 486", "603 Decline, 603", "488 Not Acceptable Here, 488"})
    void aRefusalGivesTheCallBack(String refusal, int reported) {
        goes(
                transferor(TO_ALICE, trying(), concluded(reported), HANG_UP),
                Sipp.scenario("callee"),
                Sipp.scenario("callee-refuses").fill("status", refusal));
    }

    @Test
    void aTargetThatDoesNotAnswerIsCancelled() {
        goes(
                transferor(TO_ALICE, trying(), reported(180, "active"), concluded(480), HANG_UP),
                Sipp.scenario("callee"),
                Sipp.scenario("callee-rings"));
    }

    /** Nobody is registered, nobody has the number, the trunk cannot be reached. */
    @ParameterizedTest
    @CsvSource({"1003, 480", "9999, 404", "2000, 503"})
    void anUnreachableTargetGivesTheCallBack(String number, int status) {
        scene.runs(
                transferor("Refer-To: <sip:" + number + "@" + Setup.DOMAIN + ">", trying(), concluded(status), HANG_UP),
                scene.bob(Sipp.scenario("callee")));
    }

    /** The transferor ends the hold while the target rings. */
    @Test
    void theTransferorCancels() {
        goes(
                scene.caller("caller-takes-back", "1002"),
                Sipp.scenario("callee-is-held"),
                Sipp.scenario("callee-cancelled"));
    }

    /** A dialog that is not the server's is the target's affair (RFC 3891). */
    @Test
    void aReplacesThatTheServerDoesNotKnow() {
        goes(
                transferor(
                        "Refer-To: <sip:1001@" + Setup.DOMAIN + "?Replaces=no%40where%3Bto-tag%3Da%3Bfrom-tag%3Db>",
                        trying(),
                        concluded(481),
                        HANG_UP),
                Sipp.scenario("callee"),
                Sipp.scenario("callee-refuses").fill("status", "481 Call/Transaction Does Not Exist"));
    }

    /** The first is not withdrawn (RFC 3515 §2.4.4). */
    @Test
    void aSecondReferMustWait() {
        String again = """
            <send retrans="500"><![CDATA[
              REFER [next_url] SIP/2.0
              Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
              From: <sip:{{caller}}>;tag=[pid]c[call_number]
              To: [$remote]
              Call-ID: [call_id]
              CSeq: 3 REFER
              Contact: <sip:{{me}}@[local_ip]:[local_port];transport=[transport]>
              Max-Forwards: 70
              Refer-To: <sip:1003@example.test>
              Content-Length: 0
            ]]></send>
            <recv response="491"/>
            """;
        goes(
                transferor(TO_ALICE, trying(), reported(180, "active"), again, concluded(486), HANG_UP),
                Sipp.scenario("callee"),
                Sipp.scenario("callee-is-busy-late").with("-d", "1000"));
    }

    /** Outside of calls there is nobody who could be transferred. */
    @Test
    void aReferOutsideOfCallsIsRefused() {
        scene.caller("refers-outside", "1002").fill("status", "404").run().allGood(1);
        scene.assertNothingLeft();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Test: none | 400",
                "Refer-To: <sip:1001@example.test>, <sip:1003@example.test> | 400",
                "Refer-To: <sip:1001@example.test> & Refer-To: <sip:1003@example.test> | 400",
                "Refer-To: <sip:> | 400",
                "Refer-To: <tel:1001> | 416",
                "Refer-To: <mailto:alice@example.test> | 416",
                "Refer-To: <sip:1001@example.test;method=BYE> | 501",
                "Refer-To: <sip:1001@example.test> & Require: unheard-of | 420",
            })
    void wrongRefersAreRefused(String headers, int status) {
        scene.runs(
                transferor(headers.replace(" & ", "\n      "), answered(status), HANG_UP),
                scene.bob(Sipp.scenario("callee")));
    }

    @Test
    void aReferBeforeTheAnswerMustWait() {
        scene.runs(scene.caller("caller-refers-early", "1002"), scene.bob(Sipp.scenario("callee-answers-late")));
    }

    /** RFC 5589 §7: the PBX has asked Alice first. */
    @Test
    void anAttendedTransfer() {
        attended(target(), "caller-is-hung-up", "SIP/2.0 200 OK", trying() + concluded(200));
    }

    /** The same while Alice's phone still rings. */
    @Test
    void anAttendedTransferToARingingPhone() {
        attended(
                target().with("-d", "4000"),
                "caller-refused",
                "SIP/2.0 180",
                trying() + reported(180, "active") + concluded(200));
    }

    private static void attended(Sipp target, String asks, String until, String reports) {
        try (Sipp.Running alice = alice(target);
                Sipp.Running bob = scene.bob(transferee());
                Sipp.Running asking = scene.caller(asks, "1001")
                        .fill("status", "487")
                        .with("-cid_str", "asking-%u@pbx")
                        .start()) {
            String response = asking.awaitMessage(until);
            String replaces =
                    "asking-1%40pbx%3Bto-tag%3D" + tag(response, "To") + "%3Bfrom-tag%3D" + tag(response, "From");
            scene.runs(
                    transferor("Refer-To: <sip:1001@" + Setup.DOMAIN + "?Replaces=" + replaces + ">", reports, HUNG_UP),
                    bob);
            asking.allGood();
            alice.allGood();
        }
    }

    private static String tag(String message, String header) {
        for (String line : message.lines().toList()) {
            if (line.startsWith(header + ":") && line.contains(";tag=")) {
                return line.substring(line.indexOf(";tag=") + 5).strip();
            }
        }
        throw new AssertionError("no tag in " + header + " of " + message);
    }
}
