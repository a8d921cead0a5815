package io.switchboard.sip.message;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.text.ParseException;
import java.util.List;
import javax.sip.address.URI;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/** A SIP request over its bytes. */
public final class SipRequest extends SipMessage implements Request {
    private String method;
    private int uriStart;
    private int uriEnd;
    private @Nullable String requestUri;

    SipRequest(byte[] data, int start, int end, int headersStart, String method, int uriStart, int uriEnd) {
        super(data, start, end, headersStart);
        this.method = method;
        this.uriStart = uriStart;
        this.uriEnd = uriEnd;
    }

    /** Interned for known methods. */
    public String method() {
        return method;
    }

    /** The Request-URI as text. */
    public String requestUri() {
        String text = requestUri;
        if (text == null) {
            requestUri = text = Ascii.text(data, uriStart, uriEnd);
        }
        return text;
    }

    int uriStart() {
        return uriStart;
    }

    int uriLength() {
        return uriEnd - uriStart;
    }

    /**
     * Notes in the top Via where the request came from: received if the sent-by host is another (RFC 3261 section
     * 18.2.1), rport and received if the client asked for rport (RFC 3581 section 4). Values that the sender wrote
     * there are replaced. A Via without a readable sent-by stays as it is. The transport calls this once; it is in place if the
     * array has {@link #SLACK} bytes behind the message.
     */
    public void receivedFrom(InetSocketAddress source) {
        Via strict = soundVia();
        Via via = strict == null ? topVia() : strict;
        InetAddress address = source.getAddress();
        if (via == null || address == null) {
            return;
        }
        boolean asked = via.rport() >= 0;
        boolean differs = !isAddress(via.host(), address);
        if (!asked && !differs && via.received() == null) {
            stamped(via, soundViaEnd());
            return;
        }
        String received = asked || differs ? hostText(address) : null;
        int rport = asked ? source.getPort() : -1;
        int end = ViaStamp.apply(this, strict != null, received, rport);
        stamped(via.from(received, rport), strict == null ? 0 : end);
    }

    /** Bytes that {@link #receivedFrom} may add behind the end of the message. */
    public static final int SLACK = 96;

    private static boolean isAddress(String host, InetAddress address) {
        char first = host.charAt(0);
        if (first != '[') {
            return Ascii.isDigit(first) && address instanceof Inet4Address && isIpv4(host, address.getAddress());
        }
        try {
            return InetAddress.getByName(host).equals(address);
        } catch (UnknownHostException broken) {
            return false;
        }
    }

    /** Whether a host, which is well-formed, is these four bytes with dots between them. */
    private static boolean isIpv4(String host, byte[] address) {
        int at = 0;
        for (int part = 0; part < address.length; part++) {
            int number = 0;
            int from = at;
            while (at < host.length() && Ascii.isDigit(host.charAt(at))) {
                number = number * 10 + host.charAt(at++) - '0';
            }
            boolean dot = at < host.length() && host.charAt(at) == '.';
            if (from == at || number != (address[part] & 0xff) || dot == (part == address.length - 1)) {
                return false;
            }
            at += dot ? 1 : 0;
        }
        return at == host.length();
    }

    private static String hostText(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    @Override
    public String getMethod() {
        return method;
    }

    /** Sets the method, in CSeq too. */
    @Override
    public void setMethod(String name) throws ParseException {
        HeaderObjects.checkToken(name);
        edit(Methods.intern(name), requestUri());
        if (has(HeaderName.CSEQ)) {
            HeaderEdit.replace(this, "CSeq", List.of("CSeq: " + cseq() + " " + name));
        }
    }

    /** The Request-URI as an object of its own; null if it cannot be parsed. To change the request, set it. */
    @Override
    public @Nullable URI getRequestURI() {
        try {
            return HeaderObjects.uri(requestUri());
        } catch (ParseException broken) {
            return null;
        }
    }

    @Override
    public void setRequestURI(URI uri) {
        String text = ByteSink.checked(uri.toString());
        if (text.isEmpty() || text.indexOf(' ') >= 0) {
            throw new IllegalArgumentException("white space in a Request-URI, or none");
        }
        edit(method, text);
    }

    private void edit(String newMethod, String uri) {
        replaceStartLine(newMethod + " " + uri + " SIP/2.0");
        method = newMethod;
        requestUri = uri;
        uriStart = newMethod.length() + 1;
        uriEnd = headersStart - " SIP/2.0\r\n".length();
    }
}
