package io.switchboard.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code switchboard mute}. */
@Command(
        name = "mute",
        description = "Has a participant not be heard by the others.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:there is no such participant, or the call cannot be taken into a room",
            "2:the command line is wrong",
            "69:no server runs"
        },
        footer = {"", "Examples:", "  switchboard mute wkYrVqXCrRHDeAgRZC9TQg 0"})
final class MuteCommand implements Callable<Integer> {
    @Mixin
    private final CallParticipant participant = new CallParticipant();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is run
    private CommandSpec spec;

    @Override
    public Integer call() {
        return participant.mute(true, spec);
    }
}
