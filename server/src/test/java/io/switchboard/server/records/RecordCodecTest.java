package io.switchboard.server.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.cdr.CallRecord;
import io.switchboard.sip.cdr.CallRecord.Hangup;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
    private final RecordCodec codec = new RecordCodec();
    private final CallRecord record = CallWriterChild.call("a", 2, 200, Hangup.CALLEE);

    @Test
    void whatIsWrittenIsRead() {
        codec.encode(record);
        assertThat(RecordCodec.decode(Arrays.copyOf(codec.bytes(), codec.length())))
                .isEqualTo(record);
    }

    /** An entry of a version that did not write the recordings ends where they begin. */
    @Test
    void anOlderEntryIsReadWithoutRecordings() {
        codec.encode(record);
        CallRecord old = RecordCodec.decode(Arrays.copyOf(codec.bytes(), codec.length() - recordings()));
        assertThat(old.recordings()).isEmpty();
        assertThat(old.legs()).isEqualTo(record.legs());
    }

    /** An entry of a version that did not write the reasons of legs either ends where those begin. */
    @Test
    void anOlderEntryIsReadWithoutReasonsOfLegs() {
        codec.encode(record);
        int reasons = record.legs().size()
                * (4
                        + record.legs().get(0).reason().length()
                        + record.legs().get(0).transferredBy().length());
        CallRecord old = RecordCodec.decode(Arrays.copyOf(codec.bytes(), codec.length() - recordings() - reasons));
        assertThat(old.legs()).hasSize(2).allMatch(leg -> leg.reason().isEmpty());
        assertThat(old.reason()).isEqualTo(record.reason());
    }

    /** Bytes of the recordings: how many, and of each its file and two numbers. */
    private int recordings() {
        return 8
                + record.recordings().stream()
                        .mapToInt(recording -> 2 + recording.file().getBytes(UTF_8).length + 16)
                        .sum();
    }
}
