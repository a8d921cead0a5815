package io.switchboard.server.records;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** RFC 8259 section 7: what is written is read again as it was. */
class JsonLinesTest {
    private static final JsonFactory JSON = new JsonFactory();

    private static String read(byte[] json) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.VALUE_STRING);
            return parser.getText();
        }
    }

    private static byte[] bytes(JsonLines lines) {
        ByteBuffer written = lines.written();
        byte[] bytes = new byte[written.remaining()];
        written.get(bytes);
        return bytes;
    }

    @Test
    void everyStringComesBack() throws IOException {
        JsonLines lines = new JsonLines();
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(80); i > 0; i--) {
                switch (random.nextInt(5)) {
                    case 0 -> text.append((char) random.nextInt(0x80));
                    case 1 -> text.append((char) random.nextInt(0x800));
                    case 2 -> text.append((char) random.nextInt(0xd800));
                    case 3 -> text.appendCodePoint(0x10000 + random.nextInt(0x100000));
                    default -> text.append("\"\\/\b\f\n\r\t\u007f".charAt(random.nextInt(9)));
                }
            }
            lines.clear();
            byte[] json = bytes(lines.text(text.toString()));
            assertThat(read(json)).as("seed %d", seed).isEqualTo(text.toString());
            for (byte b : json) {
                assertThat(b < 0 || b >= ' ').as("seed %d", seed).isTrue();
            }
        }
    }

    @Test
    void halfAPairIsWrittenAsAnEscape() {
        assertThat(new String(bytes(new JsonLines().text("a\ud800b\udc00")), StandardCharsets.UTF_8))
                .isEqualTo("\"a\\ud800b\\udc00\"");
    }
}
