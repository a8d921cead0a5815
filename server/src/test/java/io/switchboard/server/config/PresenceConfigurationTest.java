package io.switchboard.server.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may watch whom, and how long publications stand. */
class PresenceConfigurationTest {
    private static final String BASE =
            "listeners: [{transport: udp, address: \"127.0.0.1:5060\"}]\ndomains: [example.test]\n";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @BeforeEach
    void goodFiles() throws IOException {
        write("switchboard.yaml", BASE);
        write("accounts.yaml", "accounts: {alice: {password: a}, bob: {password: b}}\n");
        write("trunks.yaml", "trunks: {a: {uri: \"sip:192.0.2.1\"}}\n");
        write("dialplan.yaml", "groups: {pstn: {members: [a]}}\n");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private boolean watches(String watcher, String watched) throws ConfigurationException {
        return requireNonNull(ConfigurationLoader.load(folder).accounts().get(watched))
                .isWatchedBy(watcher);
    }

    @Test
    void everybodyWatchesWhoSaysNothing() throws Exception {
        assertThat(watches("bob", "alice")).isTrue();
        write("accounts.yaml", "accounts: {alice: {password: a, watchers: \"*\"}, bob: {password: b}}\n");
        assertThat(watches("bob", "alice")).isTrue();
    }

    @Test
    void thoseNamedWatchAndNoOthers() throws Exception {
        write(
                "accounts.yaml",
                "accounts: {alice: {password: a, watchers: [bob]}, bob: {password: b, watchers: []}, carol: {password:"
                        + " c}}\n");
        assertThat(watches("bob", "alice")).isTrue();
        assertThat(watches("carol", "alice")).isFalse();
        assertThat(watches("alice", "bob")).isFalse();
        assertThat(watches("bob", "bob")).as("oneself").isTrue();
    }

    private void refused(String... problems) {
        assertThatThrownBy(() -> ConfigurationLoader.load(folder))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.problems().stream()
                                        .map(Problem::toString)
                                        .toList())
                                .containsExactly(problems));
    }

    @Test
    void watchersAreAccounts() throws Exception {
        write("accounts.yaml", "accounts: {alice: {password: a, watchers: [bbo]}, bob: {password: b}}\n");
        refused("accounts.yaml:1:44 accounts.alice.watchers[0]: there is no account 'bbo', did you mean 'bob'?");
        write("accounts.yaml", "accounts: {alice: {password: a, watchers: [bob, \"*\"]}, bob: {password: b}}\n");
        refused("accounts.yaml:1:49 accounts.alice.watchers[1]: '*' means every account: it stands alone");
    }

    @Test
    void shortestPublicationIsNotLongerThanTheLongest() throws Exception {
        write("switchboard.yaml", BASE + "presence: {min_expires: 5m, max_expires: 2m}\n");
        refused("switchboard.yaml:3:12 presence.min_expires: is longer than max_expires, 2m");
    }
}
