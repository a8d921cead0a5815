package io.switchboard.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One linphonec with a home of its own. It plays a tone of its own all the time and can record what it hears.
 * Each method that acts waits until the phone says that it happened.
 */
final class Linphone implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String user;
    private final Path home;
    private final double tone;
    private final int port;
    private final ChildProcess process;
    private int recordings;
    /** Output that has been waited for already. */
    private int seen;

    /**
     * How a phone is set up.
     *
     * @param user name in its address, and for digest
     * @param tone what it plays, in hertz
     * @param transport udp, tcp or tls
     * @param account where it registers, null for a phone that only calls by address
     * @param factory URI that makes its conferences, "" for conferences in the phone itself
     */
    record Setup(
            String user,
            double tone,
            String transport,
            @Nullable Registration account,
            String factory) {
        Setup(String user, double tone, String transport, @Nullable Registration account) {
            this(user, tone, transport, account, "");
        }
    }

    /**
     * An account at a server.
     *
     * @param rootCa the authority that TLS trusts, empty for the other transports
     */
    record Registration(String domain, String password, String host, int port, Optional<Path> rootCa) {}

    private Linphone(Setup setup, Path home, int port, ChildProcess process) {
        this.user = setup.user();
        this.tone = setup.tone();
        this.home = home;
        this.port = port;
        this.process = process;
    }

    /** Starts a phone in a folder under the given one. */
    static Linphone start(Path parent, Setup setup) {
        return start(parent, setup, "");
    }

    /** Starts a phone that says by PUBLISH that it is there, and watches a friend if one is given. */
    static Linphone startSocial(Path parent, Setup setup, @Nullable String friend) {
        String more = "[proxy_0]\npublish=1\n";
        return start(
                parent,
                setup,
                friend == null
                        ? more
                        : more + "[friend_0]\nurl=\"" + friend + "\" <sip:" + friend + "@"
                                + io.switchboard.e2e.Setup.DOMAIN + ">\npol=accept\nsubscribe=1\n");
    }

    /** @param more settings after all others, which count */
    private static Linphone start(Path parent, Setup setup, String more) {
        Path home = parent.resolve("linphone-" + setup.user() + "-" + System.nanoTime());
        int port = Ports.free();
        try {
            Files.createDirectories(home.resolve(".local/share/linphone"));
            Files.writeString(home.resolve("rc"), rc(setup, port) + more);
            Tones.write(home.resolve("tone.wav"), setup.tone(), 20);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = List.of("linphonec", "-S", "-c", "rc", "-d", "5", "-l", "log");
        ChildProcess process =
                ChildProcess.start("linphone " + setup.user(), home, Map.of("HOME", home.toString()), command);
        Linphone phone = new Linphone(setup, home, port, process);
        process.await("linphonec> ", 0, PATIENCE);
        phone.command("soundcard use files", "Using wav files");
        process.send("play " + home.resolve("tone.wav"));
        if (setup.account() != null) {
            phone.registered();
        }
        return phone;
    }

    private static String rc(Setup setup, int port) {
        List<String> rc = new ArrayList<>(List.of("[sip]"));
        for (String transport : List.of("udp", "tcp", "tls")) {
            String key = transport.equals("udp") ? "sip_port" : "sip_" + transport + "_port";
            int value = !transport.equals(setup.transport()) ? 0 : transport.equals("udp") ? port : -1;
            rc.add(key + "=" + value);
        }
        rc.addAll(List.of(
                "default_proxy=" + (setup.account() == null ? -1 : 0),
                "register_only_when_network_is_up=0",
                "guess_hostname=0",
                "use_ipv6=0",
                "ipv6_migration_done=1",
                "use_info=0",
                "use_rfc2833=1",
                "contact=\"" + setup.user() + "\" <sip:" + setup.user() + "@127.0.0.1>"));
        Registration account = setup.account();
        if (account != null) {
            account.rootCa().ifPresent(file -> rc.add("root_ca=" + file));
        }
        rc.addAll(List.of("[rtp]", "audio_rtp_port=-1", "[sound]", "echocancellation=0", "[misc]"));
        rc.add("conference_type=" + (setup.factory().isEmpty() ? "local" : "remote"));
        rc.addAll(List.of("[video]", "enabled=0"));
        if (account != null) {
            String server = "<sip:" + account.host() + ":" + account.port() + ";transport=" + setup.transport();
            rc.addAll(List.of(
                    "[proxy_0]",
                    "reg_proxy=" + server + ">",
                    "reg_route=" + server + ";lr>",
                    "reg_identity=sip:" + setup.user() + "@" + account.domain(),
                    "reg_expires=600",
                    "reg_sendregister=1",
                    "publish=0",
                    setup.factory().isEmpty() ? "" : "conference_factory_uri=" + setup.factory(),
                    "[auth_info_0]",
                    "username=" + setup.user(),
                    "passwd=" + account.password(),
                    "domain=" + account.domain()));
        }
        return String.join("\n", rc) + "\n";
    }

    /** Its address for calls without a server; UDP only. */
    String address() {
        return "sip:" + user + "@127.0.0.1:" + port;
    }

    /** What this phone plays. */
    double tone() {
        return tone;
    }

    /** Waits until the server has taken the registration, which only the phone's log tells. */
    private void registered() {
        Await.until(
                () -> user + " is registered; its log ends so:\n" + ChildProcess.tail(log(), 8_000),
                PATIENCE,
                () -> log().contains("to [LinphoneRegistrationOk]"));
    }

    /** Calls and waits until it rings there. */
    void call(String target) {
        dial(target);
        expect("Call \\d+ to .* ringing");
    }

    /** Calls without waiting for anything. */
    void dial(String target) {
        seen = process.mark();
        process.send("call " + target);
    }

    /** Waits for a call; says from whom. */
    String rings() {
        return expect("Receiving new incoming call from (.*), assigned id");
    }

    /** Answers the ringing call and waits for its media. */
    void answer() {
        process.send("answer");
        talks();
    }

    /** Waits until the call has media. */
    void talks() {
        expect("Media streams established with (.*) for call");
    }

    void hangUp() {
        process.send("terminate");
        ended();
    }

    /** Declines the ringing call: 603. */
    void decline() {
        process.send("terminate");
    }

    /** Waits until the call is over, for whatever reason; says which. */
    String ended() {
        return expect("Call \\d+ with .* (?:ended|error)(.*)");
    }

    /** Asks for the transfer of the running call, without waiting for anything. */
    void transfer(String target) {
        seen = process.mark();
        process.send("transfer " + target);
    }

    /** Answers every call from now on. */
    void answersByItself() {
        command("autoanswer enable", "Auto answer");
    }

    /** Takes a call into its conference, which it has the server make with the first. */
    void merge(int call) {
        seen = process.mark();
        process.send("conference add " + call);
    }

    void hold() {
        process.send("pause");
        expect("Call \\d+ with .* (?:is now )?paused");
    }

    void resume() {
        process.send("resume");
        talks();
    }

    /** Sends a command and waits for what it should bring. */
    void command(String command, String answer) {
        seen = process.mark();
        process.send(command);
        expect(answer);
    }

    /** Waits for what the phone says next; gives the last group, if the pattern has one. */
    String expect(String regex) {
        ChildProcess.Said said = process.await(regex, seen, PATIENCE);
        seen = said.end();
        return said.text();
    }

    /** Begins to record, for {@link Tones} to look at while it goes on. Only while a call runs. */
    Path records() {
        Path file = home.resolve("heard-" + ++recordings + ".wav");
        process.send("record " + file);
        return file;
    }

    /** Records until this tone is heard; fails if it is not. Only while a call runs: else linphonec crashes. */
    void hears(double hertz) {
        Path file = home.resolve("heard-" + ++recordings + ".wav");
        process.send("record " + file);
        Await.until(user + " hears " + hertz + " Hz", PATIENCE, () -> Tones.heard(file, hertz));
    }

    /** Records until all of these tones are heard together; fails if they are not. */
    void hearsAmong(double... hertz) {
        Path file = home.resolve("heard-" + ++recordings + ".wav");
        process.send("record " + file);
        for (double each : hertz) {
            Await.until(user + " hears " + each + " Hz among others", PATIENCE, () -> Tones.heardAmong(file, each));
        }
    }

    /** Presses keys; the phone takes a second for each. */
    void keys(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            process.send(digits.substring(i, i + 1));
        }
    }

    /** Ends it the hard way: the server hears nothing of it. */
    void kill() {
        process.close();
    }

    /** Records for two seconds, in which this tone must not come. */
    void doesNotHear(double hertz) {
        Path file = home.resolve("heard-" + ++recordings + ".wav");
        process.send("record " + file);
        Await.never(user + " hears " + hertz + " Hz", Duration.ofSeconds(2), () -> Tones.heard(file, hertz));
    }

    /** Sends a text, without waiting for anything. */
    void chat(String to, String text) {
        process.send("chat " + to + " " + text);
    }

    /** Waits until as many texts that it has sent were answered. */
    void hasSent(int texts) {
        moved("to Delivered$", texts);
    }

    /** Waits until it was told of as many texts that the other phone has them (RFC 5438). */
    void isToldOfDelivery(int texts) {
        moved("to DeliveredToUser$", texts);
    }

    private void moved(String state, int texts) {
        Pattern pattern = Pattern.compile("moving from \\w+ " + state, Pattern.MULTILINE);
        Await.until(
                () -> user + " has " + texts + " texts that moved " + state + "; its log ends so:\n"
                        + ChildProcess.tail(log(), 8_000),
                PATIENCE,
                () -> pattern.matcher(log()).results().count() >= texts);
    }

    /** Waits for texts, in this order. */
    void reads(String from, String... texts) {
        for (String text : texts) {
            expect("Message received from .*" + Pattern.quote(from) + ".*: " + Pattern.quote(text));
        }
    }

    /** Waits until the phone's own log says this. */
    void logs(String regex) {
        Pattern pattern = Pattern.compile(regex);
        Await.until(
                () -> user + " logs " + regex + "; its log ends so:\n" + ChildProcess.tail(log(), 8_000),
                PATIENCE,
                () -> pattern.matcher(log()).find());
    }

    /** Whether the phone has asked its user for the password. */
    boolean asksForPassword() {
        return process.said("Password for ", 0);
    }

    /** The phone's own log so far. */
    private String log() {
        try {
            return Files.readString(home.resolve("log"), ISO_8859_1);
        } catch (IOException e) {
            return "no log: " + e;
        }
    }

    /** Unregisters and ends, as a user would: a phone that is only killed stays bound, and would be dialled in vain. */
    void quit() {
        process.send("quit");
        process.exitCode(PATIENCE);
    }

    @Override
    public void close() {
        process.close();
    }
}
