package io.switchboard.server.command;

import io.switchboard.server.store.MessageHistory;
import java.util.List;

/**
 * Some messages of the history, the newest first.
 *
 * @param next number before which there may be more, 0 if there are none
 */
public record MessagePage(List<MessageHistory.Entry> messages, long next) {
    /** Copies the list. */
    public MessagePage {
        messages = List.copyOf(messages);
    }
}
