package io.switchboard.server.event;

import io.switchboard.sip.registrar.Binding;
import io.switchboard.sip.registrar.BindingObserver;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes events of phones that register and unregister. */
public final class RegistrationEvents implements BindingObserver {
    private final EventLog log;

    /** Writes to this log. */
    public RegistrationEvents(EventLog log) {
        this.log = log;
    }

    @Override
    public void added(Binding binding) {
        log.publish("registration.added", () -> data(binding));
    }

    @Override
    public void removed(Binding binding) {
        log.publish("registration.removed", () -> data(binding));
    }

    private static Map<String, Object> data(Binding binding) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("account", binding.aor());
        data.put("contact", binding.contact());
        data.put("user_agent", binding.userAgent());
        return data;
    }
}
