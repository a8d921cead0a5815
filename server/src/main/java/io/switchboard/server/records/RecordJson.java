package io.switchboard.server.records;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.switchboard.sip.cdr.CallRecord;
import io.switchboard.sip.cdr.CallRecord.LegRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A call record as one line of JSON; docs/call-records.md says what the fields mean. */
final class RecordJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private RecordJson() {}

    /** Appends a record and a line feed. */
    static void append(CallRecord record, ByteArrayOutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("id", record.id());
            time(json, "started", record.started());
            time(json, "ringing", record.ringing());
            time(json, "answered", record.answered());
            time(json, "ended", record.ended());
            long talked = record.answered() > 0 ? Math.max(0, record.ended() - record.answered()) : 0;
            json.writeNumberField("duration_ms", talked);
            json.writeStringField("from", record.from());
            json.writeStringField("caller", record.caller());
            json.writeStringField("dialled", record.dialled());
            json.writeStringField("route", record.route());
            json.writeNumberField("status", record.status());
            json.writeStringField("reason", record.reason());
            json.writeStringField("hangup", record.hangup().name().toLowerCase(Locale.ROOT));
            json.writeArrayFieldStart("legs");
            for (LegRecord leg : record.legs()) {
                json.writeStartObject();
                json.writeStringField("call_id", leg.callId());
                json.writeStringField("target", leg.target());
                json.writeStringField("via", leg.via());
                json.writeNumberField("status", leg.status());
                json.writeStringField("reason", leg.reason());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        out.write('\n');
    }

    private static void time(JsonGenerator json, String name, long millis) throws IOException {
        if (millis == 0) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, TIME.format(Instant.ofEpochMilli(millis)));
        }
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
