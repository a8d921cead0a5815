package io.switchboard.server.records;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.switchboard.sip.cdr.CallRecord;
import io.switchboard.sip.cdr.CallRecord.LegRecord;
import io.switchboard.sip.cdr.CallRecord.RecordingRecord;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes call records as lines of JSON; docs/call-records.md says what the fields mean. For one thread. */
final class RecordJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private long second = Long.MIN_VALUE;
    private String secondText = "";

    /** Appends a record and a line feed. */
    void append(CallRecord record, JsonLines out) {
        long talked = record.answered() > 0 ? Math.max(0, record.ended() - record.answered()) : 0;
        out.raw("{\"id\":").text(record.id());
        time(out.raw(",\"started\":"), record.started());
        time(out.raw(",\"ringing\":"), record.ringing());
        time(out.raw(",\"answered\":"), record.answered());
        time(out.raw(",\"ended\":"), record.ended());
        out.raw(",\"duration_ms\":").number(talked);
        out.raw(",\"from\":").text(record.from());
        out.raw(",\"caller\":").text(record.caller());
        out.raw(",\"dialled\":").text(record.dialled());
        out.raw(",\"route\":").text(record.route());
        out.raw(",\"status\":").number(record.status());
        out.raw(",\"reason\":").text(record.reason());
        out.raw(",\"hangup\":").text(record.hangup().name().toLowerCase(Locale.ROOT));
        out.raw(",\"legs\":[");
        String comma = "";
        for (LegRecord leg : record.legs()) {
            out.raw(comma).raw("{\"call_id\":").text(leg.callId());
            out.raw(",\"target\":").text(leg.target());
            out.raw(",\"via\":").text(leg.via());
            out.raw(",\"status\":").number(leg.status());
            out.raw(",\"reason\":").text(leg.reason());
            if (!leg.transferredBy().isEmpty()) {
                out.raw(",\"transferred_by\":").text(leg.transferredBy());
            }
            out.raw("}");
            comma = ",";
        }
        out.raw("]");
        if (!record.recordings().isEmpty()) {
            recordings(record.recordings(), out);
        }
        out.raw("}\n");
    }

    private void recordings(List<RecordingRecord> recordings, JsonLines out) {
        out.raw(",\"recordings\":[");
        String comma = "";
        for (RecordingRecord each : recordings) {
            out.raw(comma).raw("{\"file\":").text(each.file());
            time(out.raw(",\"started\":"), each.started());
            out.raw(",\"seconds\":");
            if (each.millis() == RecordingRecord.RUNS) {
                out.raw("null");
            } else {
                long tenths = each.millis() / 100;
                out.number(tenths / 10).raw(".").number(tenths % 10);
            }
            out.raw("}");
            comma = ",";
        }
        out.raw("]");
    }

    /** Most records of a batch are of the same second, which is formatted once. */
    private void time(JsonLines out, long millis) {
        if (millis == 0) {
            out.raw("null");
            return;
        }
        long of = Math.floorDiv(millis, 1000L);
        if (of != second) {
            second = of;
            secondText = SECONDS.format(Instant.ofEpochSecond(of));
        }
        int rest = (int) Math.floorMod(millis, 1000L);
        out.raw("\"")
                .raw(secondText)
                .raw(rest < 10 ? ".00" : rest < 100 ? ".0" : ".")
                .number(rest)
                .raw("Z\"");
    }

    /** The id in a line written by {@link #append}; null if the line is none or is cut. */
    static @Nullable String id(String line) {
        try (JsonParser json = JSON.createParser(line)) {
            boolean found = json.nextToken() == JsonToken.START_OBJECT
                    && "id".equals(json.nextFieldName())
                    && json.nextToken() == JsonToken.VALUE_STRING;
            return found ? json.getText() : null;
        } catch (IOException e) {
            return null;
        }
    }
}
