package io.switchboard.sip.body;

import static io.switchboard.sip.body.Bodies.BOUNDARY;
import static io.switchboard.sip.body.Bodies.SDP;
import static io.switchboard.sip.body.Bodies.bytes;
import static io.switchboard.sip.body.Bodies.deflated;
import static io.switchboard.sip.body.Bodies.end;
import static io.switchboard.sip.body.Bodies.gzipped;
import static io.switchboard.sip.body.Bodies.invite;
import static io.switchboard.sip.body.Bodies.joined;
import static io.switchboard.sip.body.Bodies.list;
import static io.switchboard.sip.body.Bodies.part;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies of INVITEs to a conference, in every wrapping. */
class InviteBodyTest {
    private static final String MIXED = "Content-Type: multipart/mixed;boundary=" + BOUNDARY;
    private static final String SDP_PART = "Content-Type: application/sdp";
    private static final String LIST_PART =
            "Content-Type: application/resource-lists+xml\nContent-Disposition: recipient-list";
    private static final String BOB = list("sip:bob@example.test");

    private static InviteBody read(String headers, byte[] body) throws BodyException {
        return InviteBody.of(invite(headers, body));
    }

    private static int refused(String headers, byte[] body) {
        BodyException refusal = catchThrowableOfType(BodyException.class, () -> read(headers, body));
        assertThat(refusal).as("refused").isNotNull();
        return refusal.status();
    }

    private static byte[] mixed(byte[]... parts) {
        return joined(joined(parts), end());
    }

    private static void isBoth(InviteBody body) {
        assertThat(new String(body.description(), ISO_8859_1)).isEqualTo(SDP);
        assertThat(body.recipients()).containsExactly("sip:bob@example.test");
    }

    @Test
    void nothingIsNothing() throws BodyException {
        InviteBody body = read("Subject: none", new byte[0]);
        assertThat(body.description()).isEmpty();
        assertThat(body.recipients()).isEmpty();
    }

    @Test
    void descriptionAndListMayStandAlone() throws BodyException {
        assertThat(read(SDP_PART, bytes(SDP)).description()).isEqualTo(bytes(SDP));
        assertThat(read("c: Application/SDP;charset=utf-8", bytes(SDP)).description())
                .isEqualTo(bytes(SDP));
        InviteBody alone = read(LIST_PART, bytes(BOB));
        assertThat(alone.description()).isEmpty();
        assertThat(alone.recipients()).containsExactly("sip:bob@example.test");
    }

    @Test
    void bothAreFoundInEitherOrder() throws BodyException {
        isBoth(read(MIXED, mixed(part(SDP_PART, bytes(SDP)), part(LIST_PART, bytes(BOB)))));
        isBoth(read(MIXED, mixed(part(LIST_PART, bytes(BOB)), part(SDP_PART, bytes(SDP)))));
        isBoth(read(
                "Content-Type: multipart/mixed; charset=x; boundary=\"" + BOUNDARY + "\"",
                joined(bytes("preamble\r\n"), mixed(part(SDP_PART, bytes(SDP)), part(LIST_PART, bytes(BOB))))));
    }

    @Test
    void foldedHeadersOfPartsAreReadAndBounded() throws BodyException {
        String folds = "\nX-Long: a" + "\n b".repeat(100);
        String type = "Content-Type:\n application/sdp\n\t;charset=utf-8";
        isBoth(read(MIXED, mixed(part(type + folds, bytes(SDP)), part(LIST_PART, bytes(BOB)))));
        String endless = "\nX-Long: a" + "\n b".repeat(2_100);
        assertThat(refused(MIXED, mixed(part(SDP_PART + endless, bytes(SDP))))).isEqualTo(400);
        String long1 = "\nX-Long: " + "a".repeat(8 << 10);
        assertThat(refused(MIXED, mixed(part(SDP_PART + long1, bytes(SDP))))).isEqualTo(400);
    }

    @Test
    void codingsAreUndoneOnTheWholeOnAPartAndOnBoth() throws BodyException {
        byte[] deflatedList = part(LIST_PART + "\nContent-Encoding: deflate", deflated(bytes(BOB)));
        byte[] plain = mixed(part(SDP_PART, bytes(SDP)), part(LIST_PART, bytes(BOB)));
        byte[] inner = mixed(part(SDP_PART, bytes(SDP)), deflatedList);
        isBoth(read(MIXED, inner));
        isBoth(read(MIXED + "\nContent-Encoding: deflate", deflated(plain)));
        isBoth(read(MIXED + "\ne: deflate", deflated(inner)));
        isBoth(read(MIXED + "\nContent-Encoding: gzip", gzipped(plain)));
        isBoth(read(MIXED + "\nContent-Encoding: identity", plain));
        isBoth(read(MIXED + "\nContent-Encoding: deflate, gzip", gzipped(deflated(plain))));
        isBoth(read(MIXED + "\nContent-Encoding: deflate", Bodies.bareDeflated(plain)));
    }

