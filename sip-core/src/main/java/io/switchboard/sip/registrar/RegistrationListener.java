package io.switchboard.sip.registrar;

/** Told, in the lane, of registrations that have changed. */
public interface RegistrationListener {
    /** A phone has registered, or has done so again; it has its 200. */
    void registered(Binding binding);

    /** Some bindings of an address of record are gone, or cannot be reached any more. */
    void gone(String aor);
}
