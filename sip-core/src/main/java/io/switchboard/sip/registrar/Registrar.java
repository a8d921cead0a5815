package io.switchboard.sip.registrar;

import io.switchboard.sip.lane.Lane;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.registrar.RegistrarMachine.Decision;
import io.switchboard.sip.transaction.ServerTransaction;
import io.switchboard.sip.transport.Flow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The registrar, and the location service over its bindings. It belongs to one lane. A 200 is sent only once the change
 * is durable; until then neither calls nor other requests see it, and more requests for the same address of record wait.
 */
public final class Registrar implements LocationService {
    private static final int MOST_WAITING = 16;
    private static final Comparator<Binding> PREFERENCE = Comparator.comparingInt(Binding::q)
            .thenComparingLong(Binding::expiresAt)
            .reversed();

    private final Lane lane;
    private final BindingStore store;
    private final RegistrationResponses responses;
    private final Map<String, AorBindings> addresses = new HashMap<>();
    private final ConnectionIndex connections = new ConnectionIndex();
    private final List<RegistrationListener> listeners = new ArrayList<>(2);
    private RegistrarPolicy policy;
    private BindingObserver observer = BindingObserver.NOBODY;

    /** A registrar without bindings; see {@link #load}. */
    public Registrar(Lane lane, BindingStore store, RegistrarPolicy policy, RandomTokens tokens) {
        this.lane = lane;
        this.store = store;
        this.policy = policy;
        this.responses = new RegistrationResponses(tokens);
    }

    /** Takes over what the store gave at the start; in the lane, before any request. */
    public void load(List<Binding> bindings) {
        Map<String, List<Binding>> byAddress = new HashMap<>();
        for (Binding binding : bindings) {
            byAddress.computeIfAbsent(binding.aor(), aor -> new ArrayList<>(1)).add(binding.withoutFlow());
        }
        byAddress.forEach((aor, all) -> set(of(aor), List.copyOf(all)));
    }

    /** Has somebody be told which bindings come and go. */
    public void observe(BindingObserver by) {
        observer = by;
    }

    /** Tells somebody of every change from now on. */
    public void listener(RegistrationListener listener) {
        listeners.add(listener);
    }

    /** Swaps the policy, in the lane. Bindings keep the time that they were given. */
    public void policy(RegistrarPolicy next) {
        policy = next;
    }

    /**
     * Answers a REGISTER.
     *
     * @param aor the address of record of its To header, which the sender has been proven to own
     */
    public void handle(ServerTransaction transaction, String aor) {
        AorBindings address = of(aor);
        Registration registration;
        try {
            registration = RegistrationParser.parse(transaction.request(), aor, transaction.flow(), address.contact);
        } catch (IllegalArgumentException e) {
            refuse(transaction, aor, 400, "Bad Contact or Path", 0);
            return;
        }
        if (!address.committing) {
            register(transaction, registration, address);
            return;
        }
        ArrayDeque<Runnable> waiting = address.waiting;
        if (waiting == null) {
            waiting = new ArrayDeque<>(2);
            address.waiting = waiting;
        }
        if (waiting.size() == MOST_WAITING) {
            refuse(transaction, aor, 500, "Too Many Registrations at a Time", 0);
        } else {
            waiting.add(() -> register(transaction, registration, address));
        }
    }

    private void register(ServerTransaction transaction, Registration registration, AorBindings address) {
        switch (RegistrarMachine.decide(registration, live(address), policy, lane.wallClock())) {
            case Decision.Refuse refuse ->
                refuse(transaction, address.aor, refuse.status(), refuse.reason(), refuse.minExpires());
            case Decision.Accept accept -> {
                if (accept.change().isEmpty()) {
                    accept(transaction, address, accept);
                } else {
                    commit(transaction, address, accept, registration.contact());
                }
            }
        }
    }

    private void commit(
            ServerTransaction transaction, AorBindings address, Decision.Accept accept, @Nullable KnownContact said) {
        address.committing = true;
        store.save(accept.change(), lane, outcome -> {
            address.committing = false;
            try {
                if (outcome == BindingStore.Outcome.SAVED) {
                    tell(address.bindings, accept.change());
                    address.contact = said;
                    set(address, accept.bindings());
                    accept(transaction, address, accept);
                } else {
                    refuse(transaction, address.aor, 500, "Registration Not Stored", 0);
                }
            } finally {
                next(address);
            }
        });
    }

    private void tell(List<Binding> before, BindingChange change) {
        for (Binding saved : change.saved()) {
            if (!RegistrarMachine.hasKey(before, saved.key())) {
                observer.added(saved);
            }
        }
        change.removed().forEach(observer::removed);
    }

    private void next(AorBindings address) {
        ArrayDeque<Runnable> waiting = address.waiting;
        while (waiting != null && !waiting.isEmpty() && !address.committing) {
            waiting.remove().run();
        }
        discard(address);
    }

