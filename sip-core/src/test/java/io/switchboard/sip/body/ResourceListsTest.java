package io.switchboard.sip.body;

import static io.switchboard.sip.body.Bodies.list;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of recipients, those of enemies too. */
class ResourceListsTest {
    private static final String OPEN = "<resource-lists xmlns=\"urn:ietf:params:xml:ns:resource-lists\"><list>";
    private static final String CLOSE = "</list></resource-lists>";

    private static List<String> read(String xml) throws BodyException {
        return ResourceLists.read(List.of(xml.getBytes(UTF_8)));
    }

    private static int refused(String xml) {
        return refused(xml.getBytes(UTF_8));
    }

    private static int refused(byte[] xml) {
        BodyException refusal = catchThrowableOfType(BodyException.class, () -> ResourceLists.read(List.of(xml)));
        assertThat(refusal).as("refused").isNotNull();
        return refusal.status();
    }

    /** RFC 5364 section 4 and RFC 5366 section 8: the attributes are passed over. */
    @Test
    void attributesAndDisplayNamesAreTolerated() throws BodyException {
        assertThat(read("""
                <?xml version="1.0" encoding="UTF-8"?>
                <resource-lists xmlns="urn:ietf:params:xml:ns:resource-lists"
                                xmlns:cp="urn:ietf:params:xml:ns:copycontrol">
                  <list name="friends">
                    <display-name>Friends &amp; family</display-name>
                    <entry uri="sip:bill@example.test" cp:copyControl="to" cp:anonymize="true">
                      <display-name>Bill</display-name>
                    </entry>
                    <entry uri="sip:joe@example.test;transport=tcp" cp:copyControl="cc"/>
                    <entry uri="tel:+31-20-1234567" cp:copyControl="bcc"/>
                  </list>
                </resource-lists>
                """))
                .containsExactly("sip:bill@example.test", "sip:joe@example.test;transport=tcp", "tel:+31-20-1234567");
    }

    @Test
    void listsMayBeNestedAndReferencesAreNotFollowed() throws BodyException {
        assertThat(read(OPEN + """
                <entry uri="sip:a@x.test"/>
                <list><entry uri="sip:b@x.test"/><list><entry uri="sip:c@x.test"/></list></list>
                <entry-ref ref="resource-lists/users/sip:d@x.test/index/~~/list"/>
                <external anchor="http://192.0.2.1/list.xml"/>
                <other xmlns="urn:other"><entry uri="sip:e@x.test"/></other>
                """ + CLOSE)).containsExactly("sip:a@x.test", "sip:b@x.test", "sip:c@x.test");
    }

    /** RFC 5363 section 4.2: nobody is invited twice. */
    @Test
    void duplicatesAreRemovedByWhoIsMeant() throws BodyException {
        assertThat(read(list(
                        "sip:bob@x.test",
                        "sips:bob@X.TEST",
                        "sip:bob@x.test;user=phone",
                        "sip:b%6fb@x.test?Subject=1")))
                .containsExactly("sip:bob@x.test");
        assertThat(read(list("tel:+31-20-1", "tel:+31.20.1", "tel:+31202")))
                .containsExactly("tel:+31-20-1", "tel:+31202");
        assertThat(read(list("sip:Bob@x.test", "sip:bob@x.test")))
                .as("users differ by case")
                .hasSize(2);
    }

    @Test
    void headersInUrisAreLeftOut() throws BodyException {
        assertThat(read(list("sip:bob@x.test;a=b?Replaces=1&amp;Route=%3Csip:evil.test%3E")))
                .containsExactly("sip:bob@x.test;a=b");
    }

