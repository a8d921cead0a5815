package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An administrator with the switchboard command, and a program with the API, beside a caller from the PBX and phones. */
class AdminTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final Setup setup = new Setup()
            .account("alice", "1001")
            .account("bob", "1002")
            .route("3000", "\"conference:3000\"")
            .setting("conferences", "tones", "false")
            .timer("ring_timeout", "5s");

    @SuppressWarnings("NullAway.Init")
    private SwitchboardServer server;

    @SuppressWarnings("NullAway.Init")
    private SipPeer pbx;

    @SuppressWarnings("NullAway.Init")
    private SipPeer alice;

    @SuppressWarnings("NullAway.Init")
    private SipPeer bob;

    @BeforeEach
    void start() {
        server = SwitchboardServer.start(folder, setup);
        pbx = SipPeer.udp(Setup.PBX, server.port());
        alice = SipPeer.udp("127.0.0.1", server.port());
        bob = SipPeer.udp("127.0.0.1", server.port());
    }

    @AfterEach
    void stop() {
        try {
            new Scene(server, "udp").assertNothingLeft();
        } finally {
            pbx.close();
            alice.close();
            bob.close();
            server.close();
        }
    }

    /** Runs the command beside the server; the first line is the exit code. */
    private String command(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", server.data().toString()));
        return SwitchboardServer.command(folder, all.toArray(String[]::new));
    }

    private ChildProcess begin(String... arguments) {
        List<String> all = new ArrayList<>(List.of(Path.of("..", "scripts", "switchboard")
                .toAbsolutePath()
                .normalize()
                .toString()));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--data", server.data().toString()));
        return ChildProcess.start("switchboard " + arguments[0], folder, Map.of(), all);
    }

    /** What a program gets that asks by HTTP. */
    private HttpResponse<String> http(String method, String path, String body) {
        try {
            String address = Files.readString(server.data().resolve("api.json"));
            String url = address.replaceAll("(?s).*\"url\":\"([^\"]+)\".*", "$1");
            String token = Files.readString(server.data().resolve("api.token")).strip();
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                    .build();
            return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private String onlyCall() {
        Matcher id = ID.matcher(http("GET", "/calls", "").body());
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    /** The caller talks with Alice. */
    private Conversation[] talk() {
        Registering.register(alice, "alice");
        Registering.register(bob, "bob");
        Conversation caller = Conversation.fromPbx(pbx, "1001").invite("");
        Message invite = alice.expect("INVITE ");
        Conversation callee = Conversation.of(alice, invite);
        caller.joined(callee, invite);
        return new Conversation[] {caller, callee};
    }

    @Test
    void aParticipantIsTransferredByCommandAndThenHungUp() {
        Conversation[] both = talk();
        String call = onlyCall();
        assertThat(command("calls"))
                .startsWith("0\n" + call + "  talking")
                .contains("trunk:pbx -> 1001", "account:alice@" + Setup.DOMAIN);
        try (ChildProcess transfer = begin("transfer", call, "0", "1002")) {
            Message invite = bob.expect("INVITE ");
            assertThat(invite.header("From")).contains("4711");
            Conversation target = Conversation.of(bob, invite);
            target.respond(invite, "200 OK", Conversation.TYPE, Conversation.SDP);
            bob.await("ACK ");
            Message asked = pbx.await("INVITE ");
            both[0].respond(asked, "200 OK", Conversation.TYPE, Conversation.SDP);
            Message offered = bob.await("INVITE ");
            target.respond(offered, "200 OK", Conversation.TYPE, Conversation.SDP);
            both[1].hungUp();
            assertThat(transfer.exitCode(SOON)).as(transfer.output()).isZero();
            assertThat(transfer.output()).contains("transferred");
            assertThat(command("calls", "show", call, "--json"))
                    .contains("\"transferred_by\":\"admin:local\"", "account:bob@" + Setup.DOMAIN);
            mutes(call, both[0], target);
            assertThat(command("remove", call, "0")).startsWith("0\n");
            target.hungUp();
            both[0].hungUp();
        }
        assertThat(command("remove", call)).startsWith("1\n").contains("there is no call " + call);
    }

    /** The call is taken into a room of its own for that, and the command waits for it. */
    private void mutes(String call, Conversation caller, Conversation target) {
        try (ChildProcess mute = begin("mute", call, "0")) {
            comesIn(bob, target);
            comesIn(pbx, caller);
            assertThat(mute.exitCode(SOON)).as(mute.output()).isZero();
        }
        assertThat(http("PATCH", "/calls/" + call + "/participants/0", "{\"deaf\": false}")
                        .body())
                .contains("\"muted\":true", "\"deaf\":false");
        assertThat(http("PATCH", "/calls/" + call + "/participants/9", "{\"muted\": true}")
                        .statusCode())
                .isEqualTo(404);
    }

    private static void comesIn(SipPeer phone, Conversation conversation) {
        Message invite = phone.await("INVITE ");
        conversation.respond(invite, "200 OK", Conversation.TYPE, Conversation.SDP);
        phone.await("ACK ");
    }

    @Test
    void aTransferToSomebodyBusySaysSoAndLeavesTheCall() {
        Conversation[] both = talk();
        String call = onlyCall();
        try (ChildProcess transfer = begin("transfer", call, "0", "bob")) {
            Message invite = bob.expect("INVITE ");
            Conversation.of(bob, invite).respond(invite, "486 Busy Here");
            bob.await("ACK ");
            assertThat(transfer.exitCode(SOON)).isEqualTo(1);
            assertThat(transfer.output()).contains("the transfer failed with 486");
        }
        both[0].request("INFO");
        Message info = alice.await("INFO ");
        both[1].respond(info, "200 OK");
        assertThat(both[0].finalOf("INFO").status()).isEqualTo(200);
        HttpResponse<String> ended = http("DELETE", "/calls/" + call, "");
        assertThat(ended.statusCode()).isEqualTo(204);
        both[1].hungUp();
        both[0].hungUp();
    }

    @Test
    void aRouteIsAddedUsedKeptAndRemoved() throws Exception {
        Registering.register(alice, "alice");
        String route = "{name: desk, match: {exact: \"7777\"}, from: {trunk: \"*\"}, to: \"user:alice\"}";
        assertThat(command("route", "add", route)).startsWith("0\n").contains("route 'desk' is in service");
        assertThat(command("route", "add", route)).startsWith("1\n").contains("there is a route 'desk' already");
        assertThat(command("route", "add", "{name: x, to: \"user:mallory\"}"))
                .startsWith("1\n")
                .contains("route x:1:15 to: unknown user 'mallory'");
        reachesAlice("7777");
        server.reload();
        server.kill();
        server.startAgain();
        assertThat(command("route", "list")).contains("desk", "added at 20", "by local", "dialplan.yaml:");
        assertThat(command("route", "7777", "--from", "trunk:pbx", "--live"))
                .startsWith("0\n")
                .contains("+ route desk (added at 20", "user:alice");
        reachesAlice("7777");
        assertThat(command("route", "remove", "desk")).startsWith("0\n");
        assertThat(command("route", "7777", "--from", "trunk:pbx", "--live")).startsWith("1\n");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(server.data().resolve("api.token"))))
                .isEqualTo("rw-------");
    }

    private void reachesAlice(String number) {
        Conversation caller = Conversation.fromPbx(pbx, number).invite("");
        Message invite = alice.expect("INVITE ");
        Conversation callee = Conversation.of(alice, invite);
        caller.joined(callee, invite);
        caller.request("BYE");
        callee.hungUp();
        assertThat(caller.finalOf("BYE").status()).isEqualTo(200);
    }

    @Test
    void aRouteThatKeepsTheServerFromStartingIsTakenOutOfTheStore() {
        assertThat(command("route", "add", "{name: desk, match: {exact: \"7777\"}, to: \"user:bob\"}"))
                .startsWith("0\n");
        server.stop();
        String config = server.config().toString();
        try {
            String accounts = Files.readString(server.config().resolve("accounts.yaml"));
            Files.writeString(
                    server.config().resolve("accounts.yaml"),
                    accounts.replaceAll("(?m)^  bob: .*$", "  ben: {password: x}"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertThat(command("serve", "--config", config))
                .startsWith("1\n")
                .contains("route desk:1:42 to: unknown user 'bob'", "route remove NAME --offline");
        assertThat(command("route", "remove", "desk", "--offline", "--config", config))
                .startsWith("0\n");
        server.startAgain();
        assertThat(command("route", "list")).startsWith("0\n").doesNotContain("desk");
    }

    @Test
    void aProgramFollowsWhatHappensInARoom() {
        try (ChildProcess events = begin("events", "--topics", "call,conference,participant");
                RoomGuest guest = new RoomGuest(server.port(), "guest", "3000")) {
            Await.until(
                    () -> "events are followed: " + http("GET", "/status", "").body(),
                    SOON,
                    () -> events.said("call.started", 0) || knocked());
            int mark = events.mark();
            guest.enter();
            events.await("participant.joined .*\"conference\":\"3000\",\"participant\":1", mark, SOON);
            String call = onlyCall();
            assertThat(http("GET", "/calls/" + call, "").body()).contains("\"conference\":\"3000\"");
            assertThat(command("mute", call, "0")).startsWith("0\n");
            events.await("participant.muted .*\"participant\":1", mark, SOON);
            assertThat(http("GET", "/conferences", "").body()).contains("\"name\":\"3000\"", "\"muted\":true");
            HttpResponse<String> unmuted =
                    http("PATCH", "/conferences/3000/participants/1", "{\"muted\":false,\"deaf\":true}");
            assertThat(unmuted.body()).contains("\"muted\":false,\"deaf\":true");
            events.await("participant.deafened", mark, SOON);
            assertThat(http("PATCH", "/conferences/3000", "{\"locked\":true}").body())
                    .contains("\"locked\":true");
            assertThat(http("DELETE", "/conferences/3000/participants/1", "").statusCode())
                    .isEqualTo(204);
            guest.removed();
            events.await("conference.closed", mark, SOON);
            events.await("call.ended .*\"call\":\"" + call, mark, SOON);
            assertThat(http("GET", "/conferences/3000", "").statusCode()).isEqualTo(404);
        }
    }

    /** A call that is refused, so that whoever follows has something to print. */
    private boolean knocked() {
        Conversation refused = Conversation.fromPbx(pbx, "4444").invite("");
        Message answer = refused.finalOf("INVITE");
        refused.ackRefusal(answer);
        return false;
    }
}
