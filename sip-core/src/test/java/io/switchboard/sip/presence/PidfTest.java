package io.switchboard.sip.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchboard.sip.event.EventPackage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading presence documents and putting them together. */
class PidfTest {
    private static final String ALICE = "sip:alice@example.test";
    /** As Linphone writes it. */
    private static final String LINPHONE = """
            <?xml version="1.0" encoding="UTF-8" standalone="no"?>
            <presence xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model" xmlns:rpid="urn:ietf:params:xml:ns:pidf:rpid" \
            xmlns:pidfonline="http://www.linphone.org/xsds/pidfonline.xsd" entity="sip:alice@example.test" \
            xmlns="urn:ietf:params:xml:ns:pidf">
              <tuple id="yy6ywi">
                <status><basic>open</basic><pidfonline:online/></status>
                <contact priority="0.8">sip:alice@example.test;gr=urn:uuid:1</contact>
                <timestamp>2026-03-01T10:00:00Z</timestamp>
              </tuple>
              <dm:person id="p1"><rpid:activities><rpid:busy/></rpid:activities></dm:person>
            </presence>
            """;

    private static PidfDocument parse(String text) {
        try {
            return PidfParser.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (PidfException e) {
            throw new AssertionError(e.why() + ": " + text, e);
        }
    }

    private static String compose(PidfDocument... documents) {
        return new String(PresenceComposer.compose(ALICE, List.of(documents), true), StandardCharsets.UTF_8);
    }

    private static String presence(String more, String children) {
        return "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"sip:alice@example.test\"" + more + ">"
                + children + "</presence>";
    }

    private static String tuple(String id) {
        return "<tuple id=\"" + id + "\"><status/></tuple>";
    }

    @Test
    void childrenOfTheRootAreFoundWhereTheyStand() {
        PidfDocument read = parse(LINPHONE);
        assertThat(read.entity()).isEqualTo(ALICE);
        assertThat(read.elements()).extracting(PidfDocument.Element::name).containsExactly("tuple", "person");
        assertThat(read.elements()).extracting(PidfDocument.Element::id).containsExactly("yy6ywi", "p1");
        PidfDocument.Element person = read.elements().get(1);
        assertThat(read.text().substring(person.start(), person.end()))
                .isEqualTo("<dm:person id=\"p1\"><rpid:activities><rpid:busy/></rpid:activities></dm:person>");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            no XML                                                           | Not Well-Formed
            <presence                                                        | Not Well-Formed
            <p xmlns='urn:ietf:params:xml:ns:pidf' entity='sip:a@b'/>        | Not a Presence Document
            <presence entity='sip:a@b'/>                                     | Not a Presence Document
            <presence xmlns='urn:ietf:params:xml:ns:pidf'/>                  | Not a Presence Document
            <!DOCTYPE presence><presence xmlns='urn:ietf:params:xml:ns:pidf' entity='sip:a@b'/> | No Document Type Allowed
            """)
    void whatIsNoDocumentIsRefused(String text, String why) {
        refused(text, why);
    }

    private static void refused(String text, String why) {
        assertThatThrownBy(() -> PidfParser.parse(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(PidfException.class)
                .hasMessage(why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <tuple><status/></tuple>                                              | Tuple Without Id
            <tuple id='a'/>                                                       | Tuple Without Status
            <tuple id='a'><note>x</note></tuple>                                  | Tuple Without Status
            <tuple id='a'><status/><status/></tuple>                              | Tuple Without Status
            <tuple id='a'><status><basic>maybe</basic></status></tuple>           | Basic Neither Open Nor Closed
            <tuple id='a'><status/></tuple><tuple id='a'><status/></tuple>        | Two Elements With One Id
            <tuple id='a'><status/></tuple                                        | Not Well-Formed
            <note>&secret;</note>                                                 | Not Well-Formed
            <x:note/>                                                             | Not Well-Formed
            """)
    void elementsThatAreWrongAreRefused(String children, String why) {
        refused(presence("", children), why);
    }

    @Test
    void bombsAndOutsideEntitiesAreRefused() {
        String outside = "<!DOCTYPE presence [<!ENTITY secret SYSTEM \"file:///etc/hostname\">]>"
                + presence("", "<note>&secret;</note>");
        refused(outside, "No Document Type Allowed");
        String bomb = "<!DOCTYPE presence [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
                + presence("", "<note>&b;</note>");
        refused(bomb, "No Document Type Allowed");
        refused(presence("", "<a>".repeat(30) + "</a>".repeat(30)), "Too Deep");
        refused(presence("", "<a/>".repeat(51)), "Too Many Elements");
        refused(presence("", "<a>" + "<b/>".repeat(2_000) + "</a>"), "Too Many Elements");
        refused(presence("", " ".repeat(40_000)), "Document Too Large");
        assertThatThrownBy(() ->
                        PidfParser.parse(presence("", "<note>\u00e9</note>").getBytes(StandardCharsets.ISO_8859_1)))
                .hasMessage("Not UTF-8");
        refused("<?xml version=\"1.0\" encoding=\"UTF-16\"?>" + presence("", ""), "Not UTF-8");
    }

    @Test
    void singleDocumentPassesByteForByteUnlessItSpeaksOfAnother() {
        assertThat(compose(parse(LINPHONE))).isEqualTo(LINPHONE);
        String other = compose(parse(LINPHONE.replace("sip:alice@example.test\"", "sip:bob@example.test\"")));
        assertThat(other).contains("entity=\"sip:alice@example.test\"").doesNotContain("bob");
        assertThat(parse(other).elements()).hasSize(2);
    }

    @Test
    void tuplesOfAllArePutTogetherTheNewestFirst() {
        PidfDocument old = parse(presence("", tuple("a") + tuple("b") + "<note>old</note>"));
        PidfDocument young = parse(presence("", tuple("b") + "<note>new</note><note xml:lang=\"nl\">nieuw</note>"));
        PidfDocument both = parse(compose(old, young));
        assertThat(both.elements()).extracting(PidfDocument.Element::id).containsExactly("b", "a", "", "");
        assertThat(both.text())
                .contains("<note>new</note><note xml:lang=\"nl\">")
                .doesNotContain("old");
    }

    @Test
    void ofPersonsTheNewestIsShownAndDevicesAll() {
        String space = " xmlns:dm=\"urn:ietf:params:xml:ns:pidf:data-model\"";
        PidfDocument old = parse(presence(space, "<dm:person id=\"p1\"/><dm:device id=\"d1\"/>"));
        PidfDocument young = parse(presence(space, "<dm:person id=\"p2\"/><dm:device id=\"d2\"/>"));
        assertThat(parse(compose(old, young)).elements())
                .extracting(PidfDocument.Element::id)
                .containsExactly("p2", "d2", "d1");
    }

    @Test
    void documentOfManyHasBoundsAndKeepsTheNewest() {
        List<PidfDocument> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(parse(presence(
                    "",
                    tuple("t" + i) + "<note>" + "x".repeat(30_000) + i + "</note>" + "<x xmlns=\"urn:x" + i + "\">"
                            + "y".repeat(1_000) + "</x>")));
        }
        String composed = compose(all.toArray(PidfDocument[]::new));
        assertThat(composed.length()).isLessThanOrEqualTo(EventPackage.MOST_BYTES);
        assertThat(parseLarge(composed)).contains("t99", "t98", "t83").doesNotContain("t0");
        assertThat(PresenceComposer.fits(ALICE, all)).isFalse();
        assertThat(PresenceComposer.fits(ALICE, all.subList(0, 9))).isTrue();

        all.clear();
        for (int i = 0; i < 5; i++) {
            StringBuilder tuples = new StringBuilder();
            for (int j = 0; j < 50; j++) {
                tuples.append(tuple(i + "-" + j));
            }
            all.add(parse(presence("", tuples.toString())));
        }
        assertThat(parseLarge(compose(all.toArray(PidfDocument[]::new))))
                .hasSize(200)
                .contains("4-49", "1-49");
    }

