package io.switchboard.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandTest {
    private static final String SAMPLE = "../config";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine line = SwitchboardCommand.commandLine();
        return line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(args);
    }

    @Test
    void theSampleConfigurationIsGood() {
        assertThat(run("check", "--config", SAMPLE)).as(err.toString()).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .isEqualToNormalizingNewlines("../config is good: 3 accounts, 2 trunks, 7 routes, 14 tests passed\n");
    }

    @Test
    void theBenchmarkConfigurationIsGood() {
        assertThat(run("check", "--config", "../bench/config"))
                .as(err.toString())
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void problemsArePrintedOneALineAndCounted(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("switchboard.yaml"), "domains: example.test\nlistners: []\n");
        Files.writeString(folder.resolve("accounts.yaml"), "");
        Files.writeString(folder.resolve("trunks.yaml"), "");
        assertThat(run("check", "--config", folder.toString())).isEqualTo(ExitCode.PROBLEMS);
        assertThat(err.toString())
                .isEqualToNormalizingNewlines("dialplan.yaml:1:1: there is no such file in " + folder
                        + "\nswitchboard.yaml:1:1: 'listeners' is missing\n"
                        + "switchboard.yaml:2:1 listners: unknown key, did you mean 'listeners'?\n3 problems in "
                        + folder
                        + "\n");
    }

    @Test
    void aRouteIsExplainedStepByStep() {
        int code = run("route", "0301234567", "--from", "bob", "--at", "2026-03-02T10:00", "--config", SAMPLE);
        assertThat(code).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).isEqualToNormalizingNewlines("""
                + number: 0301234567 is read as +31301234567
                - route premium (dialplan.yaml:33): is for regex ^\\+(1900|31900|882)
                + route national (dialplan.yaml:38): prefix +31 matches
                + group pstn: weighted, the first is carrier-a
                - route emergency (dialplan.yaml:20): is for exact 112
                - route meeting (dialplan.yaml:29): is for exact conference
                - route office (dialplan.yaml:13): is for prefix +3120555
                - route rooms (dialplan.yaml:24): is for pattern 3XXX
                = route 'national', dialling trunk:carrier-a +31301234567, then trunk:carrier-b +31301234567
                """);
    }

    @Test
    void otherToolsGetTheExplanationAsJson() throws Exception {
        int code = run("route", "0044123", "--from", "bob", "--json", "--config", SAMPLE);
        assertThat(code).as("a refusal").isEqualTo(ExitCode.PROBLEMS);
        JsonNode json = JsonMapper.builder().build().readTree(out.toString());
        assertThat(json.path("status").asInt()).isEqualTo(403);
        assertThat(json.path("cause").asText()).isEqualTo("not_allowed");
        assertThat(json.path("steps").isArray()).isTrue();
    }

    @Test
    void anUnknownCallerOrTimeIsAUsageError() {
        assertThat(run("route", "1", "--from", "mallory", "--config", SAMPLE)).isEqualTo(ExitCode.USAGE);
        assertThat(run("route", "1", "--from", "alice", "--at", "noon", "--config", SAMPLE))
                .isEqualTo(ExitCode.USAGE);
        assertThat(run("frobnicate")).isEqualTo(ExitCode.USAGE);
        assertThat(run()).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("there is no account 'mallory'", "'noon' is no time");
    }

    @Test
    void passwdPrintsBothHashes() {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("Circle of Life\n".getBytes(StandardCharsets.UTF_8)));
        try {
            // User, realm and password of RFC 7616 section 3.9.1.
            assertThat(run("passwd", "Mufasa", "--domain", "http-auth@example.org"))
                    .isEqualTo(ExitCode.OK);
        } finally {
            System.setIn(before);
        }
        assertThat(out.toString())
                .contains("ha1_md5: 3d78807defe7de2157e2b0b6573a855f")
                .contains("ha1_sha256: 7987c64c30e25f1b74be53f966b49b90f2808aa92faf9a00262392d7b4794232");
    }

    @Test
    void everyCommandHasHelpWithExamplesAndExitCodes() {
        for (String command : SwitchboardCommand.commandLine().getSubcommands().keySet()) {
            assertThat(run(command, "--help")).isEqualTo(ExitCode.OK);
            assertThat(out.toString()).as(command).contains("Examples:", "Exit codes:");
            out.getBuffer().setLength(0);
        }
    }
}
