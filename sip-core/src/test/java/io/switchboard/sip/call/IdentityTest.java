package io.switchboard.sip.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.auth.Account;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipRequest;
import java.util.Set;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server has the users alice (1001) and bob (+31201234567). */
class IdentityTest {
    private static final Set<String> USERS = Set.of("alice", "bob", "1001", "+31201234567");

    private static SipRequest from(String value) {
        return RequestBuilder.of(Request.INVITE, "sip:2000@example.test")
                .header(HeaderName.FROM, value)
                .build("SIP/2.0/UDP h;branch=z9hG4bKx");
    }

    private static Party.Trunk trunk(String name) {
        return new Party.Trunk(name, false, false, 0, null, user -> USERS.contains(user.replace("-", "")));
    }

    private static Destination to(@Nullable String callerUser) {
        return new Destination(
                trunk("to"), "sip:2000@to", "sip:2000@to", ImmutableList.of(), ImmutableList.of(), callerUser);
    }

    private static String shown(String from, @Nullable String callerUser) {
        return Identity.from(from(from + ";tag=1"), trunk("carrier"), to(callerUser), "example.test");
    }

    @ParameterizedTest
    @CsvSource({
        "<sip:+31301234567@carrier.test>,           <sip:+31301234567@example.test>",
        "<sip:0301234567@10.0.0.7:5070;x=y>,        <sip:0301234567@example.test>",
        "<sip:4711;phone-context=a.test@pbx.test>,  <sip:4711;phone-context=a.test@example.test>",
        "<tel:+31301234567;isub=1>,                 <sip:+31301234567@example.test>",
        "<sip:anonymous@anonymous.invalid>,         <sip:anonymous@anonymous.invalid>",
        "<sip:carrier.test>,                        <sip:example.test>",
    })
    void aNumberIsShownWhereItCanBeCalledBack(String from, String shown) {
        assertThat(shown(from, null)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "<sip:alice@example.test>,                 <sip:alice@carrier.invalid>",
        "<sip:alice@carrier.test>,                 <sip:alice@carrier.invalid>",
        "<sip:%61lice@carrier.test>,               <sip:%61lice@carrier.invalid>",
        "<sip:alice:secret@carrier.test>,          <sip:alice@carrier.invalid>",
        "<sip:carol@example.test>,                 <sip:carol@carrier.invalid>",
        "<sip:1001@example.test>,                  <sip:1001@carrier.invalid>",
        "<sip:10-01@carrier.test>,                 <sip:10-01@carrier.invalid>",
        "<sip:1001;phone-context=x@carrier.test>,  <sip:1001;phone-context=x@carrier.invalid>",
        "<tel:+31201234567>,                       <sip:+31201234567@carrier.invalid>",
        "<sip:alice@anonymous.invalid>,            <sip:alice@anonymous.invalid>",
    })
    void aCallerFromATrunkIsNotTakenForAUser(String from, String shown) {
        assertThat(shown(from, null)).isEqualTo(shown);
    }

    /** What the dial plan makes of the caller counts, but it does not turn a user's number into another's. */
    @ParameterizedTest
    @CsvSource({
        "<sip:gateway@carrier.test>,  +31301234567,  <sip:+31301234567@example.test>",
        "<sip:x1001@carrier.test>,    1001,          <sip:1001@carrier.invalid>",
        "<sip:1001@carrier.test>,     +311001,       <sip:+311001@carrier.invalid>",
    })
    void aRewrittenCallerIsJudgedAsItIsShown(String from, String rewritten, String shown) {
        assertThat(shown(from, rewritten)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"carrier_a, carrier-a.invalid", "a..b, a-b.invalid", "-a-, a.invalid", "___, trunk.invalid"})
    void theHostIsOneWhateverTheTrunkIsCalled(String name, String host) {
        assertThat(Identity.from(from("<sip:alice@b>;tag=1"), trunk(name), to(null), "example.test"))
                .isEqualTo("<sip:alice@" + host + ">");
    }

    @Test
    void aPhoneIsShownByItsAccountWhateverItSays() {
        Party phone = new Party.Phone(new Account("alice", "example.test", "Alice A.", "", ""), 0);
        assertThat(Identity.from(from("<sip:mallory@b>;tag=1"), phone, to(null), "example.test"))
                .isEqualTo("\"Alice A.\" <sip:alice@example.test>");
    }
}
