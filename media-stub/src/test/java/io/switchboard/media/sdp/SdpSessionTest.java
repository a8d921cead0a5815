package io.switchboard.media.sdp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.switchboard.media.sdp.SdpException.Fault;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 8866 (grammar) and RFC 3264 (meaning in offers and answers). */
class SdpSessionTest {
    private static final String HEAD = "v=0\r\no=alice 2890844526 7 IN IP4 host.example\r\ns=-\r\n";
    private static final String AUDIO = "c=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 49170 RTP/AVP 96 0 8 101\r\n";

    private static SdpSession parse(String text) throws SdpException {
        return SdpSession.parse(text.getBytes(UTF_8));
    }

    @Test
    void readsWhatSignallingHasToKnow() throws Exception {
        SdpSession sdp = parse(HEAD + AUDIO + "a=rtpmap:96 opus/48000/2\r\na=sendonly\r\n"
                + "m=video 0 RTP/SAVPF 97\r\nc=IN IP6 2001:db8::1\r\n");
        assertThat(sdp.origin()).isEqualTo(new SdpSession.Origin("alice", "2890844526", "7", "host.example"));
        assertThat(sdp.connectionAddress()).isEqualTo("192.0.2.1");
        assertThat(sdp.media()).hasSize(2);
        MediaDescription audio = sdp.media().get(0);
        assertThat(audio.kind()).isEqualTo("audio");
        assertThat(audio.port()).isEqualTo(49170);
        assertThat(audio.protocol()).isEqualTo("RTP/AVP");
        assertThat(audio.formats()).containsExactly("96", "0", "8", "101");
        assertThat(audio.connectionAddress()).isEqualTo("192.0.2.1");
        assertThat(audio.direction()).isEqualTo(Direction.SENDONLY);
        assertThat(audio.attributes()).containsExactly("rtpmap:96 opus/48000/2");
        assertThat(audio.attribute("rtpmap")).isEqualTo("96 opus/48000/2");
        assertThat(audio.attribute("rtp")).isNull();
        MediaDescription video = sdp.media().get(1);
        assertThat(video.active()).isFalse();
        assertThat(video.connectionAddress()).isEqualTo("2001:db8::1");
        assertThat(video.direction()).isEqualTo(Direction.SENDRECV);
    }

