package io.switchboard.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.server.command.Commands;
import io.switchboard.server.config.Configuration;
import io.switchboard.server.config.ConfigurationLoader;
import io.switchboard.server.node.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class OpenApiTest {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void theDescriptionHasEveryPathAndNoOther() throws Exception {
        for (String file : new String[] {"accounts.yaml", "trunks.yaml", "dialplan.yaml"}) {
            Files.copy(Path.of("../config").resolve(file), folder.resolve(file));
        }
        String text = Files.readString(Path.of("../config/switchboard.yaml")).replace(":5060", ":0");
        Files.writeString(folder.resolve("switchboard.yaml"), text);
        Configuration configuration = ConfigurationLoader.load(folder);
        Set<String> served = new TreeSet<>();
        try (Node node = Node.start(configuration, folder.resolve("data"))) {
            Commands commands = node.commands(folder);
            new Api(commands).resources().forEach(each -> served.add(each.method() + " " + each.path()));
        }
        assertThat(described()).isEqualTo(served);
    }

    private static Set<String> described() throws Exception {
        Object document = new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(Path.of("../docs/openapi.yaml")));
        assertThat(document).isInstanceOf(Map.class);
        Object paths = ((Map<?, ?>) document).get("paths");
        assertThat(paths).isInstanceOf(Map.class);
        Set<String> described = new TreeSet<>();
        ((Map<?, ?>) paths)
                .forEach((path, methods) -> ((Map<?, ?>) methods)
                        .keySet().stream()
                                .map(String::valueOf)
                                .filter(METHODS::contains)
                                .forEach(method ->
                                        described.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path)));
        return described;
    }
}
