package io.switchboard.media.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.media.MediaRoom;
import io.switchboard.media.sdp.AudioCodec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LargeRoomTest {
    /** Five of fifty talk: everyone hears them, and they do not hear themselves. */
    @Test
    void fiftyHearFive() throws Exception {
        try (Rig rig = new Rig()) {
            MediaRoom room = rig.room("fifty");
            List<Phone> phones = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                Phone phone = rig.phone(i % 2 == 0 ? AudioCodec.PCMU : AudioCodec.PCMA, i < 5 ? 400 + 150 * i : 0);
                rig.join(room, phone);
                phones.add(phone);
            }
            for (int i = 0; i < 50; i += 3) {
                phones.get(i).awaitTones(new double[] {400, 550, 700, 850, 1_000}, i);
            }
            for (Phone phone : phones) {
                assertThat(phone.packets()).isGreaterThan(20);
                assertThat(phone.gaps()).isZero();
            }
            assertThat(rig.engine.counters().participants()).isEqualTo(50);
        }
    }
}