    private static List<String> parseLarge(String text) {
        List<String> ids = new ArrayList<>();
        Matcher tuples =
                Pattern.compile("<tuple id=\"([^\"]*)\"><status/></tuple>").matcher(text);
        while (tuples.find()) {
            ids.add(tuples.group(1));
        }
        assertThat(text).endsWith("</presence>\n");
        return ids;
    }

    /** Namespaces that have to be declared again in each element make a small document large. */
    @Test
    void documentsThatGrowWhenTheyArePutTogetherHaveBoundsToo() {
        PidfDocument first = parse(presence(namespaces("one"), "<x0:x/>"));
        PidfDocument second = parse(presence(namespaces("two"), "<x1:x id=\"1\"/><x1:x id=\"2\"/>" + tuple("t")));
        for (PidfDocument[] order :
                List.of(new PidfDocument[] {first, second}, new PidfDocument[] {second, first}, new PidfDocument[] {
                    second, second, first
                })) {
            assertThat(compose(order).length()).isLessThanOrEqualTo(EventPackage.MOST_BYTES);
            assertThat(PresenceComposer.fits(ALICE, List.of(order))).isFalse();
        }
        String wide = "\u20ac".repeat(9_000);
        assertThat(PresenceComposer.fits(
                        ALICE,
                        List.of(
                                parse(presence("", tuple("a") + "<note>" + wide + "</note>")),
                                parse(presence("", tuple("b") + "<x>" + wide + "</x>")))))
                .as("characters of three bytes")
                .isFalse();
    }

