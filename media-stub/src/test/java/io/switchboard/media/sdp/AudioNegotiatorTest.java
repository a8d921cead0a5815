package io.switchboard.media.sdp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 3264; lines of a description are separated by ~ here. */
class AudioNegotiatorTest {
    private static final String HEAD = "v=0~o=a 1 1 IN IP4 h~s=-~c=IN IP4 192.0.2.1~t=0 0~";
    private final AudioNegotiator negotiator = of(AudioCodec.ALL);

    private static AudioNegotiator of(List<AudioCodec> codecs) {
        return new AudioNegotiator(new LocalAudio(42, "198.51.100.7", 20_000, 20_001, codecs));
    }

    private static SdpSession parse(String lines) throws SdpException {
        return SdpSession.parse(lines.replace("~", "\r\n").getBytes(UTF_8));
    }

    private static String text(byte[] description) {
        return new String(description, UTF_8).replace("\r\n", "~");
    }

    @Test
    void aWholeAnswerLooksSo() throws Exception {
        AudioNegotiator.Answer answer = negotiator.answer(parse(
                HEAD + "m=audio 4000 RTP/AVP 0 8 96~a=rtpmap:96 telephone-event/8000~" + "a=fmtp:96 0-15~a=ptime:20~"));
        assertThat(text(answer.description()))
                .isEqualTo("v=0~o=- 42 0 IN IP4 198.51.100.7~s=-~c=IN IP4 198.51.100.7~t=0 0~"
                        + "m=audio 20000 RTP/AVP 8 96~a=rtpmap:8 PCMA/8000~a=rtpmap:96 telephone-event/8000~"
                        + "a=fmtp:96 0-16~a=ptime:20~a=sendrecv~");
        assertThat(answer.agreement())
                .isEqualTo(new AudioAgreement(
                        AudioCodec.PCMA,
                        8,
                        List.of(new AudioAgreement.Receivable(AudioCodec.PCMA, 8)),
                        96,
                        8_000,
                        13,
                        20,
                        Direction.SENDRECV,
                        "192.0.2.1",
                        4_000,
                        "192.0.2.1",
                        4_001,
                        false));
    }

    /** Our preference among what is offered; dynamic numbers are the offer's (§6.1). */
    @ParameterizedTest
    @CsvSource({
        "PCMU PCMA,      '0 8',     '',                                      PCMU, 0",
        "PCMA PCMU,      '0 8',     '',                                      PCMA, 8",
        "OPUS PCMU,      '0 111',   'rtpmap:111 opus/48000/2',               OPUS, 111",
        "OPUS PCMU,      '0 98',    'rtpmap:98 OPUS/48000/2',                OPUS, 98",
        "PCMU OPUS,      '98 0',    'rtpmap:98 opus/48000/2',                PCMU, 0",
        "G722 PCMU,      '9 0',     '',                                      G722, 9",
        "G722 PCMU,      '9 0',     'rtpmap:9 G722/8000',                    G722, 9",
        "PCMU,           '97 0',    'rtpmap:97 speex/8000',                  PCMU, 0",
        "PCMU,           '99',      'rtpmap:99 pcmu/8000',                   PCMU, 99",
        "G722 PCMU,      '0 9',     'rtpmap:9 G722/16000',                   PCMU, 0",
        "OPUS PCMU,      '0 x 200', '',                                      PCMU, 0",
    })
    void theCodecIsTheFirstOfOursThatIsOffered(
            String ours, String formats, String attribute, AudioCodec codec, int payloadType) throws Exception {
        List<AudioCodec> codecs =
                Arrays.stream(ours.split(" ")).map(AudioCodec::valueOf).toList();
        AudioNegotiator.Answer answer = of(codecs)
                .answer(parse(HEAD + "m=audio 4000 RTP/AVP " + formats + "~"
                        + (attribute.isEmpty() ? "" : "a=" + attribute + "~")));
        assertThat(answer.agreement().codec()).isEqualTo(codec);
        assertThat(answer.agreement().sendPayloadType()).isEqualTo(payloadType);
        assertThat(text(answer.description())).contains("m=audio 20000 RTP/AVP " + payloadType + "~");
    }

    /** §6.1: the answer mirrors the offer's direction, less what we do not want. */
    @ParameterizedTest
    @CsvSource({
        "sendrecv, SENDRECV, SENDRECV", "sendonly, SENDRECV, RECVONLY", "recvonly, SENDRECV, SENDONLY",
        "inactive, SENDRECV, INACTIVE", "sendrecv, SENDONLY, SENDONLY", "sendonly, SENDONLY, INACTIVE",
        "recvonly, SENDONLY, SENDONLY", "sendrecv, INACTIVE, INACTIVE",
    })
    void holdIsAnswered(String offered, Direction wanted, Direction settled) throws Exception {
        negotiator.want(wanted);
        AudioNegotiator.Answer answer = negotiator.answer(parse(HEAD + "m=audio 4000 RTP/AVP 0~a=" + offered + "~"));
        assertThat(answer.agreement().direction()).isEqualTo(settled);
        assertThat(SdpSession.parse(answer.description()).media().get(0).direction())
                .isEqualTo(settled);
    }

