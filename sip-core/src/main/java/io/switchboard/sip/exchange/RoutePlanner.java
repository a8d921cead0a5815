package io.switchboard.sip.exchange;

import com.google.common.collect.ImmutableList;
import io.switchboard.routing.Attempt;
import io.switchboard.routing.Caller;
import io.switchboard.routing.Decision;
import io.switchboard.routing.Load;
import io.switchboard.routing.Query;
import io.switchboard.routing.Recording;
import io.switchboard.routing.Router;
import io.switchboard.sip.auth.Account;
import io.switchboard.sip.call.CallPlan;
import io.switchboard.sip.call.CallPlanner;
import io.switchboard.sip.call.Calls;
import io.switchboard.sip.call.Destination;
import io.switchboard.sip.call.DialStep;
import io.switchboard.sip.call.Party;
import io.switchboard.sip.call.RecordingOrder;
import io.switchboard.sip.lane.Lane;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.NameAddr;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.registrar.Binding;
import io.switchboard.sip.registrar.LocationService;
import io.switchboard.sip.transport.Hop;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Asks the dial plan, and turns its decision into places to dial: bindings of users, addresses of trunks. */
final class RoutePlanner implements Load {
    private final Lane lane;
    private final Calls calls;
    private final LocationService location;
    private final TrunkProbes probes;
    private final Map<String, long[]> turns = new HashMap<>();

    RoutePlanner(Lane lane, Calls calls, LocationService location, TrunkProbes probes) {
        this.lane = lane;
        this.calls = calls;
        this.location = location;
        this.probes = probes;
    }

    @Override
    public int calls(String trunk) {
        return calls.load(trunk);
    }

    @Override
    public long turn(String group) {
        return turns.computeIfAbsent(group, name -> new long[1])[0]++;
    }

    /** A planner on one snapshot of the configuration. */
    CallPlanner on(ExchangeSettings settings) {
        return (invite, target, caller) -> plan(settings, invite, target, caller);
    }

    private CallPlan plan(ExchangeSettings settings, SipRequest invite, SipUri target, Party caller) {
        String domain = settings.calls().domain();
        String gruu = target.param("gr");
        if (gruu != null) {
            Binding binding = location.byGruu(target.user() + "@" + domain, gruu);
            return binding == null
                    ? new CallPlan.Refuse("", 480, "")
                    : new CallPlan.Dial("", ImmutableList.of(only(settings, binding)));
        }
        if (isFocus(target, caller)) { // it is reached by its Contact (RFC 4579 section 5.1)
            return new CallPlan.Dial("", ImmutableList.of(DialStep.into(target.user(), status -> -1)));
        }
        Query query = new Query(
                target.user(), callerOf(settings, invite, caller), Instant.ofEpochMilli(lane.wallClock()), this);
        return switch (Router.route(settings.plan(), query)) {
            case Decision.Refuse refuse -> new CallPlan.Refuse(refuse.route(), refuse.status(), refuse.reason());
            case Decision.Dial dial -> steps(settings, dial, query.caller());
        };
    }

    /** Whether this is a room's own address, which nobody guesses; the dial plan alone lets calls from outside in. */
    private boolean isFocus(SipUri target, Party caller) {
        if (calls.seating().made(target.user())) {
            return true;
        }
        String key = target.param("key");
        return caller instanceof Party.Phone
                && key != null
                && !key.isEmpty()
                && key.equals(calls.seating().key(target.user()));
    }

    static Caller callerOf(ExchangeSettings settings, SipRequest invite, Party caller) {
        return switch (caller) {
            case Party.Phone phone -> settings.plan().caller(phone.account().user());
            case Party.Trunk trunk -> Caller.trunk(trunk.name(), fromUser(invite));
            case Party.Room room -> Caller.nobody(room.name());
        };
    }

    private static String fromUser(SipRequest invite) {
        try {
            String from = invite.value(HeaderName.FROM);
            return from == null ? "" : NameAddr.parse(from).user();
        } catch (IllegalArgumentException e) {
            return ""; // a caller without a number
        }
    }

    /** A user may become several steps, one for each q; a user who is not there none. */
    private CallPlan steps(ExchangeSettings settings, Decision.Dial dial, Caller caller) {
        List<Attempt> attempts = dial.attempts();
        List<DialStep> steps = new ArrayList<>(attempts.size());
        int[] first = new int[attempts.size() + 1];
        List<List<List<Destination>>> waves = new ArrayList<>(attempts.size());
        int count = 0;
        for (int i = 0; i < attempts.size(); i++) {
            List<List<Destination>> groups = destinations(settings, attempts.get(i), caller);
            waves.add(groups);
            first[i] = count;
            count += groups.size();
        }
        first[attempts.size()] = count;
        for (int i = 0; i < attempts.size(); i++) {
            long progress = attempts.get(i) instanceof Attempt.Trunk trunk ? trunk.timeoutMillis() : 0;
            List<List<Destination>> groups = waves.get(i);
            for (int g = 0; g < groups.size(); g++) {
                int attempt = i;
                boolean last = g == groups.size() - 1;
                int here = first[i] + g;
                DialStep.Next next = status -> last ? following(dial, attempt, status, first) : here + 1;
                steps.add(
                        switch (attempts.get(i)) {
                            case Attempt.Conference room -> DialStep.into(room.room(), next);
                            case Attempt.ConferenceFactory made -> DialStep.madeBy(made.factory(), next);
                            case Attempt.User user -> step(settings, groups.get(g), progress, next);
                            case Attempt.Trunk trunk -> step(settings, groups.get(g), progress, next);
                        });
            }
        }
        return start(dial, first, ImmutableList.copyOf(steps), settings.plan().recording(dial.route()));
    }