    /** Those whose values are longer where quotes are escaped. */
    private static String namespaces(String name) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            text.append(" xmlns:x" + i + "='urn:" + name + "\"".repeat(600) + i + "'");
        }
        return text.toString();
    }

    /** A prefix that means something else in each document keeps its meaning. */
    @Test
    void prefixesKeepTheirMeaning() {
        PidfDocument one = parse(presence(" xmlns:x=\"urn:one\"", "<x:thing x:a=\"1\"/><x:own xmlns:x=\"urn:own\"/>"));
        PidfDocument two =
                parse("<p:presence xmlns:p=\"urn:ietf:params:xml:ns:pidf\" xmlns:x=\"urn:two\" entity=\"sip:a@b\">"
                        + "<p:tuple id=\"t\"><p:status/></p:tuple><x:thing/><bare/></p:presence>");
        for (String both : List.of(compose(one, two), compose(two, one))) {
            List<String> names = new ArrayList<>();
            parse(both).elements().forEach(each -> names.add("{" + each.namespace() + "}" + each.name()));
            assertThat(names)
                    .as(both)
                    .containsExactlyInAnyOrder(
                            "{urn:ietf:params:xml:ns:pidf}tuple",
                            "{urn:one}thing",
                            "{urn:two}thing",
                            "{urn:own}own",
                            "{}bare");
        }
    }

    @Test
    void markupInCommentsSectionsAndValuesIsNoElement() {
        PidfDocument read = parse("<!-- <presence> -->"
                + presence(
                        " a=\"&lt;\" b='>'",
                        "<!-- <tuple> --><?pi <x> ?>" + "<note>a<![CDATA[</note>]]>b</note>text<e c=\"/>\" />")
                + "<!-- end -->");
        assertThat(read.elements()).hasSize(2);
        PidfDocument.Element note = read.elements().get(0);
        assertThat(read.text().substring(note.start(), note.end())).isEqualTo("<note>a<![CDATA[</note>]]>b</note>");
    }

    /** Whatever comes, it is read or refused. */
    @Test
    void damagedDocumentsAreReadOrRefused() {
        for (int seed = 0; seed < 3_000; seed++) {
            Random dice = new Random(seed);
            StringBuilder text = new StringBuilder(LINPHONE);
            for (int i = 0; i <= dice.nextInt(4); i++) {
                int at = dice.nextInt(text.length());
                switch (dice.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, "<>/\"'&! ".charAt(dice.nextInt(8)));
                    default -> {
                        int from = dice.nextInt(LINPHONE.length());
                        text.insert(at, LINPHONE, from, Math.min(LINPHONE.length(), from + dice.nextInt(80)));
                    }
                }
            }
            try {
                PidfDocument read = PidfParser.parse(text.toString().getBytes(StandardCharsets.UTF_8));
                assertThat(parse(compose(parse(presence("", tuple("z"))), read)).elements())
                        .as("seed " + seed)
                        .isNotEmpty();
            } catch (PidfException e) {
                assertThat(e.why()).as("seed " + seed).isNotEmpty();
            }
        }
    }
}
