package io.switchboard.media.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.media.MediaEvent;
import io.switchboard.media.MediaParticipant;
import io.switchboard.media.MediaRoom;
import io.switchboard.media.sdp.AudioCodec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real UDP on the loopback: tones prove who hears whom. */
class ConferenceTest {
    /** Each of three hears the two others and not itself, whatever codecs they have. */
    @ParameterizedTest
    @CsvSource({
        "PCMU, PCMU, PCMU",
        "PCMU, PCMA, G722",
        "OPUS, G722, PCMA",
        "OPUS, OPUS, OPUS",
    })
    void threeHearTheOthersAndNotThemselves(AudioCodec first, AudioCodec second, AudioCodec third) throws Exception {
        double[] tones = {400, 700, 1_100};
        AudioCodec[] codecs = {first, second, third};
        try (Rig rig = new Rig()) {
            MediaRoom room = rig.room("three");
            List<Phone> phones = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                phones.add(rig.phone(codecs[i], tones[i]));
                rig.join(room, phones.get(i));
            }
            for (int i = 0; i < 3; i++) {
                phones.get(i).awaitTones(tones, i);
            }
            for (int i = 0; i < 3; i++) {
                phones.get(i).awaitLevels(tones, i, 4_000, 8_000);
                assertThat(phones.get(i).gaps()).isZero();
            }
        }
    }

    @Test
    void oneWhoLeavesIsNotHeardAnyMoreAndIsToldBye() throws Exception {
        try (Rig rig = new Rig()) {
            MediaRoom room = rig.room("two");
            Phone alice = rig.phone(AudioCodec.PCMU, 400);
            Phone bob = rig.phone(AudioCodec.PCMA, 700);
            MediaParticipant a = rig.join(room, alice);
            rig.join(room, bob);
            bob.awaitTone(400, true);
            rig.event(MediaEvent.Talking.class, e -> e.participant().equals(a) && e.talks());
            a.remove();
            alice.awaitRtcp(true);
            bob.awaitTone(400, false);
        }
    }
}
