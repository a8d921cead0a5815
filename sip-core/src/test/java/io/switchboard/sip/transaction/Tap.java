package io.switchboard.sip.transaction;

import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.sim.SimulatedNetwork;
import io.switchboard.sip.sim.VirtualLane;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Notes what is sent on a network, and when; drops what it is told to. */
final class Tap {
    /** One message, by when it was sent: milliseconds since the tap was laid. */
    record Sent(long at, SipMessage message) {}

    private final List<Sent> sent = new ArrayList<>();
    private Predicate<SipMessage> blocked = message -> false;

    Tap(VirtualLane lane, SimulatedNetwork network) {
        long begin = lane.now();
        network.firewall(message -> {
            sent.add(new Sent(lane.now() - begin, message));
            return !blocked.test(message);
        });
    }

    /** Keeps messages of these kinds from arriving: methods or statuses. */
    void block(String... kinds) {
        List<String> list = List.of(kinds);
        blocked = message -> list.contains(kind(message));
    }

    /** All messages of a kind, such as INVITE or 200. */
    List<SipMessage> all(String kind) {
        return sent.stream()
                .map(Sent::message)
                .filter(m -> kind(m).equals(kind))
                .toList();
    }

    /** When they were sent, rounded down to 250 ms: a timer may be a tick late each time. */
    List<Long> times(String kind) {
        return sent.stream()
                .filter(s -> kind(s.message).equals(kind))
                .map(s -> s.at / 250 * 250)
                .toList();
    }

    /** Kinds of all messages in order. */
    List<String> kinds() {
        return sent.stream().map(s -> kind(s.message)).toList();
    }

    private static String kind(SipMessage message) {
        return message instanceof SipRequest request
                ? request.method()
                : Integer.toString(((SipResponse) message).status());
    }
}
