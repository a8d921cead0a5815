package io.switchboard.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.InetAddresses;
import io.switchboard.sip.conference.Announcements.Occasion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where media of rooms are received, and what is played in them. */
class MediaConfigurationTest {
    private static final String BASE =
            "listeners: [{transport: udp, address: \"127.0.0.1:5060\"}]\ndomains: [example.test]\n";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @BeforeEach
    void goodFiles() throws IOException {
        write("accounts.yaml", "accounts: {alice: {password: a}}\n");
        write("trunks.yaml", "trunks: {a: {uri: \"sip:192.0.2.1\"}}\n");
        write("dialplan.yaml", "groups: {pstn: {members: [a]}}\n");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private Configuration with(String line) throws Exception {
        write("switchboard.yaml", BASE + line + "\n");
        return ConfigurationLoader.load(folder);
    }

    private void refused(String line, String... problems) {
        assertThatThrownBy(() -> with(line))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.problems().stream()
                                        .map(Problem::toString)
                                        .toList())
                                .containsExactly(problems));
    }

    @Test
    void anAddressOfEachFamily() throws Exception {
        Settings.Media usual = with("").media();
        assertThat(usual.addresses()).containsExactly(InetAddresses.forString("127.0.0.1"));
        assertThat(usual.advertise()).isEmpty();
        Settings.Media both =
                with("media: {address: [0.0.0.0, \"::\"], advertise: [\"2001:db8::1\", 192.0.2.1], ports: 4000-4009}")
                        .media();
        assertThat(both.addresses()).containsExactly(InetAddresses.forString("0.0.0.0"), InetAddresses.forString("::"));
        assertThat(both.advertise()).hasSize(2);
        assertThat(both.firstPort()).isEqualTo(4000);
        assertThat(both.lastPort()).isEqualTo(4009);
    }

    @Test
    void onePortForAll() throws Exception {
        Settings.Media media = with("media: {ports: 20000}").media();
        assertThat(media.firstPort()).isEqualTo(20_000);
        assertThat(media.lastPort()).isEqualTo(20_000);
    }

    @Test
    void wrongAddressesAreRefused() {
        refused(
                "media: {address: [127.0.0.1, 127.0.0.2]}",
                "switchboard.yaml:3:9 media.address: takes one address of IPv4 and one of IPv6 at most");
        refused(
                "media: {address: 127.0.0.1, advertise: \"2001:db8::1\"}",
                "switchboard.yaml:3:29 media.advertise: 2001:db8:0:0:0:0:0:1 is of another family than media.address");
    }

    @ParameterizedTest
    @CsvSource({"1023", "65535", "0", "65536", "99999", "20000-20000", "20001-20000", "80-90", "-5", "many"})
    void wrongPortsAreRefused(String ports) {
        refused(
                "media: {ports: \"" + ports + "\"}",
                "switchboard.yaml:3:16 media.ports: '" + ports
                        + "' is no range of ports: as 20000-29999, between 1024 and 65535, is meant, or one port, 20000");
    }

    /** A WAV file of a tenth of a second of silence. */
    private void wav(String name, int channels, int rate) throws IOException {
        int bytes = channels * 2 * rate / 10;
        ByteBuffer file = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + bytes);
        file.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        file.putShort((short) 1).putShort((short) channels).putInt(rate).putInt(rate * channels * 2);
        file.putShort((short) (channels * 2)).putShort((short) 16);
        file.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
        Files.write(folder.resolve(name), file.array());
    }

    @Test
    void announcementsAreFilesBesideTheConfiguration() throws Exception {
        wav("wait.wav", 1, 16_000);
        Map<Occasion, Path> files = with("conferences: {announcements: {waiting: wait.wav}}")
                .conferences()
                .announcements()
                .files();
        assertThat(files).containsExactly(Map.entry(Occasion.WAITING, folder.resolve("wait.wav")));
    }

    @Test
    void whatCannotBePlayedIsRefused() throws Exception {
        wav("fast.wav", 1, 96_000);
        write("text.wav", "no sound");
        String meant =
                " cannot be played: a WAV file of 16 bits in one or two channels, from 8 to 48 kHz and of at most ten"
                        + " minutes is meant (";
        for (String name : new String[] {"fast.wav", "text.wav", "none.wav"}) {
            assertThatThrownBy(() -> with("conferences: {announcements: {locked: " + name + "}}"))
                    .hasMessageContaining("switchboard.yaml:3:39 conferences.announcements.locked: ")
                    .hasMessageContaining(name + meant);
        }
        refused(
                "conferences: {announcements: {lokced: text.wav}}",
                "switchboard.yaml:3:31 conferences.announcements.lokced: unknown key, did you mean 'locked'?");
    }
}
