package io.switchboard.sip.call;

import io.switchboard.sip.cdr.CallRecord;
import io.switchboard.sip.cdr.CallRecord.Hangup;
import io.switchboard.sip.cdr.CallRecord.LegRecord;
import io.switchboard.sip.cdr.CallRecord.RecordingRecord;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.NameAddr;
import io.switchboard.sip.message.SipRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what a call's record needs while the call runs, and gives it to {@link io.switchboard.sip.cdr.CallRecords}. */
final class CallLog {
    private static final Logger log = LoggerFactory.getLogger("switchboard.calls");

    /** How the dial plan wants the call recorded, until it is. */
    @Nullable RecordingOrder order;

    private final Calls calls;
    private final String id;
    private final long started;
    private final String from;
    private final String caller;
    private final String contact;
    private final String callId;
    private final String dialled;
    private final String route;
    private final List<LegRecord> legs = new ArrayList<>(1);
    private List<RecordingRecord> recordings = List.of();
    private long ringing;
    private long answered;
    private boolean closed;

    CallLog(Calls calls, SipRequest invite, Party party, String route) {
        this.calls = calls;
        this.id = calls.tokens.token();
        this.started = calls.lane.wallClock();
        this.from = party.label();
        this.caller = uri(invite.value(HeaderName.FROM));
        this.contact = uri(invite.value(HeaderName.CONTACT));
        this.callId = invite.callId();
        this.dialled = FieldValues.userOf(invite.requestUri());
        this.route = route;
    }

    private static String uri(@Nullable String value) {
        try {
            return value == null ? "" : NameAddr.parse(value).uri();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** What the record is known by. */
    String id() {
        return id;
    }

    void opened() {
        calls.records.opened(soFar());
    }

    void ringing() {
        if (ringing == 0) {
            ringing = calls.lane.wallClock();
        }
    }

    void answered() {
        answered = calls.lane.wallClock();
    }

    /** A recording has begun in which the call is heard. */
    void recordingBegun(String file) {
        if (recordings.stream().noneMatch(each -> each.file().equals(file))) {
            List<RecordingRecord> all = new ArrayList<>(recordings);
            all.add(new RecordingRecord(file, calls.lane.wallClock(), RecordingRecord.RUNS));
            recordings = all;
            update(200);
        }
    }

    /** It has ended, or the call has. */
    void recordingEnded(String file, long millis) {
        List<RecordingRecord> all = new ArrayList<>(recordings);
        all.replaceAll(each -> each.file().equals(file) && each.millis() == RecordingRecord.RUNS
                ? new RecordingRecord(file, each.started(), millis)
                : each);
        recordings = all;
    }

    /** The answer is on its way: what an interrupted record should know. */
    void update(int status) {
        calls.records.updated(soFar(0, status, "", Hangup.SERVER));
    }

    /** A leg that was dialled or came by a transfer, for the record. */
    void leg(Leg leg) {
        if (closed || (leg.destination == null && leg.transferor.isEmpty())) {
            return;
        }
        Destination destination = leg.destination;
        LegDialog dialog = leg.dialogs.main();
        String target = destination != null ? destination.requestUri() : dialog == null ? "" : dialog.remoteTarget();
        legs.add(new LegRecord(
                leg.dialogs.callId(),
                target,
                leg.party.label(),
                leg.status,
                CallEnding.reasonOf(leg.last),
                leg.transferor));
    }

    /** Writes the record, once. */
    void closed(Hangup by, int status, String reason) {
        if (!closed) {
            closed = true;
            for (RecordingRecord each : recordings) {
                recordingEnded(each.file(), calls.lane.wallClock() - each.started());
            }
            CallRecord record = soFar(calls.lane.wallClock(), status, reason, by);
            calls.records.closed(record);
            log.info(
                    "ended call-id={} account={} caller={} dialled={} route={} status={} hangup={} seconds={} legs={}",
                    callId,
                    from,
                    caller,
                    printable(dialled),
                    route.isEmpty() ? "-" : route,
                    status,
                    by,
                    answered == 0 ? 0 : (record.ended() - answered) / 1000,
                    record.legs().size());
        }
    }

    /** What was dialled may hold anything, once its escapes are undone; a log line is one line. */
    private static String printable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return "(" + text.length() + " characters, some of them control characters)";
            }
        }
        return text;
    }

    /** The record of a call that runs. */
    CallRecord soFar() {
        return soFar(0, 0, "", Hangup.SERVER);
    }

    private CallRecord soFar(long ended, int status, String reason, Hangup by) {
        List<LegRecord> all = new ArrayList<>(legs.size() + 1);
        all.add(new LegRecord(callId, contact, from, status, "", ""));
        all.addAll(legs);
        return new CallRecord(
                id,
                started,
                ringing,
                answered,
                ended,
                from,
                caller,
                dialled,
                route,
                all,
                status,
                reason,
                by,
                recordings);
    }
}
