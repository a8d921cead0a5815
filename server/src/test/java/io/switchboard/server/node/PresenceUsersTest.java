package io.switchboard.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.server.config.Configuration;
import io.switchboard.server.config.ConfigurationLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PresenceUsersTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private Configuration load(String accounts) throws Exception {
        Files.writeString(
                folder.resolve("switchboard.yaml"),
                "listeners: [{transport: udp, address: \"127.0.0.1:5060\"}]\ndomains: [example.test]\n");
        Files.writeString(folder.resolve("accounts.yaml"), "accounts: " + accounts);
        Files.writeString(folder.resolve("trunks.yaml"), "");
        Files.writeString(folder.resolve("dialplan.yaml"), "");
        return ConfigurationLoader.load(folder);
    }

    @Test
    void usersAreOthersOnlyWhereAccountsAre() throws Exception {
        String accounts = "{alice: {password: a, number: 1001}, bob: {password: b}}\n";
        Configuration first = load(accounts);
        PresenceUsers users = new PresenceUsers(first);
        assertThat(users.find("sip:1001@EXAMPLE.test")).isEqualTo("alice@example.test");
        assertThat(users.find("sip:1001@example.com")).isNull();
        assertThat(users.mayWatch("bob@example.test", "alice@example.test")).isTrue();
        assertThat(users.next(ConfigurationLoader.withRoutes(first, List.of())))
                .as("a plan of its own")
                .isSameAs(users);
        assertThat(users.next(load(accounts))).as("read again").isSameAs(users);
        PresenceUsers next = users.next(load("{alice: {password: a, number: 1002}}\n"));
        assertThat(next).isNotSameAs(users);
        assertThat(next.find("sip:1002@example.test")).isEqualTo("alice@example.test");
        assertThat(next.mayWatch("bob@example.test", "alice@example.test")).isFalse();
    }
}
