package io.switchboard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TonesTest {
    @Test
    void aToneIsFoundAndNoOther(@TempDir Path folder) {
        Path wav = Tones.write(folder.resolve("tone.wav"), 440, 2);
        assertThat(Tones.windowsWith(wav, 440)).isEqualTo(20);
        assertThat(Tones.windowsWith(wav, 770)).isZero();
        assertThat(Tones.heard(folder.resolve("missing.wav"), 440)).isFalse();
    }
}
