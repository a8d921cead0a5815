package io.switchboard.server.event;

import io.switchboard.sip.cdr.CallRecord;
import io.switchboard.sip.cdr.CallRecords;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Makes events of calls, on their way to their records. */
public final class CallEvents implements CallRecords {
    private final CallRecords records;
    private final EventLog log;

    /** Passes everything on to these records. */
    public CallEvents(CallRecords records, EventLog log) {
        this.records = records;
        this.log = log;
    }

    @Override
    public void opened(CallRecord soFar) {
        records.opened(soFar);
        log.publish("call.started", () -> data(soFar));
    }

    @Override
    public void updated(CallRecord soFar) {
        records.updated(soFar);
        if (soFar.answered() > 0 && soFar.recordings().isEmpty()) { // recordings begin later, and update it again
            log.publish("call.answered", () -> data(soFar));
        }
    }

    @Override
    public void closed(CallRecord record) {
        records.closed(record);
        log.publish("call.ended", () -> ended(record));
    }

    private static Map<String, Object> ended(CallRecord record) {
        Map<String, Object> data = data(record);
        data.put("status", record.status());
        data.put("hangup", record.hangup().name().toLowerCase(Locale.ROOT));
        data.put("duration_ms", record.answered() == 0 ? 0 : Math.max(0, record.ended() - record.answered()));
        return data;
    }

    private static Map<String, Object> data(CallRecord record) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("call", record.id());
        data.put("from", record.from());
        data.put("caller", record.caller());
        data.put("dialled", record.dialled());
        data.put("route", record.route());
        return data;
    }
}
