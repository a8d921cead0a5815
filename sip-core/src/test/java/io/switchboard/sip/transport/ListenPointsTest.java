package io.switchboard.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenPointsTest {
    private static ListenPoint point(Protocol protocol, String host, String name) {
        return new ListenPoint(protocol, new InetSocketAddress(InetAddresses.forString(host), 5060), name);
    }

    @ParameterizedTest
    @CsvSource({
        "UDP, 127.0.0.9,   loopback",
        "UDP, 198.51.100.1, lan",
        "UDP, ::1,         six",
        "UDP, 2001:db8::1, six",
        "TCP, 127.0.0.1,   any",
        "TCP, 198.51.100.1, any",
        "TCP, ::1,",
        "TLS, 198.51.100.1, dual",
    })
    void theListenerThatCanReachThePeerStandsForUs(Protocol protocol, String target, @Nullable String expected) {
        List<ListenPoint> points = List.of(
                point(Protocol.UDP, "127.0.0.1", "loopback"),
                point(Protocol.UDP, "192.0.2.1", "lan"),
                point(Protocol.UDP, "::", "six"),
                point(Protocol.TCP, "0.0.0.0", "any"),
                point(Protocol.TLS, "::", "dual"));
        ListenPoint found = ListenPoints.towards(points, protocol, InetAddresses.forString(target));
        assertThat(found == null ? null : found.sentBy()).isEqualTo(expected);
    }

    @Test
    void theAdvertisedAddressStandsInViaWhereThereIsOne() {
        InetSocketAddress four = new InetSocketAddress(InetAddresses.forString("192.0.2.1"), 5062);
        InetSocketAddress six = new InetSocketAddress(InetAddresses.forString("::1"), 5062);
        assertThat(sentBy("", 0, four)).isEqualTo("192.0.2.1:5062");
        assertThat(sentBy("", 0, six)).isEqualTo("[::1]:5062");
        assertThat(sentBy("sip.example", 0, four)).isEqualTo("sip.example:5062");
        assertThat(sentBy("2001:db8::1", 5060, four)).isEqualTo("[2001:db8::1]:5060");
        InetSocketAddress wildcard = new InetSocketAddress(InetAddresses.forString("0.0.0.0"), 5060);
        assertThat(sentBy("", 0, wildcard)).doesNotStartWith("0.0.0.0");
    }

    private static String sentBy(String host, int port, InetSocketAddress bound) {
        return ListenPoints.of(new ListenerSettings(Protocol.UDP, "unused", 0, host, port), bound)
                .sentBy();
    }
}
