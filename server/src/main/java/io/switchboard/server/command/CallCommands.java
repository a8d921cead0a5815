package io.switchboard.server.command;

import io.switchboard.server.command.Outcome.Why;
import io.switchboard.server.event.EventLog;
import io.switchboard.sip.call.CallControl;
import io.switchboard.sip.call.CallView;
import io.switchboard.sip.conference.Conferences;
import io.switchboard.sip.conference.RoomView;
import io.switchboard.sip.conference.RoomView.ParticipantView;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    private final Duration patience;

    /**
     * Commands over the calls of a lane.
     *
     * @param patience how long the end of a transfer is waited for
     */
    public CallCommands(InLane lane, CallControl calls, Conferences conferences, EventLog events, Duration patience) {
        this.lane = lane;
        this.calls = calls;
        this.conferences = conferences;
        this.events = events;
        this.patience = patience;
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
     * Has a participant not be heard or not hear, or undoes that; null leaves it as it is.
     *
     * @return what it is now
     */
    public Outcome<ParticipantView> silence(
            String call, int participant, @Nullable Boolean muted, @Nullable Boolean deaf, String by) {
        return lane.get(() -> {
            CallView view = calls.view(call);
            if (view == null) {
                return noCall(call);
            }
            CallView.ParticipantView who = view.participants().stream()
                    .filter(each -> each.id() == participant)
                    .findFirst()
                    .orElse(null);
            if (who == null) {
                return noParticipant(call, participant);
            }
            ParticipantView seat = seat(view.room(), who.callId());
            if (seat == null) {
                return Outcome.failed(
                        Why.CONFLICT,
                        "the media of this call go from phone to phone: who is in a conference can be muted");
            }
            log.info("call={} participant={} muted={} deaf={} by={}", call, participant, muted, deaf, by);
            if (muted != null) {
                conferences.mute(view.room(), seat.id(), muted);
            }
            if (deaf != null) {
                conferences.deafen(view.room(), seat.id(), deaf);
            }
            ParticipantView now = seat(view.room(), who.callId());
            return now == null ? noParticipant(call, participant) : Outcome.done(now);
        });
    }

    private @Nullable ParticipantView seat(String room, String callId) {
        for (RoomView each : conferences.list()) {
            if (each.name().equals(room)) {
                return each.participants().stream()
                        .filter(p -> p.callId().equals(callId))
                        .findFirst()
                        .orElse(null);
            }
        }
        return null;
    }

    /**
     * Transfers a participant to a target; returns when that has succeeded or failed.
     *
     * @param target a number, a name or a SIP URI
     */
    public Outcome<String> transfer(String call, int participant, String target, String by) {
        CompletableFuture<Integer> end = new CompletableFuture<>();
        CallControl.Result begun;
        try {
            begun = lane.get(() -> {
                try {
                    return calls.transfer(call, participant, target, "admin:" + by, status -> {
                        ended(call, participant, target, by, status);
                        end.complete(status);
                    });
                } catch (IllegalArgumentException e) {
                    return null;
                }
            });
        } catch (IllegalStateException e) {
            return Outcome.failed(Why.TIMEOUT, "the server did not begin the transfer in time");
        }
        if (begun == null) {
            return Outcome.failed(
                    Why.INVALID, "'" + target + "' cannot be called: a number, a name or a SIP URI is meant");
        }
        if (begun != CallControl.Result.DONE) {
            return answer(begun, call, participant, by, "");
        }
        try {
            int status = end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return status / 100 == 2
                    ? Outcome.done("transferred")
                    : new Outcome.Failed<>(
                            Why.REFUSED,
                            "the transfer failed with " + status + "; the participants talk as before",
                            List.of(),
                            status);
        } catch (TimeoutException | ExecutionException e) {
            return Outcome.failed(
                    Why.TIMEOUT,
                    "the target has not answered within " + patience.toSeconds()
                            + " s, and is still being called; an event will tell the end");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.failed(Why.UNAVAILABLE, "the server is stopping");
        }
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
        return switch (result) {
            case DONE -> {
                log.info("call={} participant={} {} by={}", call, participant < 0 ? "all" : participant, done, by);
                yield Outcome.done(done);
            }
            case NO_CALL -> noCall(call);
            case NO_PARTICIPANT -> noParticipant(call, participant);
            case NOT_TALKING ->
                Outcome.failed(
                        Why.CONFLICT,
                        "call " + call + " is not one of two who talk: it rings, ends or leads to a room");
            case BUSY -> Outcome.failed(Why.CONFLICT, "the participants of call " + call + " are changing already");
        };
    }

    private static <T> Outcome<T> noCall(String call) {
        return Outcome.failed(Why.NOT_FOUND, "there is no call " + call);
    }

    private static <T> Outcome<T> noParticipant(String call, int participant) {
        return Outcome.failed(Why.NOT_FOUND, "call " + call + " has no participant " + participant);
    }
}
