package io.switchboard.server.command;

import io.switchboard.server.command.Outcome.Why;
import io.switchboard.server.event.EventLog;
import io.switchboard.sip.call.CallControl;
import io.switchboard.sip.call.CallView;
import io.switchboard.sip.call.Calls;
import io.switchboard.sip.call.Escalations;
import io.switchboard.sip.call.RecordingOrder;
import io.switchboard.sip.call.Silence;
import io.switchboard.sip.conference.Conferences;
import io.switchboard.sip.conference.RoomView;
import io.switchboard.sip.conference.RoomView.ParticipantView;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commands about calls. Each waits for its end; not for lanes. */
public final class CallCommands {
    private static final Logger log = LoggerFactory.getLogger("switchboard.admin");
    /** Calls that are shown at once. */
    public static final int MOST = 1_000;

    private final InLane lane;
    private final CallControl calls;
    private final Conferences conferences;
    private final EventLog events;
    private final Escalations escalations;
    private final Changes changes;

    /**
     * Commands over the calls of a lane.
     *
     * @param patience how long the end of a transfer is waited for
     */
    public CallCommands(InLane lane, Calls calls, Conferences conferences, EventLog events, Duration patience) {
        this.lane = lane;
        this.calls = new CallControl(calls);
        this.escalations = calls.escalations();
        this.conferences = conferences;
        this.events = events;
        this.changes = new Changes(lane, patience);
    }

    /** Calls in the order in which they began, at most {@link #MOST}; see {@link CallControl#list}. */
    public List<CallView> list(String after, int most) {
        return lane.get(() -> calls.list(after, Math.clamp(most, 1, MOST)));
    }

    /** A call by its id. */
    public Outcome<CallView> show(String call) {
        CallView view = lane.get(() -> calls.view(call));
        return view == null ? noCall(call) : Outcome.done(view);
    }

    /** Ends a call. */
    public Outcome<String> end(String call, String by) {
        return answer(lane.get(() -> calls.end(call)), call, -1, by, "ended");
    }

    /** Hangs up a participant of a call. */
    public Outcome<String> remove(String call, int participant, String by) {
        return answer(lane.get(() -> calls.remove(call, participant)), call, participant, by, "removed");
    }

    /**
     * Has a participant not be heard or not hear, or undoes that; null leaves it as it is. A call of two is taken into a
     * room of its own for that. Returns when it holds, or is known not to.
     *
     * @return what it is now
     */
    public Outcome<ParticipantView> silence(
            String call, int participant, @Nullable Boolean muted, @Nullable Boolean deaf, String by) {
        Silence how = new Silence(muted, deaf);
        Outcome<String> outcome = changes.await(
                call,
                "participant " + participant + " could not be silenced, or heard again,",
                ended -> begun(escalations.silence(call, participant, how, ended), call, participant));
        return switch (outcome) {
            case Outcome.Failed<String> failed -> failed.as();
            case Outcome.Done<String> done -> {
                log.info("call={} participant={} muted={} deaf={} by={}", call, participant, muted, deaf, by);
                yield lane.get(() -> heard(call, participant));
            }
        };
    }

    /** A participant as its room sees it; whoever is in none hears and is heard. */
    private Outcome<ParticipantView> heard(String call, int participant) {
        CallView view = calls.view(call);
        CallView.ParticipantView who = view == null
                ? null
                : view.participants().stream()
                        .filter(each -> each.id() == participant)
                        .findFirst()
                        .orElse(null);
        if (view == null || who == null) {
            return view == null ? noCall(call) : noParticipant(call, participant);
        }
        ParticipantView seat = seat(view.room(), who.callId());
        String stage = who.stage().name().toLowerCase(Locale.ROOT);
        return Outcome.done(
                seat != null
                        ? seat
                        : new ParticipantView(
                                participant,
                                who.party(),
                                who.uri(),
                                who.callId(),
                                stage,
                                false,
                                false,
                                false,
                                false,
                                view.answered()));
    }

    private @Nullable ParticipantView seat(String room, String callId) {
        RoomView view = conferences.view(room);
        return view == null
                ? null
                : view.participants().stream()
                        .filter(p -> p.callId().equals(callId))
                        .findFirst()
                        .orElse(null);
    }