    /** RFC 3264 §5.1, §8.4; a stream's own attribute and address win over the session's. */
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, -,        -,        SENDRECV, false",
        "192.0.2.1, -,        sendrecv, SENDRECV, false",
        "192.0.2.1, -,        sendonly, SENDONLY, true",
        "192.0.2.1, -,        recvonly, RECVONLY, false",
        "192.0.2.1, -,        inactive, INACTIVE, true",
        "192.0.2.1, sendonly, -,        SENDONLY, true",
        "192.0.2.1, inactive, sendrecv, SENDRECV, false",
        "192.0.2.1, -,        sendonlyx, SENDRECV, false",
        "0.0.0.0,   -,        -,        SENDONLY, true",
        "0.0.0.0,   -,        inactive, INACTIVE, true",
        "0.0.0.0,   -,        recvonly, INACTIVE, true",
        "x.invalid, -,        -,        SENDONLY, true",
    })
    void knowsEveryFormOfHold(String address, String session, String stream, Direction direction, boolean hold)
            throws Exception {
        SdpSession sdp = parse(HEAD + "c=IN IP4 " + address + "\r\nt=0 0\r\n" + attribute(session)
                + "m=audio 4000 RTP/AVP 0\r\n" + attribute(stream));
        assertThat(sdp.direction()).isEqualTo(direction);
        assertThat(sdp.onHold()).isEqualTo(hold);
    }

    private static String attribute(String word) {
        return word.equals("-") ? "" : "a=" + word + "\r\n";
    }

    @Test
    void oneListeningStreamIsNoHold() throws Exception {
        SdpSession sdp = parse(HEAD + AUDIO + "a=sendonly\r\nm=video 5000 RTP/AVP 97\r\n");
        assertThat(sdp.onHold()).isFalse();
        assertThat(sdp.direction()).isEqualTo(Direction.SENDRECV);
    }

    @Test
    void refusedStreamsDoNotCount() throws Exception {
        SdpSession sdp = parse(HEAD + "m=audio 0 RTP/AVP 0\r\na=sendonly\r\n");
        assertThat(sdp.hasActiveMedia()).isFalse();
        assertThat(sdp.onHold()).isFalse();
        assertThat(sdp.direction()).isEqualTo(Direction.INACTIVE);
    }

    /** Bare LF, CR alone, blank lines, unknown letters, no s= and t= lines, a last line without an end. */
    @ParameterizedTest
    @CsvSource({
        "'v=0~o=- 1 1 IN IP4 h~c=IN IP4 192.0.2.1~m=audio 9 RTP/AVP 0'",
        "'v=0~o=- 1 1 IN IP6 ::1~s=~c=IN IP6 ::1~~z=?~m=audio 9/2 RTP/AVP 0~~'",
        "'v=0 ~o=-  1 1 in ip4 h~c=IN IP4 224.2.1.1/127/3~m=image 9 udptl t38~a=~'",
        "'v=0~o=- 99999999999999999999999999 18446744073709551616 IN IP4 h~m=audio 9 TCP/X a~c=IN IP4 h'",
        "'v=0~o=- 1 1 IN IP4 h~s=no streams at all~t=0 0~'",
    })
    void isTolerant(String text) throws Exception {
        for (String lineEnd : new String[] {"\r\n", "\n", "\r"}) {
            assertThat(parse(text.replace("~", lineEnd)).origin().user()).isEqualTo("-");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MALFORMED,    ''",
        "MALFORMED,    'hello'",
        "MALFORMED,    'v=0'",
        "MALFORMED,    'o=- 1 1 IN IP4 h~v=0'",
        "MALFORMED,    'v=0~v=0~o=- 1 1 IN IP4 h'",
        "MALFORMED,    'v=0~o=- 1 1 IN IP4'",
        "MALFORMED,    'v=0~o=- x 1 IN IP4 h'",
        "MALFORMED,    'v=0~o=- 1 -1 IN IP4 h'",
        "MALFORMED,    'v=0~o=- 1 1 IN IP4 h~o=- 1 1 IN IP4 h'",
        "MALFORMED,    'v=0~o=- 1 1 IN IP4 h~m=audio 9 RTP/AVP 0'",
        "MALFORMED,    'v=0~o=- 1 1 IN IP4 h~c=IN IP4 h~m=audio 65536 RTP/AVP 0'",
        "MALFORMED,    'v=0~o=- 1 1 IN IP4 h~c=IN IP4 h~m=audio -1 RTP/AVP 0'",
        "MALFORMED,    'v=0~o=- 1 1 IN IP4 h~c=IN IP4 h~m=audio /2 RTP/AVP 0'",
        "MALFORMED,    'v=0~o=- 1 1 IN IP4 h~c=IN IP4 h~m=audio 9 RTP/AVP'",
        "MALFORMED,    'v=0~o=- 1 1 IN IP4 h~c IN IP4 h'",
        "MALFORMED,    'v=0~o=- 1 1 IN IP4 h~c=IN IP4'",
        "UNACCEPTABLE, 'v=1~o=- 1 1 IN IP4 h'",
        "UNACCEPTABLE, 'v=0~o=- 1 1 ATM NSAP h'",
        "UNACCEPTABLE, 'v=0~o=- 1 1 IN IP4 h~c=IN E164 h'",
    })
    void saysWhatIsWrong(Fault fault, String text) {
        SdpException e = catchThrowableOfType(SdpException.class, () -> parse(text.replace("~", "\r\n")));
        assertThat(e).isNotNull();
        assertThat(e.fault()).isEqualTo(fault);
    }

    @Test
    void boundsAreKept() {
        for (String tooMuch : new String[] {
            HEAD + AUDIO + "a=x\n".repeat(SdpSession.MAX_LINES),
            HEAD + AUDIO.repeat(SdpSession.MAX_MEDIA + 1),
            HEAD + "c=IN IP4 h\nm=audio 9 RTP/AVP" + " 0".repeat(SdpSession.MAX_FORMATS + 1),
            HEAD + AUDIO + "a=" + "x".repeat(SdpSession.MAX_BYTES),
        }) {
            SdpException e = catchThrowableOfType(SdpException.class, () -> parse(tooMuch));
            assertThat(e).isNotNull();
            assertThat(e.fault()).isEqualTo(Fault.UNACCEPTABLE);
        }
    }

    @Test
    void sameVersionIsSeen() throws Exception {
        SdpSession first = parse(HEAD + AUDIO);
        assertThat(first.sameVersionAs(parse(HEAD + AUDIO + "a=sendonly\r\n"))).isTrue();
        assertThat(first.sameVersionAs(parse(HEAD.replace(" 7 ", " 8 ") + AUDIO)))
                .isFalse();
    }

    /** Whatever bytes come, the outcome is a session or an SdpException. */
    @Test
    void damagedBodiesNeverEscape() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] good = (HEAD + AUDIO + "a=sendonly\r\n").getBytes(UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = good.clone();
            for (int n = random.nextInt(6); n >= 0; n--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(SdpSession.parse(bad).media()).as("seed %d", seed).isNotNull();
            } catch (SdpException e) {
                assertThat(e.getMessage()).as("seed %d", seed).isNotEmpty();
            }
        }
    }
}
