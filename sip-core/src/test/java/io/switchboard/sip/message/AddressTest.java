package io.switchboard.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URIs and addresses, RFC 3261 sections 19.1 and 20.10. */
class AddressTest {
    @Test
    void partsOfAUriAreRead() {
        SipUri uri = SipUri.parse("SIPS:a%6cice;x=1:pw@Example.COM:5062;Transport=tcp;lr;maddr=%41?subject=a%20b&to=c");
        assertThat(uri.secure()).isTrue();
        assertThat(uri.user()).isEqualTo("alice;x=1");
        assertThat(uri.host()).isEqualTo("example.com");
        assertThat(uri.port()).isEqualTo(5062);
        assertThat(uri.param("transport")).isEqualTo("tcp");
        assertThat(uri.param("lr")).isEmpty();
        assertThat(uri.param("maddr")).isEqualTo("A");
        assertThat(uri.param("x")).isNull();
        assertThat(uri.headers()).isEqualTo("subject=a%20b&to=c");
        assertThat(SipUri.parse("sip:[2001:DB8::1]").host()).isEqualTo("[2001:db8::1]");
        assertThat(SipUri.parse("sip:null-%00-null@h").user()).isEqualTo("null-\0-null");
        assertThat(SipUri.parse("sip:a@h;gr=urn:uuid:f81d").param("gr")).isEqualTo("urn:uuid:f81d");
        assertThat(SipUri.parse("sip:h").port()).isEqualTo(-1);
        // RFC 5118 section 4.10.
        assertThat(SipUri.parse("sip:a@[2001:db8:::192.0.2.1]").host()).isEqualTo("[2001:db8::192.0.2.1]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1002                      | sip:1002@example.test
            bob                       | sip:bob@example.test
            René #1                   | sip:Ren%C3%A9%20%231@example.test
            bob@other.test            | sip:bob%40other.test@example.test
            tel:+31-20-1234;ext=5     | sip:+31-20-1234@example.test
            TEL:1002                  | sip:1002@example.test
            sip:bob@other.test;x=y    | sip:bob@other.test;x=y
            SIPS:bob@other.test       | SIPS:bob@other.test
            """)
    void aTargetIsANumberANameOrAUri(String text, String uri) {
        assertThat(SipUri.ofTarget(text, "example.test")).hasToString(uri);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sip:", "sip:bob@", "tel:", "tel:1>2", "tel:1 2"})
    void whatIsNoTargetIsRefused(String text) {
        assertThatThrownBy(() -> SipUri.ofTarget(text, "example.test")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void reasonsHaveTheUsualPhraseOrTheirOwn() {
        assertThat(Reason.of(488)).isEqualTo("SIP;cause=488;text=\"Not Acceptable Here\"");
        assertThat(Reason.of(200, "Call completed elsewhere"))
                .isEqualTo("SIP;cause=200;text=\"Call completed elsewhere\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tel:+1",
                "sip:",
                "sip:@h",
                "sip:a@",
                "sip:a@h:0",
                "sip:a@h:65536",
                "sip:a@h:99999999999",
                "sip:a@h:",
                "sip:a%4@h",
                "sip:a%zz@h",
                "sip:a b@h",
                "sip:a@b@c",
                "sip:a@h;x y",
                "sip:a@[::1",
                "sip:a@[1.2.3.4]",
                "sip:a@1.2.3.400",
                "sip:a@-h",
                "sip:a@h..c",
                "sip:a@h>",
                "sip:ü@h",
                "sip:a@h;x=%",
                "sip:a@h?x=\"",
                "sip:a@2001:db8::1",
                "sip:a@[fe80::1%eth0]"
            })
    void brokenUrisAreRefused(String text) {
        assertThatThrownBy(() -> SipUri.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void partsOfAnAddressAreRead() {
        NameAddr one = NameAddr.parse("\"A \\\"B\\\" <x>\" <sip:a@h;lr>;tag=1;Q=0.5;p=\"a\\\"b\" ; flag");
        assertThat(one.displayName()).isEqualTo("A \"B\" <x>");
        assertThat(one.uri()).isEqualTo("sip:a@h;lr");
        assertThat(one.param("tag")).isEqualTo("1");
        assertThat(one.param("q")).isEqualTo("0.5");
        assertThat(one.param("p")).isEqualTo("a\"b");
        assertThat(one.param("flag")).isEmpty();
        assertThat(one.param("lr")).isNull();
        NameAddr bare = NameAddr.parse("sip:a@h;tag=2");
        assertThat(bare.uri()).isEqualTo("sip:a@h");
        assertThat(bare.param("tag")).isEqualTo("2");
        assertThat(bare.displayName()).isEmpty();
        assertThat(NameAddr.parse("Mr. X   Y <tel:+1>").displayName()).isEqualTo("Mr. X   Y");
    }

    @Test
    void listsAreSplitAtTopLevelCommas() {
        List<NameAddr> all = NameAddr.parseList("\"a,b\" <sip:a,b@h>;x=\",\",<sip:c@h> , sip:d@h");
        assertThat(all).extracting(NameAddr::uri).containsExactly("sip:a,b@h", "sip:c@h", "sip:d@h");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "\"a <sip:a@h>",
                "<sip:a@h",
                "< sip:a@h >",
                "Bell, Alex <sip:a@h>",
                "<sip:a@h>x",
                "<sip:a@h>;",
                "<sip:a@h>;=",
                "<sip:a@h>;x=",
                "\"a\" sip:a@h",
                "sip:a@h?x=y",
                "<sip:a@h>,",
                "<a@h>",
                "<sip:a@h>;x=\"",
                "<>",
                "a b sip:a@h",
                "<sip:a@h>;x=<"
            })
    void brokenAddressesAreRefused(String text) {
        assertThatThrownBy(() -> NameAddr.parseList(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
