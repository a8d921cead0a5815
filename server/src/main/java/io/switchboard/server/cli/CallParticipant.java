package io.switchboard.server.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** A participant of a call, which several commands name by the same two words, and the server that is told. */
final class CallParticipant {
    @Mixin
    private final ApiClient api = new ApiClient();

    @Parameters(index = "0", paramLabel = "CALL", description = "Id of the call, as 'calls' shows it.")
    private String call = "";

    @Parameters(
            index = "1",
            paramLabel = "PARTICIPANT",
            description = "Number of the participant, as 'calls' shows it.")
    private int participant;

    String callPath() {
        return "/calls/" + ApiClient.escaped(call);
    }

    int number() {
        return participant;
    }

    String path() {
        return callPath() + "/participants/" + participant;
    }

    int tell(String method, String path, String body, String done, CommandSpec spec) {
        return api.run(method, path, body, spec, answer -> {
            spec.commandLine().getOut().println(done);
            return ExitCode.OK;
        });
    }

    int mute(boolean muted, CommandSpec spec) {
        String body = JsonNodeFactory.instance.objectNode().put("muted", muted).toString();
        return tell("PATCH", path(), body, muted ? "muted" : "unmuted", spec);
    }
}