    /**
     * Transfers a participant to a target; returns when that has succeeded or failed.
     *
     * @param target a number, a name or a SIP URI
     */
    public Outcome<String> transfer(String call, int participant, String target, String by) {
        return changes.await(
                call,
                "the transfer failed",
                ended -> begun(
                        calls.transfer(call, participant, target, "admin:" + by, status -> {
                            ended(call, participant, target, by, status);
                            ended.accept(status);
                        }),
                        call,
                        participant));
    }

    /**
     * Adds a participant to a call of two, which becomes a conference; returns when it has answered, or has not.
     *
     * @param target a number, a name or a SIP URI
     */
    public Outcome<String> add(String call, String target, String by) {
        log.info("call={} add={} by={}", call, target, by);
        return changes.await(
                call, "nobody was added", ended -> begun(escalations.add(call, target, "admin:" + by, ended), call));
    }

    /**
     * Records a call: one of two is taken into a room of its own for as long as it is recorded.
     *
     * @param channels whether each participant has a channel of its own
     * @param beep whether they hear that it begins
     */
    public Outcome<String> record(String call, boolean channels, boolean beep, String by) {
        log.info("call={} record channels={} beep={} by={}", call, channels, beep, by);
        RecordingOrder order = new RecordingOrder(channels, beep);
        return changes.await(call, "it is not recorded", ended -> begun(escalations.record(call, order, ended), call));
    }

    /** Ends the recording of a call. */
    public Outcome<String> unrecord(String call, String by) {
        log.info("call={} unrecord by={}", call, by);
        return told(call, () -> escalations.unrecord(call));
    }

    /** Takes a call of two into a room of its own, and leaves it there until {@link #unmix}. */
    public Outcome<String> mix(String call, String by) {
        log.info("call={} mix by={}", call, by);
        return changes.await(call, "it is not mixed", ended -> begun(escalations.mix(call, ended), call));
    }

    /** Lets a call of two that was taken into a room go back. */
    public Outcome<String> unmix(String call, String by) {
        log.info("call={} unmix by={}", call, by);
        return told(call, () -> escalations.unmix(call));
    }

    private Outcome<String> told(String call, Supplier<Escalations.Result> order) {
        Outcome<String> failure = begun(lane.get(order), call);
        return failure == null ? Outcome.done("done") : failure;
    }

    private static @Nullable Outcome<String> begun(Escalations.Result result, String call) {
        return begun(result, call, -1); // the call is meant as a whole
    }

    private static @Nullable Outcome<String> begun(Escalations.Result result, String call, int participant) {
        return switch (result) {
            case BEGUN -> null;
            case NO_CALL -> noCall(call);
            case NO_PARTICIPANT -> noParticipant(call, participant);
            case NOT_TALKING -> notTalking(call);
            case BUSY -> busy(call);
        };
    }

    private static @Nullable Outcome<String> begun(CallControl.Result result, String call, int participant) {
        return switch (result) {
            case DONE -> null;
            case NO_CALL -> noCall(call);
            case NO_PARTICIPANT -> noParticipant(call, participant);
            case NOT_TALKING -> notTalking(call);
            case BUSY -> busy(call);
        };
    }

    private void ended(String call, int participant, String target, String by, int status) {
        log.info("call={} participant={} transferred to={} status={} by={}", call, participant, target, status, by);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("call", call);
        data.put("participant", participant);
        data.put("target", target);
        data.put("status", status);
        events.publish(status / 100 == 2 ? "call.transferred" : "call.transfer_failed", data);
    }

    private static Outcome<String> answer(
            CallControl.Result result, String call, int participant, String by, String done) {
        Outcome<String> failure = begun(result, call, participant);
        if (failure == null) {
            log.info("call={} participant={} {} by={}", call, participant < 0 ? "all" : participant, done, by);
        }
        return failure == null ? Outcome.done(done) : failure;
    }

    private static <T> Outcome<T> notTalking(String call) {
        return Outcome.failed(
                Why.CONFLICT, "call " + call + " is not one of two who talk: it rings, ends or is in a room");
    }

    private static <T> Outcome<T> busy(String call) {
        return Outcome.failed(
                Why.CONFLICT, "the participants of call " + call + " are changing already, or it is a conference");
    }

    private static <T> Outcome<T> noCall(String call) {
        return Outcome.failed(Why.NOT_FOUND, "there is no call " + call);
    }

    private static <T> Outcome<T> noParticipant(String call, int participant) {
        return Outcome.failed(Why.NOT_FOUND, "call " + call + " has no participant " + participant);
    }
}
