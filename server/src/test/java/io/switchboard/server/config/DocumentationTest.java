package io.switchboard.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentationTest {
    private static final Path DOCS = Path.of("../docs");
    private static final Path SAMPLE = Path.of("../config");
    private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\|", Pattern.MULTILINE);

    @Test
    void theDocumentsNameEveryKeyAndNoOther() throws Exception {
        Set<String> documented = new TreeSet<>();
        for (String name : new String[] {"configuration.md", "dial-plan.md"}) {
            Matcher row = ROW.matcher(Files.readString(DOCS.resolve(name)));
            while (row.find()) {
                documented.add(row.group(1));
            }
        }
        Set<String> known = ConfigurationLoader.keys(SAMPLE);
        // The five sections of switchboard.yaml, and that of numbers, have no row of their own.
        known.removeIf(key -> known.stream().anyMatch(k -> k.startsWith(key + ".")) && !documented.contains(key));
        assertThat(documented).isEqualTo(known);
    }

    @Test
    void theExampleOfTheDialPlanLoads(@TempDir Path folder) throws Exception {
        String text = Files.readString(DOCS.resolve("dial-plan.md"));
        int start = text.indexOf("```yaml\n") + "```yaml\n".length();
        Files.writeString(folder.resolve("dialplan.yaml"), text.substring(start, text.indexOf("```", start)));
        copy(folder, "switchboard.yaml");
        copy(folder, "accounts.yaml");
        copy(folder, "trunks.yaml");
        assertThat(ConfigurationLoader.load(folder).plan().tests()).hasSize(2);
    }

    private static void copy(Path folder, String name) throws IOException {
        Files.copy(SAMPLE.resolve(name), folder.resolve(name));
    }
}
