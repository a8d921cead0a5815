package io.switchboard.server.event;

import io.switchboard.sip.messaging.Letter;
import io.switchboard.sip.messaging.MessageObserver;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes events of messages for users. They tell nothing of what is in them, and hold nothing of it in memory. */
public final class MessageEvents implements MessageObserver {
    private final EventLog log;

    /** Writes to this log. */
    public MessageEvents(EventLog log) {
        this.log = log;
    }

    @Override
    public void kept(Letter letter) {
        publish("message.kept", letter, 0);
    }

    @Override
    public void delivered(Letter letter) {
        publish("message.delivered", letter, 0);
    }

    @Override
    public void died(Letter letter, int status) {
        publish(status == 0 ? "message.expired" : "message.refused", letter, status);
    }

    private void publish(String type, Letter letter, int status) {
        long id = letter.id();
        String callId = letter.content().callId();
        String from = letter.sender();
        String to = letter.recipient();
        log.publish(type, () -> {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("message", id);
            data.put("call_id", callId);
            data.put("from", from);
            data.put("to", to);
            if (status > 0) {
                data.put("status", status);
            }
            return data;
        });
    }
}
