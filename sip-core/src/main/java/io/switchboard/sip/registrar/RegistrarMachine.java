package io.switchboard.sip.registrar;

import java.util.ArrayList;
import java.util.List;

/** Decides what a REGISTER does to the bindings of its address of record (RFC 3261 section 10.3, RFC 5626 section 6). */
final class RegistrarMachine {
    /** What is to be done. */
    sealed interface Decision {
        /**
         * Refuse.
         *
         * @param minExpires seconds for Min-Expires, or 0
         */
        record Refuse(int status, String reason, int minExpires) implements Decision {}

        /**
         * Accept, once the change is durable.
         *
         * @param bindings all bindings afterwards
         * @param change what is to be stored; empty for a query
         * @param flows whether a flow of RFC 5626 was registered, so that outbound has to be required
         */
        record Accept(List<Binding> bindings, BindingChange change, boolean flows) implements Decision {}
    }

    private RegistrarMachine() {}

    /** The decision on a request, given the bindings that have not expired, at a wall-clock time in milliseconds. */
    static Decision decide(Registration request, List<Binding> current, RegistrarPolicy policy, long now) {
        if (request.removeAll()) {
            return removeAll(request, current);
        }
        if (!request.path().isEmpty() && !request.contacts().isEmpty() && !request.pathSupported()) {
            return new Decision.Refuse(420, "Bad Extension", 0); // RFC 3327 section 5.3
        }
        // Section 10.3 step 7: all changes of one request are made, or none.
        List<Binding> after = new ArrayList<>(current);
        List<Binding> saved = new ArrayList<>(1);
        List<Binding> removed = new ArrayList<>(1);
        boolean flows = false;
        for (RegisteredContact contact : request.contacts()) {
            boolean flow = contact.regId() > 0 && contact.instance() != null && request.outbound();
            if (flow && request.edgeWithoutOutbound()) {
                return new Decision.Refuse(439, "First Hop Lacks Outbound Support", 0); // RFC 5626 section 6
            }
            long expires = expires(contact, request, policy);
            // Section 10.3 step 7: 423 only for what is more than nothing, less than an hour, and less than our least.
            if (expires > 0 && expires < 3600 && expires < policy.minExpires()) {
                return new Decision.Refuse(423, "Interval Too Brief", policy.minExpires());
            }
            for (Binding old : current) {
                if (replaces(contact, flow, old)) {
                    if (stale(request, old)) {
                        return new Decision.Refuse(500, "Out of Order", 0);
                    }
                    if (remove(after, old)) {
                        removed.add(old); // once, though two contacts may replace it
                    }
                }
            }
            // The same contact twice in one request: the last counts.
            for (int i = saved.size() - 1; i >= 0; i--) {
                if (replaces(contact, flow, saved.get(i))) {
                    remove(after, saved.remove(i));
                }
            }
            if (expires > 0) {
                flows |= flow;
                Binding binding = binding(request, contact, flow, now + 1000 * Math.min(expires, policy.maxExpires()));
                after.add(binding);
                saved.add(binding);
            }
        }
        if (after.size() > policy.maxContacts() && !saved.isEmpty()) {
            return new Decision.Refuse(403, "Too Many Contacts", 0);
        }
        for (int i = removed.size() - 1; i >= 0; i--) {
            if (hasKey(saved, removed.get(i).key())) {
                removed.remove(i); // saving replaces it
            }
        }
        return new Decision.Accept(List.copyOf(after), new BindingChange(request.aor(), saved, removed), flows);
    }

    /** Removes this very binding; to compare all fields of all of them would be a good part of a decision. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean remove(List<Binding> bindings, Binding one) {
        for (int i = 0; i < bindings.size(); i++) {
            if (bindings.get(i) == one) {
                bindings.remove(i);
                return true;
            }
        }
        return false;
    }

    /** Section 10.3 step 6: the wildcard needs an Expires of zero, and no other Contact beside it. */
    private static Decision removeAll(Registration request, List<Binding> current) {
        if (request.expires() != 0 || !request.contacts().isEmpty()) {
            return new Decision.Refuse(400, "Bad Contact Wildcard", 0);
        }
        for (Binding old : current) {
            if (stale(request, old)) {
                return new Decision.Refuse(500, "Out of Order", 0);
            }
        }
        return new Decision.Accept(List.of(), new BindingChange(request.aor(), List.of(), List.copyOf(current)), false);
    }

    /** Whether the request is older than the binding, or the same: then nothing of it may be carried out. */
    private static boolean stale(Registration request, Binding old) {
        return old.callId().equals(request.callId()) && request.cseq() <= old.cseq();
    }

    /**
     * Whether a contact stands for the same way to the same phone: the same instance and flow (RFC 5626 section 6); an
     * instance without reg-id is a phone with one flow, which replaces all that it had; without instance the same URI.
     */
    private static boolean replaces(RegisteredContact contact, boolean flow, Binding old) {
        String instance = contact.instance();
        if (instance != null && old.instance() != null) {
            int regId = flow ? contact.regId() : 0;
            return instance.equals(old.instance()) && (regId == 0 || old.regId() == 0 || regId == old.regId());
        }
        return ContactUri.same(contact.uri(), old.contact());
    }

    private static long expires(RegisteredContact contact, Registration request, RegistrarPolicy policy) {
        if (contact.expires() >= 0) {
            return contact.expires();
        }
        return request.expires() >= 0 ? request.expires() : policy.defaultExpires();
    }

    /** Whether one of the bindings has this key. */
    static boolean hasKey(List<Binding> bindings, String key) {
        for (Binding binding : bindings) {
            if (binding.key().equals(key)) {
                return true;
            }
        }
        return false;
    }

    private static Binding binding(Registration request, RegisteredContact contact, boolean flow, long expiresAt) {
        return new Binding(
                request.aor(),
                contact.uri(),
                contact.q(),
                expiresAt,
                request.callId(),
                request.cseq(),
                request.path(),
                contact.instance(),
                flow ? contact.regId() : 0,
                request.userAgent(),
                contact.hop());
    }
}
