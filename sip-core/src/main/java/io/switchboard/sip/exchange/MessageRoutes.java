package io.switchboard.sip.exchange;

import com.google.common.collect.ImmutableList;
import io.switchboard.routing.Attempt;
import io.switchboard.routing.Caller;
import io.switchboard.routing.Decision;
import io.switchboard.routing.Query;
import io.switchboard.routing.Router;
import io.switchboard.sip.call.Calls;
import io.switchboard.sip.call.Party;
import io.switchboard.sip.lane.Lane;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.messaging.MessagePlanner;
import io.switchboard.sip.messaging.MessageRoute;
import io.switchboard.sip.registrar.LocationService;
import java.time.Instant;

/** Asks the dial plan where messages go: as calls do, but a user need not be there. */
final class MessageRoutes {
    private final Lane lane;
    private final RoutePlanner planner;
    private final Calls calls;
    private final LocationService location;
    private final TrunkProbes probes;

    MessageRoutes(Lane lane, RoutePlanner planner, Calls calls, LocationService location, TrunkProbes probes) {
        this.lane = lane;
        this.planner = planner;
        this.calls = calls;
        this.location = location;
        this.probes = probes;
    }

    /** A planner on one snapshot of the configuration. */
    MessagePlanner on(ExchangeSettings settings) {
        return (message, target, sender) -> plan(settings, message, target, sender);
    }

    private MessageRoute plan(ExchangeSettings settings, SipRequest message, SipUri target, Party sender) {
        String aor = target.user() + "@" + settings.calls().domain();
        String gruu = target.param("gr");
        if (gruu != null && location.byGruu(aor, gruu) != null) {
            // A message is for its reader, wherever he reads: each of his devices gets it.
            return new MessageRoute.To(ImmutableList.of(new MessageRoute.Step.User(aor, null)), (step, status) -> -1);
        }
        if (calls.seating().made(target.user())) {
            return new MessageRoute.To(
                    ImmutableList.of(new MessageRoute.Step.Room(target.user())), (step, status) -> -1);
        }
        Caller caller = RoutePlanner.callerOf(settings, message, sender);
        Query query = new Query(target.user(), caller, Instant.ofEpochMilli(lane.wallClock()), planner);
        return switch (Router.route(settings.plan(), query)) {
            case Decision.Refuse refuse -> new MessageRoute.Refuse(refuse.status(), refuse.reason());
            case Decision.Dial dial -> {
                ImmutableList.Builder<MessageRoute.Step> steps = ImmutableList.builder();
                for (Attempt attempt : dial.attempts()) {
                    steps.add(step(settings, attempt, caller));
                }
                yield new MessageRoute.To(steps.build(), dial::next);
            }
        };
    }

    private MessageRoute.Step step(ExchangeSettings settings, Attempt attempt, Caller caller) {
        return switch (attempt) {
            case Attempt.User user -> {
                String own = settings.plan().numbering().normalise(caller.number());
                yield new MessageRoute.Step.User(
                        user.user() + "@" + settings.calls().domain(),
                        user.callerNumber().equals(own) ? null : user.callerNumber());
            }
            case Attempt.Trunk trunk -> {
                TrunkPeer peer = settings.peers().get(trunk.trunk());
                yield new MessageRoute.Step.Trunk(
                        peer == null || !probes.alive(trunk.trunk()) ? null : RoutePlanner.trunk(peer, trunk));
            }
            case Attempt.Conference conference -> new MessageRoute.Step.Room(conference.room());
            case Attempt.ConferenceFactory factory -> new MessageRoute.Step.Room("");
        };
    }
}