    private void accept(ServerTransaction transaction, AorBindings address, Decision.Accept accept) {
        SipRequest request = transaction.request();
        long now = lane.wallClock();
        RegistrationLog.accepted(accept.change(), request.callId(), now);
        transaction.respond(responses.ok(request, live(address), accept.flows(), now));
        tell(accept.change());
        discard(address);
    }

    /** After the phone has its 200, so that it knows why it is sent something. */
    private void tell(BindingChange change) {
        for (RegistrationListener listener : listeners) {
            change.saved().forEach(listener::registered);
            if (!change.removed().isEmpty()) {
                listener.gone(change.aor());
            }
        }
    }

    private void refuse(ServerTransaction transaction, String aor, int status, String reason, int minExpires) {
        SipRequest request = transaction.request();
        RegistrationLog.refused(aor, status, reason, request.callId());
        transaction.respond(responses.refusal(request, status, reason, minExpires));
        AorBindings address = addresses.get(aor);
        if (address != null) {
            discard(address);
        }
    }

    @Override
    public List<Binding> bindings(String aor) {
        AorBindings address = addresses.get(aor);
        if (address == null) {
            return List.of();
        }
        List<Binding> targets = new ArrayList<>(address.bindings.size());
        for (Binding binding : live(address)) {
            if (reachable(binding)) {
                targets.add(binding);
            }
        }
        if (targets.size() > 1) {
            targets.sort(PREFERENCE);
        }
        return targets;
    }

    /** A phone behind a connection that is gone cannot be called until it registers again. */
    private static boolean reachable(Binding binding) {
        Flow flow = binding.hop().flow();
        return (flow != null && flow.open()) || ContactHop.reachableWithoutFlow(binding);
    }

    @Override
    public @Nullable Binding byGruu(String aor, String gr) {
        for (Binding binding : bindings(aor)) {
            if (gr.equals(binding.instance())) {
                return binding; // the most preferred of the instance's flows
            }
        }
        return null;
    }

    /**
     * Forgets a connection that is gone. Its bindings stay; those whose Contact names no address that we can connect to
     * are not called until the phone registers again.
     */
    public void closed(Flow flow) {
        for (AorBindings address : connections.users(flow)) {
            address.contact = null;
            List<Binding> bindings = new ArrayList<>(address.bindings);
            bindings.replaceAll(binding -> flow.equals(binding.hop().flow()) ? binding.withoutFlow() : binding);
            set(address, List.copyOf(bindings));
            listeners.forEach(listener -> listener.gone(address.aor));
        }
    }

    private AorBindings of(String aor) {
        AorBindings known = addresses.get(aor);
        return known != null ? known : addresses.computeIfAbsent(aor, key -> new AorBindings(key, this));
    }

    private List<Binding> live(AorBindings address) {
        long now = lane.wallClock();
        List<Binding> all = address.bindings;
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).expiresAt() <= now) {
                List<Binding> live = new ArrayList<>(all);
                live.removeIf(binding -> binding.expiresAt() <= now);
                return live;
            }
        }
        return all;
    }

    private void set(AorBindings address, List<Binding> bindings) {
        connections.replace(address, bindings);
        address.bindings = bindings;
        long first = Long.MAX_VALUE;
        for (Binding binding : bindings) {
            first = Math.min(first, binding.expiresAt());
        }
        if (bindings.isEmpty()) {
            lane.cancel(address);
        } else if (!address.armed() || first < address.alarm) {
            // A timer that goes off before the first expiry is set anew then: cheaper than to move it at each refresh.
            arm(address, first);
        }
    }

    private void arm(AorBindings address, long at) {
        address.alarm = at;
        lane.arm(address, Math.max(0, at - lane.wallClock()));
    }

    /** The first binding has expired. It has not been served since; now it leaves the memory and the store. */
    void expire(AorBindings address) {
        if (address.committing) {
            arm(address, lane.wallClock() + 1000);
            return;
        }
        List<Binding> live = live(address);
        List<Binding> gone = new ArrayList<>(address.bindings);
        gone.removeAll(live);
        set(address, List.copyOf(live));
        if (!gone.isEmpty()) {
            gone.forEach(RegistrationLog::expired);
            gone.forEach(observer::removed);
            // If this is not stored the next start drops them all the same: they are expired.
            store.save(new BindingChange(address.aor, List.of(), gone), lane, outcome -> {});
            listeners.forEach(listener -> listener.gone(address.aor));
        }
        discard(address);
    }

    private void discard(AorBindings address) {
        boolean idle = address.waiting == null || address.waiting.isEmpty();
        if (address.bindings.isEmpty() && !address.committing && idle) {
            lane.cancel(address);
            addresses.remove(address.aor, address);
        }
    }

    /** Addresses of record with a binding. */
    public int size() {
        return addresses.size();
    }
}
