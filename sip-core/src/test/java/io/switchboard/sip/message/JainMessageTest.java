package io.switchboard.sip.message;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gov.nist.javax.sip.header.ims.PAssertedIdentityHeader;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import javax.sip.address.SipURI;
import javax.sip.header.CSeqHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.ExtensionHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.Header;
import javax.sip.header.MaxForwardsHeader;
import javax.sip.header.ViaHeader;
import org.junit.jupiter.api.Test;

/** The JAIN-SIP view of a message. */
class JainMessageTest {
    @Test
    void headerObjectsSayWhatTheIndexSays() throws Exception {
        SipRequest invite = Samples.request(Samples.INVITE);
        ViaHeader via = (ViaHeader) requireNonNull(invite.getHeader("v"));
        assertThat(via.getBranch()).isEqualTo(invite.branch());
        assertThat(via.getHost()).isEqualTo(requireNonNull(invite.topVia()).host());
        assertThat(((FromHeader) requireNonNull(invite.getHeader("FROM"))).getTag())
                .isEqualTo(invite.fromTag());
        CSeqHeader cseq = (CSeqHeader) requireNonNull(invite.getHeader("CSeq"));
        assertThat(cseq.getSeqNumber()).isEqualTo(invite.cseq());
        assertThat(cseq.getMethod()).isEqualTo(invite.cseqMethod());
        assertThat(((SipURI) requireNonNull(invite.getRequestURI())).getHost()).isEqualTo("biloxi.example");
        assertThat(invite.getHeader("From")).isSameAs(invite.getHeader("f"));
        assertThat(requireNonNull(invite.getContentLength()).getContentLength()).isEqualTo(4);
        assertThat(invite.getContent()).isEqualTo("v=0\n");
        assertThat(invite.getUnrecognizedHeaders().hasNext()).isFalse();
        assertThat(invite.getHeaderNames().next()).isEqualTo("Via");
        assertThat(((ExtensionHeader) requireNonNull(invite.getHeader("x-weird_NAME.1"))).getValue())
                .isEqualTo("odd,  but  legal");
    }

    @Test
    void everyKnownHeaderNameCanBeAskedFor() {
        SipRequest invite = Samples.request(Samples.INVITE);
        for (HeaderName name : HeaderName.values()) {
            assertThat(invite.getHeader(name.text()) != null).as(name.text()).isEqualTo(invite.has(name));
        }
    }

    @Test
    void theValuesOfOneLineAreSeveralHeaders() throws Exception {
        SipRequest request = Samples.request(
                "OPTIONS sip:a SIP/2.0\nm: <sip:a@h>;q=1, sip:b@h\nContact: <sip:c@h>\nP-Asserted-Identity: <sip:p@h>\n\n");
        List<String> users = new ArrayList<>();
        for (Header header : request.headers("Contact")) {
            users.add(((SipURI) ((ContactHeader) header).getAddress().getURI()).getUser());
        }
        assertThat(users).containsExactly("a", "b", "c");
        assertThat(request.getHeader("P-Asserted-Identity")).isInstanceOf(PAssertedIdentityHeader.class);
        request.removeFirst("Contact");
        assertThat(request.headers("m")).hasSize(2);
        request.removeLast("Contact");
        assertThat(request.values(HeaderName.CONTACT)).hasSize(1).allMatch(text -> text.contains("b@h"));
    }

    @Test
    void anEditWritesOnlyTheEditedHeaderAnew() throws Exception {
        SipRequest invite = Samples.request(Samples.INVITE);
        MaxForwardsHeader hops = (MaxForwardsHeader) requireNonNull(invite.getHeader("Max-Forwards"));
        hops.decrementMaxForwards();
        invite.setHeader(hops);
        ViaHeader via = (ViaHeader) ((ViaHeader) requireNonNull(invite.getHeader("Via"))).clone();
        via.setBranch("z9hG4bKnew");
        invite.addFirst(via);
        invite.removeHeader("x-weird_name.1");
        invite.removeHeader("subject");
        invite.setContent("hello", (ContentTypeHeader) requireNonNull(invite.getHeader("Content-Type")));
        invite.setMethod("UPDATE");
        String expected = Samples.INVITE
                .replace("INVITE sip", "UPDATE sip")
                .replace("314159 INVITE", "314159 UPDATE")
                .replace("Forwards: 70", "Forwards: 69")
                .replace("Via: ", "Via: SIP/2.0/UDP pc33.atlanta.example:5060;branch=z9hG4bKnew;rport\nVia: ")
                .replace("X-Weird_Name.1:   odd,  but  legal \n", "")
                .replace("Content-Length: 4\n\nv=0\n", "Content-Length: 5\n\nhello");
        assertThat(invite.toString())
                .isEqualTo(new String(Samples.wire(expected), java.nio.charset.StandardCharsets.UTF_8));
        assertThat(invite.branch()).isEqualTo("z9hG4bKnew");
        assertThat(invite.method()).isSameAs("UPDATE");
        assertThat(invite.requestUri()).isEqualTo("sip:bob@biloxi.example");
        invite.removeContent();
        assertThat(invite.has(HeaderName.CONTENT_TYPE)).isFalse();
        assertThat(invite.bodyLength()).isZero();
        assertThat(invite.toString()).endsWith("Content-Length: 0\r\n\r\n");
    }

    @Test
    void aCopyLivesItsOwnLife() {
        SipRequest invite = Samples.request(Samples.INVITE);
        SipRequest copy = (SipRequest) invite.clone();
        assertThat(copy).isEqualTo(invite).hasSameHashCodeAs(invite);
        assertThat(copy.getHeader("Via")).isNotSameAs(invite.getHeader("Via"));
        copy.removeHeader("Contact");
        assertThat(invite.has(HeaderName.CONTACT)).isTrue();
        assertThat(copy).isNotEqualTo(invite);
    }

    @Test
    void statusAndPhraseCanBeSet() throws Exception {
        SipResponse response = Samples.response("SIP/2.0 200 OK\nTo: <sip:a>\n\n");
        response.setStatusCode(603);
        response.setReasonPhrase("No, thanks");
        assertThat(response.toString()).isEqualTo("SIP/2.0 603 No, thanks\r\nTo: <sip:a>\r\n\r\n");
        assertThat(response.reason()).isEqualTo("No, thanks");
        assertThatThrownBy(() -> response.setStatusCode(99)).isInstanceOf(ParseException.class);
        assertThatThrownBy(() -> response.setReasonPhrase("a\r\nb")).isInstanceOf(ParseException.class);
    }

    @Test
    void whatTheParsersCannotReadIsAParseException() {
        String deep = "\"" + "\\".repeat(5000);
        for (String value : new String[] {"", "x", "SIP/2.0/UDP", "SIP/2.0/UDP a:99999999999999", ";;;;", deep}) {
            SipRequest request = Samples.request("OPTIONS sip:a SIP/2.0\nVia: " + value + "\n\n");
            assertThatThrownBy(() -> request.headers("Via")).as(value).isInstanceOf(ParseException.class);
            assertThat(request.getHeader("Via")).isNull();
            assertThat(request.getUnrecognizedHeaders().hasNext()).isTrue();
        }
    }
}
