package io.switchboard.server.api;

import io.switchboard.server.api.http.HttpLimits;
import io.switchboard.server.command.Commands;
import io.switchboard.server.config.Configuration;
import io.switchboard.server.config.ConfigurationLoader;
import io.switchboard.server.node.Node;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** The API over a real socket, in front of a node without calls. */
final class ServedApi implements AutoCloseable {
    /** The token of the program ops. */
    static final String OPS = "0123456789abcdef0123456789abcdef";

    private final Node node;
    private final Commands commands;
    private final ApiServer server;

    private ServedApi(Node node, Commands commands, ApiServer server) {
        this.node = node;
        this.commands = commands;
        this.server = server;
    }

    /**
     * Serves a configuration that is written to a folder.
     *
     * @param settings lines of switchboard.yaml beside the listener and the domain
     * @param api keys of its section {@code api} beside these, as the rest of a map
     */
    static ServedApi start(Path folder, String settings, String api, String accounts, String plan, HttpLimits limits)
            throws Exception {
        Files.writeString(
                folder.resolve("switchboard.yaml"),
                "listeners: [{transport: udp, address: \"127.0.0.1:0\"}]\ndomains: example.test\n" + settings
                        + "api: {listen: \"127.0.0.1:0\", tokens: {ops: {token: \"" + OPS + "\"}}" + api + "}\n");
        Files.writeString(folder.resolve("accounts.yaml"), accounts);
        Files.writeString(folder.resolve("trunks.yaml"), "");
        Files.writeString(folder.resolve("dialplan.yaml"), plan);
        Configuration configuration = ConfigurationLoader.load(folder);
        Path data = folder.resolve("data");
        Node node = Node.start(configuration, data);
        Commands commands = node.commands(folder);
        return new ServedApi(node, commands, ApiServer.start(configuration.api(), data, new Api(commands), limits));
    }

    InetSocketAddress address() {
        return server.address();
    }

    Commands commands() {
        return commands;
    }

    @Override
    public void close() {
        server.close();
        node.close();
    }
}
