package io.switchboard.sip.registrar;

import java.util.List;

/**
 * What one REGISTER (or expiry) does to the bindings of an address of record; made durable as a whole or not at all.
 *
 * @param aor address of record, {@code user@domain}
 * @param saved bindings that are new or have changed; replace those with the same {@link Binding#key()}
 * @param removed bindings that are gone
 */
public record BindingChange(String aor, List<Binding> saved, List<Binding> removed) {
    /** Whether there is nothing to make durable. */
    public boolean isEmpty() {
        return saved.isEmpty() && removed.isEmpty();
    }
}
