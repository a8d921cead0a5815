package io.switchboard.sip.message;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** A SIP request over its bytes. */
public final class SipRequest extends SipMessage {
    private final String method;
    private final int uriStart;
    private final int uriEnd;
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
     * there are replaced. Nothing happens if the top Via is broken. The transport calls this once; it is in place if the
     * array has {@link #SLACK} bytes behind the message.
     */
    public void receivedFrom(InetSocketAddress source) {
        Via via = topVia();
        InetAddress address = source.getAddress();
        if (via == null || address == null) {
            return;
        }
        boolean asked = via.rport() >= 0;
        boolean differs = !isAddress(via.host(), address);
        if (!asked && !differs && via.received() == null) {
            return;
        }
        ViaStamp.apply(this, asked || differs ? hostText(address) : null, asked ? source.getPort() : -1);
        changed();
    }

    /** Bytes that {@link #receivedFrom} may add behind the end of the message. */
    public static final int SLACK = 96;

    private static boolean isAddress(String host, InetAddress address) {
        char first = host.charAt(0);
        if (first != '[' && !Ascii.isDigit(first)) {
            return false;
        }
        if (first != '[' && host.equals(address.getHostAddress())) {
            return true;
        }
        try {
            return first == '[' && InetAddress.getByName(host).equals(address);
        } catch (UnknownHostException broken) {
            return false;
        }
    }

    private static String hostText(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