    private static DialStep step(
            ExchangeSettings settings, List<Destination> destinations, long progress, DialStep.Next next) {
        return new DialStep(ImmutableList.copyOf(destinations), settings.ringMillis(), progress, next);
    }

    /** The first attempt may already have nobody to dial: it counts as failed with 480. */
    private static CallPlan start(Decision.Dial dial, int[] first, ImmutableList<DialStep> steps, Recording recording) {
        int at = first[1] > 0 ? 0 : following(dial, 0, nobody(dial, 0), first);
        if (at < 0) {
            return new CallPlan.Refuse(dial.route(), nobody(dial, 0), "");
        }
        // Steps before the first that can be dialled do not exist, so it is step 0.
        RecordingOrder order = recording.kind() == Recording.Kind.NO
                ? null
                : new RecordingOrder(recording.kind() == Recording.Kind.CHANNELS, recording.beep());
        return new CallPlan.Dial(dial.route(), steps, order);
    }

    /** What an attempt comes to that has nobody to dial: a user who is not there, a trunk that is dead. */
    private static int nobody(Decision.Dial dial, int attempt) {
        return dial.attempts().get(attempt) instanceof Attempt.Trunk ? 503 : 480;
    }

    /** Index of the step that follows a failed attempt, over attempts that have nobody to dial. */
    private static int following(Decision.Dial dial, int failed, int status, int[] first) {
        int next = dial.next(failed, status);
        while (next >= 0 && first[next] == first[next + 1]) {
            next = dial.next(next, nobody(dial, next));
        }
        return next < 0 ? -1 : first[next];
    }

    private List<List<Destination>> destinations(ExchangeSettings settings, Attempt attempt, Caller caller) {
        return switch (attempt) {
            case Attempt.User user -> {
                String own = settings.plan().numbering().normalise(caller.number());
                String shown = user.callerNumber().equals(own) ? null : user.callerNumber();
                yield waves(
                        settings,
                        location.bindings(user.user() + "@" + settings.calls().domain()),
                        shown);
            }
            case Attempt.Trunk trunk -> {
                TrunkPeer peer = settings.peers().get(trunk.trunk());
                yield peer == null || !probes.alive(trunk.trunk()) ? List.of() : List.of(List.of(trunk(peer, trunk)));
            }
            case Attempt.Conference conference -> List.of(List.of()); // one step, without destinations
            case Attempt.ConferenceFactory factory -> List.of(List.of());
        };
    }

    static Destination trunk(TrunkPeer peer, Attempt.Trunk attempt) {
        return trunk(peer, attempt.number(), attempt.callerNumber().isEmpty() ? null : attempt.callerNumber());
    }

    static Destination trunk(TrunkPeer peer, String number, @Nullable String callerUser) {
        return new Destination(
                peer.party(),
                peer.numberUri(number),
                peer.shownUri(number),
                ImmutableList.of(),
                ImmutableList.of(),
                callerUser);
    }

    /**
     * Bindings of the same q ring together, a lower q after a higher one (RFC 3261 section 16.6). The flows of one phone
     * are one destination: the most preferred is used, the others if that fails (RFC 5626 section 5.1).
     */
    private static List<List<Destination>> waves(
            ExchangeSettings settings, List<Binding> bindings, @Nullable String callerNumber) {
        List<List<Destination>> waves = new ArrayList<>(1);
        int q = -1;
        for (int i = 0; i < bindings.size(); i++) {
            Binding binding = bindings.get(i);
            if (hasFlowBefore(bindings, i)) {
                continue;
            }
            if (waves.isEmpty() || binding.q() != q) {
                waves.add(new ArrayList<>(bindings.size()));
                q = binding.q();
            }
            waves.get(waves.size() - 1).add(phone(bindings, i, settings::limitOf, callerNumber));
        }
        return waves;
    }

    static boolean hasFlowBefore(List<Binding> bindings, int end) {
        for (int i = 0; i < end; i++) {
            if (samePhone(bindings.get(i), bindings.get(end))) {
                return true;
            }
        }
        return false;
    }

    private static boolean samePhone(Binding one, Binding other) {
        return one.instance() != null && one.instance().equals(other.instance());
    }

    /** A step of one phone, after which nothing else is tried. */
    private static DialStep only(ExchangeSettings settings, Binding binding) {
        Destination phone = phone(List.of(binding), 0, settings::limitOf, null);
        return new DialStep(ImmutableList.of(phone), settings.ringMillis(), 0, status -> -1);
    }

    static Destination phone(
            List<Binding> bindings, int first, ToIntFunction<String> limits, @Nullable String callerNumber) {
        Binding binding = bindings.get(first);
        int at = binding.aor().lastIndexOf('@');
        Account account =
                new Account(binding.aor().substring(0, at), binding.aor().substring(at + 1), "", "", "");
        Party party = new Party.Phone(account, limits.applyAsInt(account.user()));
        String to = "sip:" + SipUri.escapedUser(account.user()) + "@" + account.domain();
        ImmutableList.Builder<Hop> hops = ImmutableList.builder();
        hops.add(binding.hop());
        ImmutableList.Builder<Destination> flows = ImmutableList.builder();
        for (int i = first + 1; i < bindings.size(); i++) {
            Binding other = bindings.get(i);
            if (samePhone(binding, other)) {
                hops.add(other.hop());
                flows.add(new Destination(
                        party,
                        other.contact(),
                        to,
                        ImmutableList.copyOf(other.path()),
                        ImmutableList.of(other.hop()),
                        callerNumber));
            }
        }
        return new Destination(
                party,
                binding.contact(),
                to,
                ImmutableList.copyOf(binding.path()),
                hops.build(),
                callerNumber,
                flows.build());
    }
}
