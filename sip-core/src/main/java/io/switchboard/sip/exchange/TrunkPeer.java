package io.switchboard.sip.exchange;

import io.switchboard.sip.call.Party;
import io.switchboard.sip.message.SipUri;

/**
 * Where a trunk is.
 *
 * @param party how calls know it
 * @param uri its SIP URI without user part; its parameters choose the transport
 * @param probeMillis interval of OPTIONS that find out whether it is alive, 0 for none
 */
public record TrunkPeer(Party.Trunk party, SipUri uri, long probeMillis) {
    /** Request-URI for a number on this trunk. */
    String numberUri(String number) {
        String text = uri.toString();
        int at = text.indexOf(':') + 1;
        return number.isEmpty() ? text : text.substring(0, at) + SipUri.escapedUser(number) + "@" + text.substring(at);
    }

    /** The same as shown in To: without the URI parameters. */
    String shownUri(String number) {
        String text = numberUri(number);
        int semicolon = text.indexOf(';', text.indexOf('@') + 1);
        return semicolon < 0 ? text : text.substring(0, semicolon);
    }
}