    /** RFC 5621 section 8.2: what need not be understood is passed over. */
    @Test
    void optionalPartsArePassedOver() throws BodyException {
        byte[] icon = part("Content-Type: image/png\nContent-Disposition: icon;handling=optional", new byte[] {1, 2});
        isBoth(read(MIXED, mixed(icon, part(SDP_PART, bytes(SDP)), part(LIST_PART, bytes(BOB)))));
        byte[] history = part(
                "Content-Type: application/resource-lists+xml\nContent-Disposition: recipient-list-history",
                bytes(list("sip:carol@example.test")));
        isBoth(read(MIXED, mixed(part(SDP_PART, bytes(SDP)), part(LIST_PART, bytes(BOB)), history)));
    }

    @Test
    void boundaryThatBeginsAnotherIsNone() throws BodyException {
        byte[] inside = bytes("v=0\r\n--" + BOUNDARY + "x\r\ns=-\r\n");
        assertThat(read(MIXED, mixed(part(SDP_PART, inside))).description()).isEqualTo(inside);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Content-Type: text/plain                                                             | 415
            Content-Type: multipart/alternative;boundary=x                                       | 415
            Content-Type: application/sdp~Content-Encoding: br                                   | 415
            Content-Type: application/sdp~Content-Encoding: identity, identity, identity         | 415
            Content-Type: application/sdp~Content-Encoding: deflate                              | 400
            Content-Type: application/sdp~Content-Encoding: gzip                                 | 400
            Content-Type: multipart/mixed                                                        | 400
            Content-Type: multipart/mixed;boundary=""                                            | 400
            Content-Type: multipart/mixed;boundary=absent                                        | 400
            """)
    void wrongBodiesAreRefused(String headers, int status) {
        assertThat(refused(headers.strip().replace("~", "\n"), bytes("hello, world")))
                .isEqualTo(status);
    }

    @Test
    void wrongPartsAreRefused() {
        assertThat(refused(MIXED, mixed(part("Content-Type: text/plain", bytes("x")))))
                .isEqualTo(415);
        assertThat(refused(MIXED, mixed(part("X-None: x", bytes("x")))))
                .as("text/plain")
                .isEqualTo(415);
        assertThat(refused(MIXED, mixed(part(SDP_PART, bytes(SDP)), part(SDP_PART, bytes(SDP)))))
                .isEqualTo(400);
        assertThat(refused(MIXED, part(SDP_PART, bytes(SDP)))).as("no end").isEqualTo(400);
        assertThat(refused(MIXED, end())).as("no part").isEqualTo(400);
        byte[] sdp = part(SDP_PART, bytes(SDP));
        assertThat(refused(MIXED, mixed(sdp, part(MIXED, mixed(sdp)))))
                .as("nested")
                .isIn(400, 415);
        byte[][] many = new byte[Multipart.MOST_PARTS + 1][];
        Arrays.fill(many, part(LIST_PART, bytes(BOB)));
        assertThat(refused(MIXED, mixed(many))).isEqualTo(413);
    }

    @Test
    void bombsDoNotGoOff() {
        byte[] bomb = deflated(new byte[50_000_000]);
        assertThat(bomb.length).isLessThan(60_000);
        assertThat(refused(LIST_PART + "\nContent-Encoding: deflate", bomb)).isEqualTo(413);
        assertThat(refused(SDP_PART + "\nContent-Encoding: gzip", gzipped(new byte[50_000_000])))
                .isEqualTo(413);
        assertThat(refused(LIST_PART + "\nContent-Encoding: deflate, deflate", deflated(bomb)))
                .isEqualTo(413);
        byte[] large = part(LIST_PART + "\nContent-Encoding: deflate", deflated(bytes(" ".repeat(70_000))));
        assertThat(refused(MIXED, mixed(large))).isEqualTo(413);
    }

    @Test
    void codingThatIsCutOffIsMalformed() {
        byte[] whole = deflated(bytes(list("sip:bob@example.test", "sip:carol@example.test")));
        for (int length = 1; length < whole.length - 4; length++) {
            assertThat(refused(LIST_PART + "\nContent-Encoding: deflate", Arrays.copyOf(whole, length)))
                    .as("%d bytes", length)
                    .isEqualTo(400);
        }
    }

    /** Whatever comes, it is read or refused. */
    @Test
    void noBytesBreakIt() {
        long seed = 7;
        Random random = new Random(seed);
        byte[] good = mixed(
                part(SDP_PART, bytes(SDP)),
                part(LIST_PART + "\nContent-Encoding: deflate", deflated(bytes(BOB))),
                part(LIST_PART, bytes(BOB)));
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = good.clone();
            for (int n = random.nextInt(8); n >= 0; n--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            byte[] cut = random.nextInt(4) == 0 ? Arrays.copyOf(bad, 1 + random.nextInt(bad.length)) : bad;
            try {
                read(MIXED, cut);
            } catch (BodyException e) {
                assertThat(e.status()).as("seed %d, step %d", seed, i).isIn(400, 413, 415);
            }
        }
    }
}
