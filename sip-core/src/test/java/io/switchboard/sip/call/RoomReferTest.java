package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipRequest;
import javax.sip.message.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoomReferTest {
    private static SipRequest refer(String... headers) {
        RequestBuilder request = RequestBuilder.of(Request.REFER, "sip:3000@example.test")
                .header(HeaderName.FROM, "<sip:alice@example.test>;tag=a")
                .header(HeaderName.TO, "<sip:3000@example.test>")
                .header(HeaderName.CALL_ID, "1")
                .header(HeaderName.CSEQ, "1 REFER");
        for (String header : headers) {
            int colon = header.indexOf(':');
            request.header(
                    header.substring(0, colon), header.substring(colon + 1).strip());
        }
        return request.build("SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <sip:1002@example.test>                                                 | invite sip:1002@example.test
            sip:1002@example.test                                                   | invite sip:1002@example.test
            "Bob" <sip:bob@example.test;method=INVITE>                              | invite sip:bob@example.test
            <sip:bob@example.test;method=invite;transport=tcp>                      | invite sip:bob@example.test;transport=tcp
            <sip:bob@example.test;method=BYE>                                       | remove sip:bob@example.test
            <sip:bob@example.test;METHOD=bye;participant=2>                         | remove sip:bob@example.test;participant=2
            <sip:bob@example.test?Replaces=x%40y%3Bto-tag%3D1%3Bfrom-tag%3D2>       | invite sip:bob@example.test x@y;to-tag=1;from-tag=2
            <sip:bob@example.test?Subject=a&replaces=x%3Bfrom-tag%3D2%3Bto-tag%3D1> | invite sip:bob@example.test x;to-tag=1;from-tag=2
            <sip:bob@example.test>;isfocus                                          | invite sip:bob@example.test
            """)
    void wishesAreRead(String referTo, String meant) {
        assertThat(RoomRefer.of(refer("Refer-To: " + referTo)))
                .isInstanceOfSatisfying(
                        RoomRefer.Asks.class,
                        asks -> assertThat(
                                        switch (asks.wish()) {
                                            case Seating.Wish.Invite i ->
                                                ("invite " + i.target() + " " + i.replaces()).strip();
                                            case Seating.Wish.Remove r -> "remove " + r.who();
                                        })
                                .isEqualTo(meant));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <tel:1002>                                       | 416
            <mailto:bob@example.test>                        | 416
            <sip:bob@example.test;method=SUBSCRIBE>          | 501
            <sip:bob@example.test;method=>                   | 501
            <sip:example.test>                               | 400
            <sip:bob@example.test?Replaces=x>                | 400
            <sip:bob@example.test?Replaces=>                 | 400
            <sip:a@example.test>, <sip:b@example.test>       | 400
            <sip:bob@example.test                            | 400
            nonsense                                         | 400
            """)
    void wrongOnesAreRefused(String referTo, int status) {
        assertThat(RoomRefer.of(refer("Refer-To: " + referTo)))
                .isInstanceOfSatisfying(
                        RoomRefer.Wrong.class,
                        wrong -> assertThat(wrong.status()).isEqualTo(status));
    }

    @Test
    void oneReferToIsMeant() {
        assertThat(RoomRefer.of(refer())).isEqualTo(new RoomRefer.Wrong(400, ""));
        assertThat(RoomRefer.of(refer("Refer-To: <sip:a@example.test>", "Refer-To: <sip:b@example.test>")))
                .isEqualTo(new RoomRefer.Wrong(400, ""));
    }

    @Test
    void optionsAreHeeded() {
        assertThat(RoomRefer.of(refer("Refer-To: <sip:a@example.test>", "Refer-Sub: false")))
                .isInstanceOfSatisfying(
                        RoomRefer.Asks.class, asks -> assertThat(asks.silent()).isTrue());
        assertThat(RoomRefer.of(refer("Refer-To: <sip:a@example.test>", "Require: norefersub")))
                .isInstanceOf(RoomRefer.Asks.class);
        assertThat(RoomRefer.of(refer("Refer-To: <sip:a@example.test>", "Require: multiple-refer")))
                .isEqualTo(new RoomRefer.Wrong(420, "multiple-refer"));
    }
}
