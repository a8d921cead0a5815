package io.switchboard.sip.registrar;

import io.switchboard.sip.transport.Flow;
import java.util.List;

/**
 * The Contact of a REGISTER and what was read out of it: a phone that refreshes its registration repeats it, character
 * for character, and from the same place.
 *
 * @param line the value of its only Contact line
 * @param flow that it came on; the way to the phone depends on it
 * @param contacts what the line says
 */
record KnownContact(String line, Flow flow, List<RegisteredContact> contacts) {
    boolean is(String otherLine, Flow otherFlow) {
        return line.equals(otherLine) && flow.equals(otherFlow);
    }
}