    @Test
    void emptyListIsAList() throws BodyException {
        assertThat(read(list())).isEmpty();
        assertThat(read("<resource-lists xmlns=\"urn:ietf:params:xml:ns:resource-lists\"/>"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "<resource-lists",
                "<resource-lists xmlns=\"urn:ietf:params:xml:ns:resource-lists\"><list></resource-lists>",
                "<resource-lists><list><entry uri=\"sip:a@x.test\"/></list></resource-lists>",
                "<list xmlns=\"urn:ietf:params:xml:ns:resource-lists\"><entry uri=\"sip:a@x.test\"/></list>",
                OPEN + "<entry/>" + CLOSE,
                OPEN + "<entry uri=\"\"/>" + CLOSE,
                OPEN + "<entry uri=\"bob\"/>" + CLOSE,
                OPEN + "<entry uri=\"sip:x.test\"/>" + CLOSE,
                OPEN + "<entry uri=\"http://x.test/\"/>" + CLOSE,
                OPEN + "<entry uri=\"sip:bob@x.test&#13;&#10;Evil: yes\"/>" + CLOSE,
                OPEN + "<entry uri=\"sip:b&lt;ob@x.test\"/>" + CLOSE,
                OPEN + "<entry uri=\"tel:evil\"/>" + CLOSE,
                OPEN + "<entry uri=\"tel:\"/>" + CLOSE,
                OPEN + "&undeclared;" + CLOSE
            })
    void whatIsNoListIsMalformed(String xml) {
        assertThat(refused(xml)).isEqualTo(400);
    }

    @Test
    void uriOfAnyLengthIsNotTaken() {
        assertThat(refused(list("sip:" + "b".repeat(600) + "@x.test"))).isEqualTo(400);
    }

    @Test
    void documentTypesAreRefusedWhateverTheySay() {
        String bomb = "<!DOCTYPE r [<!ENTITY a \"" + "a".repeat(100) + "\">"
                + IntStream.range(0, 20)
                        .mapToObj(i -> "<!ENTITY " + (char) ('b' + i) + " \""
                                + ("&" + (char) ('a' + i) + ";").repeat(10) + "\">")
                        .reduce("", String::concat)
                + "]>";
        assertThat(refused(
                        bomb + OPEN + "<entry uri=\"sip:a@x.test\"><display-name>&u;</display-name></entry>" + CLOSE))
                .isEqualTo(400);
        assertThat(refused("<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + OPEN
                        + "<entry uri=\"sip:a@x.test\"><display-name>&x;</display-name></entry>" + CLOSE))
                .isEqualTo(400);
        assertThat(refused("<!DOCTYPE r SYSTEM \"http://127.0.0.1:1/x.dtd\">" + OPEN + CLOSE))
                .isEqualTo(400);
        assertThat(refused("<!DOCTYPE r [<!ENTITY % p SYSTEM \"http://127.0.0.1:1/x\"> %p;]>" + OPEN + CLOSE))
                .isEqualTo(400);
        assertThat(refused(("<!DOCTYPE r []>" + OPEN + CLOSE).getBytes(UTF_16))).isEqualTo(400);
        assertThat(refused("<!DOCTYPE r [<!ATTLIST entry uri CDATA \"sip:evil@x.test\">]>" + OPEN + "<entry/>" + CLOSE))
                .isEqualTo(400);
    }

    @Test
    void depthIsBounded() throws BodyException {
        assertThat(read(OPEN + "<list>".repeat(10) + "<entry uri=\"sip:a@x.test\"/>" + "</list>".repeat(10) + CLOSE))
                .hasSize(1);
        assertThat(refused(OPEN + "<list>".repeat(5_000) + "</list>".repeat(5_000) + CLOSE))
                .isEqualTo(400);
    }

    @Test
    void entriesAreBoundedOverAllListsAndDuplicatesCount() throws BodyException {
        String[] most = IntStream.range(0, ResourceLists.MOST_ENTRIES)
                .mapToObj(i -> "sip:u" + i + "@x.test")
                .toArray(String[]::new);
        byte[] full = list(most).getBytes(UTF_8);
        assertThat(ResourceLists.read(List.of(full))).hasSize(ResourceLists.MOST_ENTRIES);
        BodyException refusal = catchThrowableOfType(
                BodyException.class,
                () -> ResourceLists.read(List.of(full, list(most[0]).getBytes(UTF_8))));
        assertThat(refusal.status()).isEqualTo(413);
    }
}
