package io.switchboard.sip.exchange;

import io.switchboard.sip.messaging.Phone;
import io.switchboard.sip.messaging.Phones;
import io.switchboard.sip.registrar.Binding;
import io.switchboard.sip.registrar.LocationService;
import java.util.ArrayList;
import java.util.List;

/** Devices of users by their bindings: the flows of one instance are one device. */
public final class BindingPhones implements Phones {
    private final LocationService location;

    /** Devices as a location service knows them. */
    public BindingPhones(LocationService location) {
        this.location = location;
    }

    @Override
    public List<Phone> of(String aor) {
        List<Binding> bindings = location.bindings(aor);
        List<Phone> phones = new ArrayList<>(bindings.size());
        for (int i = 0; i < bindings.size(); i++) {
            if (!RoutePlanner.hasFlowBefore(bindings, i)) {
                Binding binding = bindings.get(i);
                phones.add(
                        new Phone(device(binding), lasting(binding), RoutePlanner.phone(bindings, i, user -> 0, null)));
            }
        }
        return phones;
    }

    /** What a binding's device is known by; see {@link Phone#device}. */
    public static String device(Binding binding) {
        String instance = binding.instance();
        return instance == null ? binding.contact() : instance;
    }

    /** Whether the device will be known by that when it registers again; see {@link Phone#lasting}. */
    public static boolean lasting(Binding binding) {
        return binding.instance() != null;
    }
}
