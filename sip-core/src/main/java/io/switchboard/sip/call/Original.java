package io.switchboard.sip.call;

import io.switchboard.sip.message.SipRequest;

/**
 * What the first INVITE of a leg is made from.
 *
 * @param request its headers and body are passed on
 * @param shown whose call it is, for From
 * @param liable who wants it dialled, and is asserted to trunks
 * @param focus the room that whoever is dialled comes into, and that phones see in our Contact (RFC 4579 section 5.5);
 *     "" for none
 */
record Original(SipRequest request, Party shown, Party liable, String focus) {
    Original(SipRequest request, Party shown, Party liable) {
        this(request, shown, liable, "");
    }
}