    /** The old way to hold (§8.4). */
    @Test
    void nobodyIsSentToAtNoAddress() throws Exception {
        AudioNegotiator.Answer answer =
                negotiator.answer(parse(HEAD.replace("192.0.2.1", "0.0.0.0") + "m=audio 4000 RTP/AVP 0~"));
        assertThat(answer.agreement().direction()).isEqualTo(Direction.RECVONLY);
    }

    /** §6: as many streams as the offer has, in its order; what we do not speak has port 0. */
    @Test
    void otherStreamsAreRefusedInTheirPlaces() throws Exception {
        AudioNegotiator.Answer answer = negotiator.answer(
                parse(
                        HEAD + "m=video 5000 RTP/AVP 97 98~a=rtpmap:97 H264/90000~"
                                + "m=audio 0 RTP/AVP 0~m=audio 4000 RTP/SAVP 0~m=audio 4002 RTP/AVP 0~m=audio 4004 RTP/AVP 8~m=image 9 udptl t38~"));
        assertThat(text(answer.description()))
                .contains(
                        "t=0 0~m=video 0 RTP/AVP 97 98~m=audio 0 RTP/AVP 0~m=audio 0 RTP/SAVP 0~m=audio 20000 RTP/AVP 0~")
                .endsWith("m=audio 0 RTP/AVP 8~m=image 0 udptl t38~");
        assertThat(answer.agreement().port()).isEqualTo(4_002);
        assertThat(text(negotiator.offer()))
                .contains(
                        "t=0 0~m=video 0 RTP/AVP 97 98~m=audio 0 RTP/AVP 0~m=audio 0 RTP/SAVP 0~m=audio 20000 RTP/AVP 111 9 8 0")
                .endsWith("m=audio 0 RTP/AVP 8~m=image 0 udptl t38~");
    }

    @ParameterizedTest
    @CsvSource({
        "'m=video 5000 RTP/AVP 97~'",
        "'m=audio 0 RTP/AVP 0~'",
        "'m=audio 4000 RTP/SAVP 0~'",
        "'m=audio 4000 RTP/AVP 3 18~'",
        "''",
    })
    void withoutAudioThatIsSpokenTheOfferIsRefused(String media) {
        SdpException e = catchThrowableOfType(SdpException.class, () -> negotiator.answer(parse(HEAD + media)));
        assertThat(e).isNotNull();
        assertThat(e.fault()).isEqualTo(SdpException.Fault.UNACCEPTABLE);
    }

    /** RFC 3605, RFC 5761. */
    @ParameterizedTest
    @CsvSource({
        "'',                                  192.0.2.1, 4001, false",
        "'a=rtcp:5001~',                      192.0.2.1, 5001, false",
        "'a=rtcp:5001 IN IP4 192.0.2.9~',     192.0.2.9, 5001, false",
        "'a=rtcp:x~',                         192.0.2.1, 4001, false",
        "'a=rtcp-mux~',                       192.0.2.1, 4000, true",
        "'a=rtcp-mux~a=rtcp:5001~',           192.0.2.1, 4000, true",
    })
    void rtcpGoesWhereItIsSaid(String attributes, String address, int port, boolean mux) throws Exception {
        AudioNegotiator.Answer answer = negotiator.answer(parse(HEAD + "m=audio 4000 RTP/AVP 0~" + attributes));
        assertThat(answer.agreement().rtcpAddress()).isEqualTo(address);
        assertThat(answer.agreement().rtcpPort()).isEqualTo(port);
        assertThat(answer.agreement().rtcpMux()).isEqualTo(mux);
        assertThat(text(answer.description()).contains("a=rtcp-mux~")).isEqualTo(mux);
    }

    @ParameterizedTest
    @CsvSource({
        "'',                        20", "'a=ptime:20~',             20", "'a=ptime:10~',             20",
        "'a=ptime:30~',             20", "'a=ptime:40~',             40", "'a=ptime:60~',             60",
        "'a=ptime:200~',            60", "'a=ptime:60~a=maxptime:40~', 40", "'a=maxptime:20~',       20",
        "'a=ptime:x~',              20",
    })
    void packetsAreAsLongAsTheOtherSideLikes(String attributes, int millis) throws Exception {
        AudioNegotiator.Answer answer = negotiator.answer(parse(HEAD + "m=audio 4000 RTP/AVP 0~" + attributes));
        assertThat(answer.agreement().packetMillis()).isEqualTo(millis);
        assertThat(text(answer.description())).contains("a=ptime:" + millis + "~");
    }

