package io.switchboard.server.command;

import io.switchboard.server.config.Configuration;
import java.io.IOException;
import java.util.Map;

/** The node that commands are for. */
public interface InService {
    /** Its configuration. */
    Configuration configuration();

    /**
     * Takes another one in one step.
     *
     * @throws IOException if that fails; the old one stays then
     */
    void reconfigure(Configuration next) throws IOException;

    /** Its counters by name, in order. */
    Map<String, Long> counters();
}
