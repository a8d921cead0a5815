package io.switchboard.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 3550 §5.1 and RFC 7983. */
class RtpHeaderTest {
    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", "")));
    }

    @Test
    void whatIsWrittenIsRead() {
        ByteBuf packet = Unpooled.buffer();
        RtpHeader.write(packet, 97, true, 65_535, 4_294_967_295L, -5);
        packet.writeZero(20);
        RtpHeader header = new RtpHeader();
        assertThat(header.read(packet)).isTrue();
        assertThat(header.payloadType()).isEqualTo(97);
        assertThat(header.marker()).isTrue();
        assertThat(header.sequence()).isEqualTo(65_535);
        assertThat(header.timestamp()).isEqualTo(4_294_967_295L);
        assertThat(header.ssrc()).isEqualTo(-5);
        assertThat(header.payloadStart()).isEqualTo(12);
        assertThat(header.payloadLength()).isEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource({
        "80000001 00000002 00000003 AABB,                   true,  12, 2",
        "80000001 00000002 00000003,                        true,  12, 0",
        "82000001 00000002 00000003 00000004 00000005 AA,   true,  20, 1",
        "90000001 00000002 00000003 BEDE0001 11223344 AA,   true,  20, 1",
        "A0000001 00000002 00000003 AABB0003,               true,  12, 1",
        "A0000001 00000002 00000003 AABB0009,               false, 0, 0",
        "A0000001 00000002 00000003 AABB0000,               false, 0, 0",
        "82000001 00000002 00000003 00000004,               false, 0, 0",
        "90000001 00000002 00000003 BEDE00FF,               false, 0, 0",
        "90000001 00000002 00000003 BEDE,                   false, 0, 0",
        "40000001 00000002 00000003 AABB,                   false, 0, 0",
        "80000001 00000002 0000,                            false, 0, 0",
    })
    void contributorsExtensionAndPaddingAreNoPayload(String hex, boolean valid, int start, int length) {
        RtpHeader header = new RtpHeader();
        assertThat(header.read(bytes(hex))).isEqualTo(valid);
        if (valid) {
            assertThat(header.payloadStart()).isEqualTo(start);
            assertThat(header.payloadLength()).isEqualTo(length);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "80000001 00000002 00000003 AA, RTP",
        "80000001 00000002 00000003,    OTHER",
        "80C80006 00000002 00000003 AA, RTCP",
        "81CB0001 00000002,             RTCP",
        "00010000 2112A442 00000000 00000000 00000000, OTHER",
        "16FEFF00 00000000 00000000 AA, OTHER",
        "80,                            OTHER",
    })
    void kindsAreToldApartByTheirFirstBytes(String hex, PacketKind kind) {
        assertThat(PacketKind.of(bytes(hex))).isEqualTo(kind);
    }
}