    /** RFC 7587 §7: the clock of events is better that of the codec, but does not have to be. */
    @ParameterizedTest
    @CsvSource({
        "'a=rtpmap:98 telephone-event/8000~a=rtpmap:99 telephone-event/48000~', 99, 48000",
        "'a=rtpmap:98 telephone-event/8000~',                                   98, 8000",
        "'',                                                                    -1, 0",
    })
    void eventsAreMappedAsOffered(String attributes, int payloadType, int clock) throws Exception {
        AudioNegotiator.Answer answer =
                negotiator.answer(parse(HEAD + "m=audio 4000 RTP/AVP 96 98 99~a=rtpmap:96 opus/48000/2~" + attributes));
        assertThat(answer.agreement().eventPayloadType()).isEqualTo(payloadType);
        assertThat(answer.agreement().eventClockRate()).isEqualTo(clock);
    }

    @Test
    void aWholeOfferLooksSo() {
        assertThat(text(negotiator.offer()))
                .isEqualTo("v=0~o=- 42 0 IN IP4 198.51.100.7~s=-~c=IN IP4 198.51.100.7~t=0 0~"
                        + "m=audio 20000 RTP/AVP 111 9 8 0 110 101~a=rtpmap:111 opus/48000/2~a=fmtp:111 useinbandfec=1~"
                        + "a=rtpmap:9 G722/8000~a=rtpmap:8 PCMA/8000~a=rtpmap:0 PCMU/8000~"
                        + "a=rtpmap:110 telephone-event/48000~a=fmtp:110 0-16~a=rtpmap:101 telephone-event/8000~"
                        + "a=fmtp:101 0-16~a=ptime:20~a=sendrecv~a=rtcp-mux~");
        assertThat(text(negotiator.offer())).contains("o=- 42 1 IN");
    }

    @Test
    void anAnswerSettlesTheOffer() throws Exception {
        byte[] offer = negotiator.offer();
        AudioNegotiator other = new AudioNegotiator(
                new LocalAudio(1, "192.0.2.1", 4_000, 4_001, List.of(AudioCodec.PCMU, AudioCodec.G722)));
        AudioNegotiator.Answer answer = other.answer(SdpSession.parse(offer));
        AudioAgreement agreement = negotiator.accept(SdpSession.parse(answer.description()));
        assertThat(agreement.codec()).isEqualTo(AudioCodec.PCMU);
        assertThat(agreement.eventPayloadType()).isEqualTo(101);
        assertThat(agreement.rtcpMux()).isTrue();
        assertThat(agreement.address()).isEqualTo("192.0.2.1");
        assertThat(agreement.port()).isEqualTo(4_000);
    }

    /** §5.1: each side sends with the other's number and receives with its own. */
    @Test
    void numbersMayDifferInBothDirections() throws Exception {
        byte[] offer = negotiator.offer();
        assertThat(offer).isNotEmpty();
        AudioAgreement agreement = negotiator.accept(parse(
                HEAD + "m=audio 4000 RTP/AVP 97 0 100~a=rtpmap:97 opus/48000/2~a=rtpmap:100 telephone-event/48000~"));
        assertThat(agreement.codec()).isEqualTo(AudioCodec.OPUS);
        assertThat(agreement.sendPayloadType()).isEqualTo(97);
        assertThat(agreement.receive())
                .containsExactly(
                        new AudioAgreement.Receivable(AudioCodec.OPUS, 111),
                        new AudioAgreement.Receivable(AudioCodec.PCMU, 0));
        assertThat(agreement.eventPayloadType()).isEqualTo(110);
    }

    @ParameterizedTest
    @CsvSource({"'m=audio 0 RTP/AVP 0~'", "'m=audio 4000 RTP/AVP 18~'", "''"})
    void anAnswerThatRefusesTheAudioIsToldSo(String media) {
        byte[] offer = negotiator.offer();
        assertThat(offer).isNotEmpty();
        SdpException e = catchThrowableOfType(SdpException.class, () -> negotiator.accept(parse(HEAD + media)));
        assertThat(e).isNotNull();
    }

    /** §8.3.2: a number keeps its meaning, also in our own later offers. */
    @Test
    void laterOffersKeepTheNumbersOfTheSession() throws Exception {
        negotiator.answer(parse(HEAD
                + "m=audio 4000 RTP/AVP 98 99~a=rtpmap:98 opus/48000/2~a=rtpmap:99 telephone-event/48000~a=mid:x~"));
        assertThat(text(negotiator.offer()))
                .contains("m=audio 20000 RTP/AVP 98 9 8 0 99~")
                .contains("o=- 42 1 ")
                .contains("a=mid:x~");
    }

    @Test
    void addressesOfIpv6AreWrittenSo() {
        AudioNegotiator six =
                new AudioNegotiator(new LocalAudio(42, "2001:db8::7", 20_000, 31_000, List.of(AudioCodec.PCMU)));
        assertThat(text(six.offer())).contains("c=IN IP6 2001:db8::7~").contains("a=rtcp:31000~");
    }
}
